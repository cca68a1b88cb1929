/**
 * Waits for `work`, but no longer than the signal lives, even if the work forgets to look at it.
 * @throws the signal's reason when it ends first
 */
export const until = async <Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> => {
  const ended = Promise.withResolvers<never>();
  const end = () => ended.reject(signal.reason);
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  try {
    // The race takes up the work even when it is too late for it, or its own failure would end the process.
    return await Promise.race([work, ended.promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
};
