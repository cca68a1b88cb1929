import type { SignInDependencies } from '../sign-in/dependencies.ts';
import type { AccountDirectory } from './account-directory.ts';

/** What a signed-in person's account needs: all of a sign-in's world, and the user pool. */
export type AccountDependencies = SignInDependencies & { readonly directory: AccountDirectory };
