import { observed } from './compose-dependencies.ts';
import { composePreSignUp } from './compose-pre-sign-up.ts';
import { type BaseOptions, beginEarly, createBase } from './create-base.ts';
import type { OwnTriggers } from './own-triggers.ts';
import type { TriggerHandler } from './runtime/stack.ts';

export type PreSignUpOptions = BaseOptions & Pick<OwnTriggers, 'preSignUp'>;

/**
 * Builds the PreSignUp trigger by itself: it derives no code and sends nothing, so its function needs no right to.
 * @throws {ConfigError} listing every problem of the configuration
 */
export const createPreSignUp = (options: PreSignUpOptions = {}): TriggerHandler => {
  const { world } = createBase(options);
  beginEarly(world.keys.index());
  return composePreSignUp(observed(world), options.preSignUp);
};
