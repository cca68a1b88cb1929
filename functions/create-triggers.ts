import { composeTriggers, type Triggers } from './compose-triggers.ts';
import { createWorld, type SendingOptions } from './create-world.ts';
import type { OwnTriggers } from './own-triggers.ts';
import type { FinishDependencies } from './sign-in/finish-sign-in.ts';
import { openDirectory } from './store/cognito-directory.ts';

/** What the owner of a deployment may set in code; everything else is the configuration's. */
export type TriggerOptions = SendingOptions & { readonly world?: Partial<Pick<FinishDependencies, 'users'>> };

export type { OwnTriggers, Triggers };

/**
 * Builds the Cognito triggers of one deployment. Call it once, at module load, so that clients live as long as the
 * container and a wrong configuration stops it at once.
 * @throws {ConfigError} listing every problem of the configuration
 */
export const createTriggers = ({
  preSignUp,
  postAuthentication,
  ...options
}: TriggerOptions & OwnTriggers = {}): Triggers => {
  const users = options.world?.users ?? openDirectory();
  return composeTriggers(
    { ...createWorld(options).world, users },
    { ...(preSignUp && { preSignUp }), ...(postAuthentication && { postAuthentication }) },
  );
};
