import type { ClientOptions } from './client.ts';
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

/** Where the calls go to, and how. */
export type WireOptions = Pick<ClientOptions, 'region' | 'endpoint' | 'clientId' | 'fetch' | 'timeoutMs'>;

/**
 * The seam to the network: a wire call is one POST that ends after `timeoutMs`, whatever the network does.
 * @throws {TypeError} on a missing client id, or unless exactly one of `region` and `endpoint` is given
 */
export const createCall = ({
  region,
  endpoint,
  clientId,
  // The browser's fetch insists on being called as the window's own.
  fetch = (...request) => globalThis.fetch(...request),
  timeoutMs = 15_000,
}: WireOptions): Call => {
  if (!clientId) throw new TypeError('createClient: clientId is empty: give the id of an app client');
  if (!region === !endpoint) throw new TypeError('createClient: give either region or endpoint, and not both');
  if (region && !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    throw new TypeError(`createClient: region ${JSON.stringify(region)} is no AWS region, such as eu-west-1`);
  }
  const suffix = region?.startsWith('cn-') ? '.cn' : '';
  const url = new URL(endpoint ?? `https://cognito-idp.${region}.amazonaws.com${suffix}`).href.replace(/\/?$/, '/');
  const post = async (operation: string, body: object, signal: AbortSignal) => {
    const response = await fetch(url, {
      ...privately,
      method: 'POST',
      // Who signs out often leaves the page in the same moment.
      keepalive: operation === 'RevokeToken',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify({ ClientId: clientId, ...body }),
      signal,
    });
    const answer = parseObject(await response.text());
    if (response.ok && answer) return answer as WireAnswer;
    const type = String(answer?.__type ?? response.headers.get('x-amzn-errortype'));
    const message = String(answer?.message ?? answer?.Message);
    throw new ClientError(errorCodeOf(type, message), { type, message });
  };
  return (operation, body, abort) => inTime((signal) => post(operation, body, signal), { timeoutMs, abort });
};
