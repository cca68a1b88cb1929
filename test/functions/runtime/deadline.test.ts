import { describe, expect, test } from '@jest/globals';
import { DEADLINE_MS, withDeadline } from '../../../functions/runtime/deadline.ts';

describe('the deadline of an invocation', () => {
  test('is before that of Lambda and of Cognito', () => {
    expect(DEADLINE_MS).toBeLessThan(4_000);
  });

  test('gives what the work gives, in time', async () => {
    await expect(withDeadline(async () => 7)).resolves.toBe(7);
    await expect(withDeadline(() => Promise.reject(new RangeError('broken')))).rejects.toThrow(RangeError);
  });

  test('ends every wait of work that takes too long, with TRY_LATER', async () => {
    let signal: AbortSignal | undefined;
    const working = withDeadline((deadline) => {
      signal = deadline.signal;
      return new Promise(() => {});
    }, 20);

    await expect(working).rejects.toMatchObject({ code: 'TRY_LATER', cause: { name: 'TimeoutError' } });
    expect(signal?.aborted).toBe(true);
  });

  test('counts down what is left, to nothing and not below', async () => {
    await withDeadline(async ({ remainingMs, signal }) => {
      expect(remainingMs()).toBeGreaterThan(0);
      expect(remainingMs()).toBeLessThanOrEqual(30);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      expect(remainingMs()).toBe(0);
    }, 30).catch(() => {});

    expect.assertions(3);
  });

  test('leaves no rejection unhandled when the work fails after its time', async () => {
    const unhandled: unknown[] = [];
    const note = (cause: unknown) => void unhandled.push(cause);
    process.on('unhandledRejection', note);
    const work = Promise.withResolvers<never>();

    await expect(withDeadline(() => work.promise, 1)).rejects.toMatchObject({ code: 'TRY_LATER' });
    work.reject(new Error('late'));
    for (let turns = 0; turns < 3; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
});
