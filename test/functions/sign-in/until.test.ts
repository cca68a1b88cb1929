import { describe, expect, test } from '@jest/globals';
import { until } from '../../../functions/sign-in/until.ts';

describe('waiting until a signal ends', () => {
  test('gives what the work gives', async () => {
    const { signal } = new AbortController();

    await expect(until(signal, Promise.resolve(7))).resolves.toBe(7);
    await expect(until(signal, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });

  test('ends with the signal, though the work never does', async () => {
    const controller = new AbortController();
    const waiting = until(controller.signal, new Promise(() => {}));
    const reason = new Error('over');
    controller.abort(reason);

    await expect(waiting).rejects.toBe(reason);
  });

  test('leaves no rejection unhandled when the signal had ended before and the work fails later', async () => {
    const unhandled: unknown[] = [];
    const note = (cause: unknown) => void unhandled.push(cause);
    process.on('unhandledRejection', note);
    const work = Promise.withResolvers<never>();
    const reason = new Error('over');

    await expect(until(AbortSignal.abort(reason), work.promise)).rejects.toBe(reason);
    work.reject(new Error('aborted too'));
    for (let turns = 0; turns < 3; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);

    expect(unhandled).toEqual([]);
  });
});
