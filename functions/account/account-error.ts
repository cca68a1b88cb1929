/** What the account API may answer instead of a result: the body's `error`, with the HTTP status that goes with it. */
export const accountErrors = {
  INVALID_REQUEST: 400,
  INVALID_ADDRESS: 400,
  ADDRESS_NOT_SUPPORTED: 400,
  CHANNEL_NOT_OFFERED: 400,
  INVALID_DEVICE: 400,
  WRONG_CODE: 400,
  UNAUTHORIZED: 401,
  SIGN_IN_AGAIN: 403,
  UNKNOWN_DEVICE: 404,
  NOT_FOUND: 404,
  ADDRESS_TAKEN: 409,
  EXPIRED_CODE: 410,
  LIMITED: 429,
  INTERNAL: 500,
  TRY_LATER: 503,
} as const;

export type AccountErrorCode = keyof typeof accountErrors;

/** A refusal of the account API. `details` stand beside the code in the body. */
export class AccountError extends Error {
  override readonly name = 'AccountError';
  readonly code: AccountErrorCode;
  readonly details: Readonly<Record<string, number>>;

  constructor(code: AccountErrorCode, details: Readonly<Record<string, number>> = {}, options?: { cause?: unknown }) {
    super(code, options);
    this.code = code;
    this.details = details;
  }
}
