import { ChannelError, type ChannelErrorCode } from './channel.ts';
import { DeadlineError } from './deadline.ts';

/** What an error means for the sign-in. */
export type Meaning = { readonly code: ChannelErrorCode; readonly retryable: boolean };

/** The meaning of a service's own error types. */
export type MeaningByType = Readonly<Record<string, Meaning>>;

const again = (code: ChannelErrorCode): Meaning => ({ code, retryable: true });
const final = (code: ChannelErrorCode): Meaning => ({ code, retryable: false });

/** Error types that every AWS service shares. Source: "Common Errors" of the services' API references. */
const COMMON: MeaningByType = {
  Throttling: again('throttled'),
  ThrottlingException: again('throttled'),
  ThrottledException: again('throttled'),
  RequestLimitExceeded: again('throttled'),
  TooManyRequestsException: again('throttled'),
  InternalFailure: again('unavailable'),
  ServiceUnavailable: again('unavailable'),
  AccessDenied: final('misconfigured'),
  AccessDeniedException: final('misconfigured'),
  CredentialsProviderError: final('misconfigured'),
  ExpiredToken: final('misconfigured'),
  ExpiredTokenException: final('misconfigured'),
  IncompleteSignature: final('misconfigured'),
  InvalidClientTokenId: final('misconfigured'),
  InvalidSignatureException: final('misconfigured'),
  MissingAuthenticationTokenException: final('misconfigured'),
  NotAuthorized: final('misconfigured'),
  OptInRequired: final('misconfigured'),
  RequestExpired: final('misconfigured'),
  SignatureDoesNotMatch: final('misconfigured'),
  UnrecognizedClientException: final('misconfigured'),
};

/** Codes of Node's network errors. */
const NETWORK: MeaningByType = {
  ECONNREFUSED: again('unavailable'),
  // A kept-alive connection that the server just closed fails like this too; a second try costs one duplicate at most.
  ECONNRESET: again('unavailable'),
  EPIPE: again('unavailable'),
  EAI_AGAIN: again('unavailable'),
  ENOTFOUND: again('unavailable'),
  EHOSTUNREACH: again('unavailable'),
  ENETUNREACH: again('unavailable'),
  ETIMEDOUT: final('timeout'),
};

/**
 * Turns what an AWS SDK client threw into a ChannelError. An error that neither the provider nor the network explains
 * is a fault of the program: it comes back as it is.
 * @param types the service's own error types, which go before the common ones
 */
export const explainAwsError = (error: unknown, provider: string, types: MeaningByType): unknown => {
  if (error instanceof ChannelError) return error;
  const meaning = meaningOf(error, types);
  return meaning === null ? error : new ChannelError(meaning.code, provider, { ...meaning, cause: error });
};

const meaningOf = (error: unknown, types: MeaningByType): Meaning | null => {
  if (error instanceof DeadlineError) return final('timeout');
  if (!(error instanceof Error)) return null;
  const { name } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    own(types, name) ??
    own(COMMON, name) ??
    own(NETWORK, code) ??
    (name === 'TimeoutError' || name === 'AbortError' ? final('timeout') : null) ??
    tlsOrProtocol(code) ??
    byStatus(error)
  );
};

const own = (meanings: MeaningByType, key: string): Meaning | null =>
  Object.hasOwn(meanings, key) ? (meanings[key] ?? null) : null;

const tlsOrProtocol = (code: string): Meaning | null => {
  if (/^(?:ERR_TLS_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/.test(code)) return final('misconfigured');
  // An answer that is no HTTP: the message may have been taken, so no second try.
  return code.startsWith('HPE_') ? final('unavailable') : null;
};

const byStatus = (error: Error): Meaning | null => {
  const metadata = '$metadata' in error ? error.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return null;
  const status = metadata.httpStatusCode;
  if (typeof status !== 'number') return null;
  if (status === 429) return again('throttled');
  if (status >= 500) return again('unavailable');
  if (status === 401 || status === 403) return final('misconfigured');
  // A success that cannot be read: the message was probably taken, so no second try.
  return final(status >= 400 ? 'rejected' : 'unavailable');
};
