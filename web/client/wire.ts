import { ClientError, errorCodeOf } from './errors.ts';

/** The parts of Cognito's answers that the client reads. */
export type WireAnswer = {
  readonly Session?: string;
  readonly ChallengeName?: string;
  readonly ChallengeParameters?: Readonly<Record<string, string>>;
  readonly AuthenticationResult?: {
    readonly IdToken?: string;
    readonly AccessToken?: string;
    readonly RefreshToken?: string;
  };
};

/** Makes one call to the user pool. @throws {ClientError} */
export type Call = (operation: string, body: object, abort?: AbortController) => Promise<WireAnswer>;

/** The seam to the network: a wire call is one POST that ends after `timeoutMs`, whatever the network does. */
export const createCall = (options: {
  readonly url: string;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
}): Call => {
  const { url, fetch, timeoutMs } = options;
  const post = async (operation: string, body: object, signal: AbortSignal) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify(body),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal,
    });
    return readAnswer(response.ok, response.headers.get('x-amzn-errortype') ?? '', await response.text());
  };
  return async (operation, body, abort = new AbortController()) => {
    const timer = setTimeout(() => abort.abort(new ClientError('timeout')), timeoutMs);
    try {
      return await Promise.race([post(operation, body, abort.signal), aborted(abort.signal)]);
    } catch (cause) {
      if (abort.signal.aborted) throw abort.signal.reason;
      throw cause instanceof ClientError ? cause : new ClientError('offline', cause);
    } finally {
      clearTimeout(timer);
    }
  };
};

/** Ends the wait even where an injected `fetch` does not heed its signal. */
const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

const readAnswer = (ok: boolean, headerType: string, text: string): WireAnswer => {
  const answer = parseObject(text);
  if (ok && answer !== null) return answer as WireAnswer;
  const type = answer?.__type ?? headerType;
  const message = answer?.message ?? answer?.Message ?? '';
  throw new ClientError(errorCodeOf(String(type), String(message)), { type, message });
};

/** An empty body counts as an empty object: operations without an output answer so. */
const parseObject = (text: string): Record<string, unknown> | null => {
  try {
    const value: unknown = JSON.parse(text || '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
};
