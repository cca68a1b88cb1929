import { type AccountHandler, composeAccount } from './compose-account.ts';
import { createWorld, type SendingOptions } from './create-world.ts';
import { accessTokenVerifier } from './runtime/access-tokens.ts';
import { ConfigError } from './runtime/config.ts';
import { cognitoAccount } from './store/cognito-account.ts';

/**
 * Builds the account API of one deployment, from the same options as its triggers.
 * @throws {ConfigError} listing every problem of the configuration
 */
export const createAccount = (options: SendingOptions = {}): AccountHandler => {
  const { config, world } = createWorld(options);
  if (config.account === undefined) throw new ConfigError(['account is missing: give {userPoolId}']);
  const { userPoolId } = config.account;
  return composeAccount({
    ...world,
    userPoolId,
    directory: cognitoAccount(async () => (await import('./store/cognito-client.ts')).createCognitoClient()),
    verifyToken: accessTokenVerifier({ ...config.account, clientIds: config.clientIds }),
  });
};
