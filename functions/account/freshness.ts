import { AccountError } from './account-error.ts';
import type { AccountDependencies } from './dependencies.ts';
import type { Member } from './member.ts';

/**
 * Refuses a change that would make codes go somewhere new unless the person signed in lately: a token alone, stolen or
 * left open, must not be enough.
 * @throws {AccountError} SIGN_IN_AGAIN
 */
export const requireFreshSignIn = ({ policy, clock }: AccountDependencies, { signedInAt }: Member): void => {
  if (clock() - signedInAt > policy.freshSignInSeconds * 1_000) throw new AccountError('SIGN_IN_AGAIN');
};
