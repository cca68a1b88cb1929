import type { ClientErrorCode } from './errors.ts';

/** What went wrong before or beside the account service itself, as in a sign-in. */
type SharedCode = Extract<
  ClientErrorCode,
  | 'invalid-address'
  | 'address-not-supported'
  | 'try-later'
  | 'signed-out'
  | 'misconfigured'
  | 'offline'
  | 'timeout'
  | 'busy'
  | 'server'
>;

const meanings = {
  'invalid-address': 'the address is not one that a code can be sent to',
  'address-not-supported': 'no channel of this site serves that kind of address',
  'sign-in-again': 'the last sign-in is too long ago for a change of addresses; sign in again',
  limited: 'a limit holds; resendIn says how long',
  'wrong-code': 'the code is not right; attemptsLeft says how many answers are left',
  'expired-code': 'the code can no longer be used; ask for another',
  'address-taken': 'another account has that address',
  'channel-not-offered': 'the deployment has no such channel',
  'invalid-device': 'the token, the platform or the name is not one of a device',
  'unknown-device': 'the account has no such device',
  'try-later': 'a part of the service is unavailable; nothing was changed',
  'signed-out': 'there is no session, or the service does not take its token',
  misconfigured: 'there is no account service at that endpoint',
  offline: 'the service could not be reached',
  timeout: 'the service did not answer in time',
  busy: 'another change of this account is still under way',
  server: 'the service failed or gave an answer that cannot be read',
} as const satisfies Readonly<Record<SharedCode, string>> & Readonly<Record<string, string>>;

/** Why a call of the account client failed: a closed set. */
export type AccountErrorCode = keyof typeof meanings;

/** Every code there is, in a fixed order. */
export const accountErrorCodes = Object.keys(meanings) as readonly AccountErrorCode[];

/** What the service adds to some refusals. */
export type AccountErrorFacts = {
  readonly resendIn?: number;
  readonly attemptsLeft?: number;
  readonly cause?: unknown;
};

/** A failed call. `code` says why; the message is for developers and holds no address, code or token. */
export class AccountError extends Error {
  override readonly name = 'AccountError';
  readonly code: AccountErrorCode;
  /** Seconds to wait, where a limit holds and the service says for how long. */
  readonly resendIn: number | null;
  /** Answers that are left, after a wrong one. */
  readonly attemptsLeft: number | null;

  constructor(code: AccountErrorCode, facts: AccountErrorFacts = {}) {
    super(`${code}: ${meanings[code]}`, 'cause' in facts ? { cause: facts.cause } : undefined);
    this.code = code;
    this.resendIn = facts.resendIn ?? null;
    this.attemptsLeft = facts.attemptsLeft ?? null;
  }
}

const byName: Readonly<Record<string, AccountErrorCode>> = {
  INVALID_ADDRESS: 'invalid-address',
  ADDRESS_NOT_SUPPORTED: 'address-not-supported',
  UNAUTHORIZED: 'signed-out',
  SIGN_IN_AGAIN: 'sign-in-again',
  LIMITED: 'limited',
  TRY_LATER: 'try-later',
  WRONG_CODE: 'wrong-code',
  EXPIRED_CODE: 'expired-code',
  ADDRESS_TAKEN: 'address-taken',
  CHANNEL_NOT_OFFERED: 'channel-not-offered',
  INVALID_DEVICE: 'invalid-device',
  UNKNOWN_DEVICE: 'unknown-device',
};

const byStatus: Readonly<Record<number, AccountErrorCode>> = {
  401: 'signed-out',
  404: 'misconfigured',
  429: 'limited',
  503: 'try-later',
};

const countOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

/** Reads a refusal of the service: its `error`, or the status where a proxy has answered in its place. */
export const accountErrorOf = (status: number, body: Readonly<Record<string, unknown>> | null): AccountError => {
  const name = typeof body?.error === 'string' ? body.error : '';
  const code = (Object.hasOwn(byName, name) ? byName[name] : undefined) ?? byStatus[status] ?? 'server';
  const resendIn = countOf(body?.resendIn);
  const attemptsLeft = countOf(body?.attemptsLeft);
  return new AccountError(code, {
    cause: { status, name },
    ...(resendIn !== undefined && { resendIn }),
    ...(attemptsLeft !== undefined && { attemptsLeft }),
  });
};
