import { observed } from './compose-dependencies.ts';
import { composeVerify } from './compose-verify.ts';
import { type BaseOptions, beginEarly, createBase } from './create-base.ts';
import type { TriggerHandler } from './runtime/stack.ts';

/**
 * Builds the VerifyAuthChallengeResponse trigger by itself: it sends nothing, so its function needs no right to.
 * @throws {ConfigError} listing every problem of the configuration
 */
export const createVerify = (options: BaseOptions = {}): TriggerHandler => {
  const { world } = createBase(options);
  beginEarly(world.keys.get());
  return composeVerify(observed(world));
};
