import { meanings } from './error-meanings.ts';

/** Why a call of the client failed: a closed set, so that a `switch` over it is complete. */
export type ClientErrorCode = keyof typeof meanings;

/** Every code there is, in a fixed order. */
export const clientErrorCodes = /* @__PURE__ */ Object.keys(meanings) as readonly ClientErrorCode[];

/** A failed call. `code` says why; the message is for developers and holds no address, code or token. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly code: ClientErrorCode;

  constructor(code: ClientErrorCode, cause?: unknown) {
    super(`${code}: ${meanings[code] ?? 'see docs/clients.md'}`, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** The fixed texts of the triggers, each a code in capitals. */
const triggerText =
  /^UserLambdaValidation.* failed with error (TRY_LATER|INVALID_ADDRESS|ADDRESS_NOT_SUPPORTED|SIGN_UP_CLOSED|FOREIGN_CLIENT)\.?$/;

/** How failures begin, and what they mean: the first that matches. */
const beginnings: readonly (readonly [RegExp, ClientErrorCode])[] = [
  [/^(NotAuthorized\S* Invalid session|RefreshTokenReuse)/, 'session-expired'],
  [/^(NotAuthorized\S* User is disabled|PasswordReset)/, 'disabled'],
  [/^NotAuthorized/, 'not-authorized'],
  [/^(Username|Alias)Exists/, 'user-exists'],
  [/^UserNotFound/, 'user-not-found'],
  [/^UserNotConfirmed/, 'user-not-confirmed'],
  // Forbidden is what AWS WAF answers in front of the pool.
  [/^(TooManyRequests|LimitExceeded|Forbidden)/, 'limit-exceeded'],
  [/^InvalidParameter.*(email|phone|username)/i, 'invalid-address'],
  [/^(InvalidParameter|ResourceNotFound)/, 'misconfigured'],
];

/**
 * Reads a failed answer of Cognito: `type` is its `__type` (a namespace is dropped), `message` its text, in which a
 * trigger's fixed code is looked for (`... failed with error TRY_LATER.`).
 */
export const errorCodeOf = (type: string, message: string): ClientErrorCode => {
  const failure = `${type.replace(/.*#/, '')} ${message}`;
  const text = triggerText.exec(failure)?.[1];
  if (text) return text.toLowerCase().replaceAll('_', '-') as ClientErrorCode;
  return beginnings.find(([beginning]) => beginning.test(failure))?.[1] ?? 'server';
};
