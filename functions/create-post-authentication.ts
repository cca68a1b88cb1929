import { observed } from './compose-dependencies.ts';
import { composePostAuthentication } from './compose-post-authentication.ts';
import { type BaseOptions, beginEarly, createBase } from './create-base.ts';
import type { OwnTriggers } from './own-triggers.ts';
import type { TriggerHandler } from './runtime/stack.ts';
import type { FinishDependencies } from './sign-in/finish-sign-in.ts';
import { openDirectory } from './store/cognito-directory.ts';

export type PostAuthenticationOptions = BaseOptions & {
  readonly world?: Partial<Pick<FinishDependencies, 'users'>>;
} & Pick<OwnTriggers, 'postAuthentication'>;

/**
 * Builds the PostAuthentication trigger by itself: it derives no code and sends nothing, so its function needs no right to.
 * @throws {ConfigError} listing every problem of the configuration
 */
export const createPostAuthentication = (options: PostAuthenticationOptions = {}): TriggerHandler => {
  const { world } = createBase(options);
  beginEarly(world.keys.index());
  const users = options.world?.users ?? openDirectory();
  return composePostAuthentication(observed({ ...world, users }), options.postAuthentication);
};
