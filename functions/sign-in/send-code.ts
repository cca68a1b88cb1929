import { type Channel, ChannelError, type Receipt, type SignInMessage } from '../../channels/channel.ts';
import type { SignInDependencies } from './dependencies.ts';
import type { Deadline } from './ports.ts';
import { until } from './until.ts';

/** One provider call may take this long in all; the channel's own time-outs are shorter. */
const CALL_MS = 1_900;
/** So much of the invocation is kept for writing down how the call ended, and for the answer. */
const ENDING_MS = 400;
/** A second try begins only while so much of the invocation is left. */
const RETRY_NEEDS_MS = 2_300;
const RETRY_PAUSE_MS = 40;

export type Delivery =
  | { readonly kind: 'sent'; readonly receipt: Receipt; readonly durationMs: number }
  | { readonly kind: 'failed'; readonly provider: string; readonly reason: string; readonly durationMs: number };

/**
 * Gives the message to the channel: one call, and one more where the error says that it may help and time allows.
 * Never throws: a send that failed is answered like one that did not.
 */
export const sendCode = async (
  deps: Pick<SignInDependencies, 'clock' | 'delay' | 'warn'>,
  channel: Channel | undefined,
  message: SignInMessage,
  deadline: Deadline,
): Promise<Delivery> => {
  const startedAt = deps.clock();
  const elapsed = () => deps.clock() - startedAt;
  if (channel === undefined) {
    return { kind: 'failed', provider: 'none', reason: 'misconfigured', durationMs: 0 };
  }
  for (let tries = 1; ; tries += 1) {
    try {
      const receipt = await callWithin(
        channel,
        message,
        AbortSignal.any([deadline.signal, AbortSignal.timeout(callMs(deadline))]),
      );
      return { kind: 'sent', receipt, durationMs: elapsed() };
    } catch (cause) {
      const mayRetry = cause instanceof ChannelError && cause.retryable && tries === 1;
      if (!mayRetry || deadline.remainingMs() < RETRY_NEEDS_MS) {
        deps.warn('message not sent', cause);
        const reason = cause instanceof ChannelError ? cause.code : 'unexpected';
        return { kind: 'failed', provider: channel.provider, reason, durationMs: elapsed() };
      }
      await deps.delay(RETRY_PAUSE_MS, deadline.signal);
    }
  }
};

const callMs = (deadline: Deadline): number =>
  Math.floor(Math.min(CALL_MS, Math.max(0, deadline.remainingMs() - ENDING_MS)));

const callWithin = async (channel: Channel, message: SignInMessage, signal: AbortSignal): Promise<Receipt> => {
  try {
    return await until(signal, channel.send(message, { signal }));
  } catch (cause) {
    if (!signal.aborted || cause !== signal.reason) throw cause;
    throw new ChannelError('timeout', channel.provider, { retryable: false, cause });
  }
};
