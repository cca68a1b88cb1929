import { composeTriggers, type OwnTriggers, type Triggers } from './compose-triggers.ts';
import { createWorld, type TriggerOptions } from './create-world.ts';

export type { OwnTriggers, TriggerOptions, Triggers };

/**
 * Builds the Cognito triggers of one deployment. Call it once, at module load, so that clients live as long as the
 * container and a wrong configuration stops it at once.
 * @throws {ConfigError} listing every problem of the configuration
 */
export const createTriggers = ({
  preSignUp,
  postAuthentication,
  ...options
}: TriggerOptions & OwnTriggers = {}): Triggers =>
  composeTriggers(createWorld(options).world, {
    ...(preSignUp && { preSignUp }),
    ...(postAuthentication && { postAuthentication }),
  });
