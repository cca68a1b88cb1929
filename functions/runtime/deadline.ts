import { SignInError } from '../sign-in/errors.ts';
import type { Deadline } from '../sign-in/ports.ts';

/**
 * How long a trigger may take from its entry, ms. Below Lambda's 4 s and Cognito's 5 s, so that an old try is dead
 * before a new one begins.
 */
export const DEADLINE_MS = 3_500;

/**
 * Runs `work` under a deadline that ends every wait in it.
 * @throws {SignInError} TRY_LATER when the time is up
 */
export const withDeadline = async <Result>(
  work: (deadline: Deadline) => Promise<Result>,
  milliseconds = DEADLINE_MS,
): Promise<Result> => {
  const endsAt = performance.now() + milliseconds;
  const controller = new AbortController();
  const over = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    controller.abort(new DOMException('the trigger ran out of time', 'TimeoutError'));
    over.reject(new SignInError('TRY_LATER', { cause: controller.signal.reason }));
  }, milliseconds);
  const deadline: Deadline = {
    signal: controller.signal,
    remainingMs: () => Math.max(0, endsAt - performance.now()),
  };
  try {
    return await Promise.race([work(deadline), over.promise]);
  } finally {
    clearTimeout(timer);
  }
};
