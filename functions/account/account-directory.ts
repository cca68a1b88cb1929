import type { Deadline } from '../sign-in/ports.ts';
import type { UserAttributes } from '../sign-in/routing.ts';

/** The user pool, as far as a signed-in person's own account needs it. */
export type AccountDirectory = {
  /**
   * The person behind an access token, asked of Cognito itself, so that a revoked token is refused.
   * @throws {AccountError} UNAUTHORIZED
   */
  find(
    accessToken: string,
    deadline: Deadline,
  ): Promise<{ readonly userName: string; readonly attributes: UserAttributes }>;
  /** @throws {AccountError} ADDRESS_TAKEN where another account has the address */
  set(
    user: { readonly userPoolId: string; readonly userName: string },
    attributes: Readonly<Record<string, string>>,
    deadline: Deadline,
  ): Promise<void>;
};
