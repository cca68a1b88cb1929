import { notAuthorized } from '../cognito-error.ts';
import type { ClientMetadata } from '../events.ts';
import type { Grant } from '../grants.ts';
import { rules } from '../input.ts';
import type { ClientConfig } from '../pool-config.ts';
import { checkMayAuthenticate, clientOf, type Operation, type PoolContext } from '../pool-context.ts';
import { sameText } from '../secret-hash.ts';
import type { User } from '../users.ts';

const usable = (
  pool: PoolContext,
  client: ClientConfig,
  refreshToken: string,
): { readonly grant: Grant; readonly user: User } => {
  const grant = pool.grants.findByRefreshToken(refreshToken);
  if (grant === undefined || grant.clientId !== client.clientId) throw notAuthorized('Invalid Refresh Token');
  const user = pool.users.find(grant.username);
  if (user === undefined) throw notAuthorized('Invalid Refresh Token');
  checkMayAuthenticate(user);
  if (pool.grants.isRevoked(grant)) throw notAuthorized('Refresh Token has been revoked');
  if (grant.expiresAt <= pool.clock()) throw notAuthorized('Refresh Token has expired');
  return { grant, user };
};

/** Answers a new id and access token, and never a refresh token: it does not rotate. @throws {CognitoError} */
export const refreshTokens = async (
  pool: PoolContext,
  client: ClientConfig,
  refreshToken: string,
  options: { readonly clientMetadata: ClientMetadata; readonly check?: (user: User) => void },
): Promise<object> => {
  const { grant, user } = usable(pool, client, refreshToken);
  options.check?.(user);
  const override = await pool.triggers.preTokenGeneration(
    pool.events.preTokenGeneration('TokenGeneration_RefreshTokens', client.clientId, user, options.clientMetadata),
  );
  // The trigger took its time: the grant may have been revoked meanwhile.
  usable(pool, client, refreshToken);
  return { AuthenticationResult: await pool.tokens.issue({ user, client, grant, override }) };
};

export const getTokensFromRefreshToken: Operation = (pool, input) => {
  const refreshToken = input.text('RefreshToken', rules.token);
  const clientId = input.text('ClientId', rules.clientId);
  const clientSecret = input.optionalText('ClientSecret', rules.secret);
  const clientMetadata = input.textMap('ClientMetadata');
  input.done();
  const client = clientOf(pool, clientId);
  checkClientSecret(client, clientSecret, () => notAuthorized(`Invalid client secret for client ${clientId}`));
  return refreshTokens(pool, client, refreshToken, { clientMetadata });
};

/** Throws what `refuse` makes unless the plain secret is the client's, or neither has one. */
export const checkClientSecret = (client: ClientConfig, received: string | undefined, refuse: () => Error): void => {
  if (client.clientSecret === null ? received !== undefined : !sameText(received ?? '', client.clientSecret)) {
    throw refuse();
  }
};
