import { meanings } from './error-meanings.ts';

/** Why a call of the client failed: a closed set, so that a `switch` over it is complete. */
export type ClientErrorCode = keyof typeof meanings;

/** Every code there is, in a fixed order. */
export const clientErrorCodes = Object.keys(meanings) as readonly ClientErrorCode[];

/** A failed call. `code` says why; the message is for developers and holds no address, code or token. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly code: ClientErrorCode;

  constructor(code: ClientErrorCode, cause?: unknown) {
    super(`${code}: ${meanings[code] ?? 'see docs/clients.md'}`, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

const byTriggerCode: Readonly<Record<string, ClientErrorCode>> = {
  TRY_LATER: 'try-later',
  INVALID_ADDRESS: 'invalid-address',
  ADDRESS_NOT_SUPPORTED: 'address-not-supported',
  SIGN_UP_CLOSED: 'sign-up-closed',
  FOREIGN_CLIENT: 'foreign-client',
};

const byType: Readonly<Record<string, ClientErrorCode>> = {
  UsernameExists: 'user-exists',
  AliasExists: 'user-exists',
  UserNotFound: 'user-not-found',
  UserNotConfirmed: 'user-not-confirmed',
  PasswordResetRequired: 'disabled',
  TooManyRequests: 'limit-exceeded',
  LimitExceeded: 'limit-exceeded',
  // What AWS WAF answers in front of the pool.
  Forbidden: 'limit-exceeded',
  ResourceNotFound: 'misconfigured',
};

const own = (table: Readonly<Record<string, ClientErrorCode>>, key: string): ClientErrorCode | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/**
 * Reads a failed answer of Cognito: `type` is its `__type` (a namespace or a trailing colon is dropped), `message` its
 * text, in which a trigger's fixed code is looked for (`... failed with error TRY_LATER.`).
 */
export const errorCodeOf = (type: string, message: string): ClientErrorCode => {
  const name = (type.split('#').pop() ?? '').replace(/[:,].*$/, '').replace(/Exception$/, '');
  if (name === 'UserLambdaValidation') {
    return own(byTriggerCode, /failed with error ([A-Z_]+)\.?$/.exec(message)?.[1] ?? '') ?? 'server';
  }
  if (name === 'NotAuthorized') {
    if (message.startsWith('Invalid session')) return 'session-expired';
    return message.startsWith('User is disabled') ? 'disabled' : 'not-authorized';
  }
  if (name === 'InvalidParameter') return /email|phone|username/i.test(message) ? 'invalid-address' : 'misconfigured';
  return own(byType, name) ?? 'server';
};
