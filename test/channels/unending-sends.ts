import type { Channel, SignInMessage } from '../../channels/channel.ts';
import { ChannelError } from '../../channels/channel.ts';
import { startDeafProvider, startProvider } from './provider-server.ts';

/** The time, in milliseconds, after which a send must have ended. */
const PATIENCE_MS = 2_000;

/** The ChannelError that a send ends with; anything else fails the test. */
export const failure = async (sending: Promise<unknown>): Promise<ChannelError> => {
  const error: unknown = await sending.then(
    () => new Error('the send succeeded'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ChannelError) return error;
  throw new Error('no ChannelError was thrown', { cause: error });
};

/** The same, with the time it took. */
export const timed = async (sending: Promise<unknown>): Promise<{ error: ChannelError; elapsedMs: number }> => {
  const start = performance.now();
  const error = await failure(sending);
  return { error, elapsedMs: performance.now() - start };
};

type Subject = { readonly message: SignInMessage; open(endpoint: string): Channel };

/** Sends to providers that never come to an end, and says how each send ended. */
export const unendingSends = async (subject: Subject) => {
  const deaf = await startDeafProvider();
  const lazy = await Promise.all(
    (['hang', 'stall', 'dribble'] as const).map(async (does) => {
      const server = await startProvider();
      server.behave({ does });
      return { does, server };
    }),
  );
  const cases = [
    { does: 'never accept', url: deaf.url },
    ...lazy.map(({ does, server }) => ({ does, url: server.url })),
  ];
  const outcomes = await Promise.all(
    cases.map(async ({ does, url }) => {
      const sending = subject.open(url).send(subject.message, { signal: new AbortController().signal });
      const { error, elapsedMs } = await timed(sending);
      return { does, code: error.code, retryable: error.retryable, inTime: elapsedMs < PATIENCE_MS };
    }),
  );
  await Promise.all(lazy.map(({ server }) => server.abandoned()));
  await Promise.all([deaf.close(), ...lazy.map(({ server }) => server.close())]);
  return outcomes;
};
