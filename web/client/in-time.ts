import { ClientError } from './errors.ts';

/**
 * Runs one exchange with the network, and ends it after `timeoutMs` whatever the network does.
 * @throws {ClientError} `timeout`, the abort's own reason, or `offline` for any other failure that is no ClientError
 */
export const inTime = async <T>(
  exchange: (signal: AbortSignal) => Promise<T>,
  {
    timeoutMs,
    abort = new AbortController(),
  }: { readonly timeoutMs: number; readonly abort?: AbortController | undefined },
): Promise<T> => {
  const { signal } = abort;
  const timer = setTimeout(() => abort.abort(new ClientError('timeout')), timeoutMs);
  // Ends the wait even where an injected `fetch` does not heed its signal.
  const end = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  try {
    return await Promise.race([exchange(signal), end]);
  } catch (cause) {
    throw signal.aborted ? signal.reason : cause instanceof ClientError ? cause : new ClientError('offline', cause);
  } finally {
    clearTimeout(timer);
  }
};

/** What every request of the clients says: no cookies, no cache, no referrer, no redirect. */
export const privately = {
  cache: 'no-store',
  credentials: 'omit',
  redirect: 'error',
  referrerPolicy: 'no-referrer',
} as const satisfies RequestInit;

/** The object in a JSON body, or null. An empty body counts as an empty object: calls without an output answer so. */
export const parseObject = (text: string): Record<string, unknown> | null => {
  try {
    const value: unknown = JSON.parse(text || '{}');
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
};
