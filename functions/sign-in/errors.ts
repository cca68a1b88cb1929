/** The whole vocabulary that a Cognito caller can ever read from a trigger that fails. */
export const signInErrorCodes = [
  'TRY_LATER',
  'INVALID_ADDRESS',
  'ADDRESS_NOT_SUPPORTED',
  'SIGN_UP_CLOSED',
  'FOREIGN_CLIENT',
  'INTERNAL',
] as const;

export type SignInErrorCode = (typeof signInErrorCodes)[number];

/** A refusal or failure with a fixed code. The cause is for the log alone. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  readonly code: SignInErrorCode;

  constructor(code: SignInErrorCode, options?: { cause?: unknown }) {
    super(code, options);
    this.code = code;
  }
}
