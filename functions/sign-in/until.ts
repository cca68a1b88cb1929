/**
 * Waits for `work`, but no longer than the signal lives, even if the work forgets to look at it.
 * @throws the signal's reason when it ends first
 */
export const until = async <Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> => {
  signal.throwIfAborted();
  const ended = Promise.withResolvers<never>();
  const end = () => ended.reject(signal.reason);
  signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([work, ended.promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
};
