/** Thrown when a call did not end in time or was called off. Whether it took effect is not known. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

export type DeadlineOptions = {
  /** Calls the call off early. */
  readonly signal: AbortSignal;
  /** Milliseconds the whole call may take, from looking up credentials to the last byte of the answer. */
  readonly timeoutMs: number;
};

/**
 * Runs `call`, and stops waiting for it when its time is over, whatever it is doing: HTTP handlers stop their clocks
 * when the answer's headers are there, and know no clock before they are asked.
 * @param call gets a signal that aborts at the end of its time
 * @throws {DeadlineError} when its time was over first
 */
export const withinDeadline = async <T>(
  call: (signal: AbortSignal) => Promise<T>,
  { signal, timeoutMs }: DeadlineOptions,
): Promise<T> => {
  if (signal.aborted) throw new DeadlineError('called off before it began');
  const end = new AbortController();
  const over = Promise.withResolvers<never>();
  const stop = (why: string) => {
    over.reject(new DeadlineError(why));
    end.abort();
  };
  const onAbort = () => stop('called off');
  signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => stop(`not done within ${timeoutMs} ms`), timeoutMs);
  try {
    return await Promise.race([call(end.signal), over.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
};
