import type { LocalStack } from '../../infra/local/local-stack.ts';
import { type CognitoAnswer, signInCalls } from './cognito-calls.ts';
import { codeIn, wrongCode } from './sign-in-codes.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

/** Codes as people find them, and providers that fail as long as that is wanted. */
export const daily = (stack: LocalStack) => {
  const faults = `${stack.config.aws}/faults`;
  return {
    codeFor: (to: string): string => {
      const message = stack.inbox.list().find((one) => one.to === to);
      return codeIn(message);
    },
    during: async <Result>(fault: object, work: () => Promise<Result>): Promise<Result> => {
      await fetch(faults, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ times: -1, ...fault }) });
      const result = await work();
      await fetch(faults, { method: 'DELETE', headers: JSON_TYPE });
      return result;
    },
  };
};

/**
 * What people do in a day, by every trigger and in every rare case that asks AWS for something of its own.
 * @returns an access token of Ann's
 */
export const busyDay = async (stack: LocalStack, push: 'sns' | 'pinpoint'): Promise<string> => {
  const { start, answer, signUp } = signInCalls(stack.config);
  const { codeFor, during } = daily(stack);
  const finish = async (round: CognitoAnswer, to: string): Promise<string> => {
    const wrong = await answer(round, wrongCode(codeFor(to)));
    const { body } = await answer(wrong, codeFor(to));
    const token = (body.AuthenticationResult as { AccessToken?: string } | undefined)?.AccessToken;
    if (token === undefined) throw new Error(`the code that came to ${to} was not taken: ${JSON.stringify(body)}`);
    return token;
  };
  const signIn = async (name: string, to = name) => finish(await start(name), to);
  const resend = (round: CognitoAnswer, channel: string) => answer(round, 'resend', { action: 'resend', channel });

  // Signing up, and in with an address that is not proven yet.
  expectStatus(await signUp('new@example.com'), 200);
  await signIn('new@example.com');
  // A Cyrillic letter among Latin ones.
  expectStatus(await signUp('ann@ex\u0430mple.com'), 400);

  // Each medium.
  const token = await signIn('ann@example.com');
  await signIn('sam@example.com', '+31612345601');
  const notified = await start('pia@example.com');
  await finish(notified, stack.inbox.list()[0]?.to ?? '');

  // A medium that is asked for; a provider that fails, so that another one is tried; a device that is gone.
  await resend(await start('sam@example.com'), 'email');
  await during({ service: push, status: 503 }, () => signIn('pia@example.com'));
  const gone =
    push === 'sns'
      ? { service: 'sns', error: 'EndpointDisabled' }
      : { service: 'pinpoint', error: 'PERMANENT_FAILURE' };
  await during(gone, () => signIn('pia@example.com'));

  // One message for two tabs; an answer that is none; a name that nobody has; too many guesses.
  await Promise.all([start('bas@example.com'), start('bas@example.com')]);
  await answer(await start('nobody@example.com'), 'not digits');
  for (let sessions = 0; sessions < 4; sessions += 1) {
    let round = await start('bas@example.com');
    for (let tries = 0; tries < 3 && round.body.Session !== undefined; tries += 1) {
      round = await answer(round, wrongCode(codeFor('bas@example.com')));
    }
  }
  return token;
};

const expectStatus = ({ status, body }: CognitoAnswer, wanted: number): void => {
  if (status !== wanted) throw new Error(`answered ${status} and not ${wanted}: ${JSON.stringify(body)}`);
};
