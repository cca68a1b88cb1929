import { ClientError, errorCodeOf } from './errors.ts';
import { inTime, parseObject, privately } from './in-time.ts';

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
      ...privately,
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify(body),
      signal,
    });
    return readAnswer(response.ok, response.headers.get('x-amzn-errortype') ?? '', await response.text());
  };
  return (operation, body, abort) =>
    inTime((signal) => post(operation, body, signal), { timeoutMs, ...(abort && { abort }) });
};

const readAnswer = (ok: boolean, headerType: string, text: string): WireAnswer => {
  const answer = parseObject(text);
  if (ok && answer !== null) return answer as WireAnswer;
  const type = answer?.__type ?? headerType;
  const message = answer?.message ?? answer?.Message ?? '';
  throw new ClientError(errorCodeOf(String(type), String(message)), { type, message });
};
