import { describe, expect, test } from '@jest/globals';
import { type Channel, ChannelError, type SignInMessage } from '../../../channels/channel.ts';
import { sendCode } from '../../../functions/sign-in/send-code.ts';

const message: SignInMessage = {
  purpose: 'sign-in',
  medium: 'email',
  destination: 'ann@example.com',
  code: '123456',
  locale: 'en',
  minutesValid: 10,
  appName: 'Test',
  challengeId: 'A'.repeat(22),
};
const receipt = { provider: 'fake', messageId: 'm-1' };
const fails = (code: ChannelError['code'], retryable: boolean) => () =>
  Promise.reject(new ChannelError(code, 'fake', { retryable }));

/** A channel that behaves as told, call by call, and the world around it. */
const rig = (...behaviours: ((signal: AbortSignal) => Promise<typeof receipt>)[]) => {
  let [now, calls] = [0, 0];
  const warnings: unknown[] = [];
  const channel: Channel = {
    provider: 'fake',
    media: ['email'],
    send: (_, { signal }) => {
      now += 100;
      const behaviour = behaviours[calls];
      calls += 1;
      if (behaviour === undefined) throw new Error('called too often');
      return behaviour(signal);
    },
  };
  const deps = {
    clock: () => now,
    delay: async (ms: number) => {
      now += ms;
    },
    warn: (_: string, cause: unknown) => void warnings.push(cause),
  };
  return { channel, deps, warnings, calls: () => calls };
};
const deadline = (remainingMs = 3_400, signal = new AbortController().signal) => ({
  signal,
  remainingMs: () => remainingMs,
});

describe('sending a code', () => {
  test('gives the receipt and how long it took', async () => {
    const { channel, deps } = rig(async () => receipt);

    expect(await sendCode(deps, channel, message, deadline())).toEqual({ kind: 'sent', receipt, durationMs: 100 });
  });

  test('tries once more where the error says that it may help', async () => {
    const { channel, deps, calls } = rig(fails('throttled', true), async () => receipt);

    expect(await sendCode(deps, channel, message, deadline())).toMatchObject({ kind: 'sent', durationMs: 240 });
    expect(calls()).toBe(2);
  });

  test('tries no third time', async () => {
    const { channel, deps, calls, warnings } = rig(fails('throttled', true), fails('unavailable', true));

    expect(await sendCode(deps, channel, message, deadline())).toMatchObject({ kind: 'failed', reason: 'unavailable' });
    expect(calls()).toBe(2);
    expect(warnings).toHaveLength(1);
  });

  test.each([
    ['the error is final', fails('rejected', false), 3_400, 'rejected'],
    ['too little time is left', fails('throttled', true), 2_299, 'throttled'],
    ['the error is none of a channel', () => Promise.reject(new TypeError('bug')), 3_400, 'unexpected'],
    [
      'the channel throws at once',
      () => {
        throw new Error('bug');
      },
      3_400,
      'unexpected',
    ],
    ['what is thrown is no error', () => Promise.reject(undefined), 3_400, 'unexpected'],
  ])('tries once where %s, and does not throw', async (_, behaviour, remainingMs, reason) => {
    const { channel, deps, calls } = rig(behaviour);

    expect(await sendCode(deps, channel, message, deadline(remainingMs))).toEqual({
      kind: 'failed',
      provider: 'fake',
      reason,
      durationMs: 100,
    });
    expect(calls()).toBe(1);
  });

  test('ends with the deadline, though the channel hangs and looks at no signal', async () => {
    const { channel, deps } = rig(() => new Promise(() => {}));
    const controller = new AbortController();
    const sending = sendCode(deps, channel, message, deadline(0, controller.signal));
    controller.abort(new DOMException('over', 'TimeoutError'));

    expect(await sending).toMatchObject({ kind: 'failed', reason: 'timeout' });
  });

  test('ends a hanging call of its own accord, in time for an answer', async () => {
    const { channel, deps } = rig(
      (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    );
    const startedAt = performance.now();

    expect(await sendCode(deps, channel, message, deadline())).toMatchObject({ kind: 'failed', reason: 'timeout' });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });

  test('fails where the deployment has no channel for the medium', async () => {
    expect(await sendCode(rig().deps, undefined, message, deadline())).toEqual({
      kind: 'failed',
      provider: 'none',
      reason: 'misconfigured',
      durationMs: 0,
    });
  });
});
