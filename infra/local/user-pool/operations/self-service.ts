import {
  type Attributes,
  attributeList,
  attributesFrom,
  checkAttributes,
  checkWritable,
  maskDestination,
} from '../attributes.ts';
import { notAuthorized, userNotFound } from '../cognito-error.ts';
import type { Grant } from '../grants.ts';
import { type Input, rules } from '../input.ts';
import type { UsernameAttribute } from '../pool-config.ts';
import { checkMayAuthenticate, clientOf, type Operation, type PoolContext } from '../pool-context.ts';
import { SELF_SERVICE_SCOPE } from '../tokens.ts';
import type { User } from '../users.ts';

type Caller = { readonly user: User; readonly grant: Grant };

const authenticate = async (pool: PoolContext, accessToken: string): Promise<Caller> => {
  const { username, originJti, scopes } = await pool.tokens.verifyAccessToken(accessToken);
  if (!scopes.includes(SELF_SERVICE_SCOPE)) throw notAuthorized('Access Token does not have required scopes');
  const user = pool.users.find(username);
  if (user === undefined) throw userNotFound();
  checkMayAuthenticate(user);
  const grant = pool.grants.findByOriginJti(originJti);
  if (grant === undefined || pool.grants.isRevoked(grant)) throw notAuthorized('Access Token has been revoked');
  return { user, grant };
};

const readAccessToken = (input: Input): string => input.text('AccessToken', rules.token);

const readCaller = (pool: PoolContext, input: Input): Promise<Caller> => {
  const accessToken = readAccessToken(input);
  input.done();
  return authenticate(pool, accessToken);
};

export const getUser: Operation = async (pool, input) => {
  const { user, grant } = await readCaller(pool, input);
  const { readAttributes } = clientOf(pool, grant.clientId);
  const readable = attributeList(user.attributes).filter(
    ({ Name }) => readAttributes === null || Name === 'sub' || readAttributes.includes(Name),
  );
  return { Username: user.username, UserAttributes: readable };
};

/** Ends every sign-in of a user. */
export const signOutEverywhere = (pool: PoolContext, user: User): void => {
  pool.grants.revokeAll(user.username);
  pool.users.update(user, { signedOutAt: pool.clock() });
};

export const globalSignOut: Operation = async (pool, input) => {
  const { user } = await readCaller(pool, input);
  signOutEverywhere(pool, user);
  return {};
};

/** Removes a user with all that was granted. */
export const removeUser = (pool: PoolContext, user: User): void => {
  pool.grants.revokeAll(user.username);
  pool.users.remove(user);
};

export const deleteUser: Operation = async (pool, input) => {
  const { user } = await readCaller(pool, input);
  removeUser(pool, user);
  return undefined;
};

/** Splits a change into what holds at once and what waits until the new address is verified. */
const split = (
  user: User,
  changes: Attributes,
  verifyBeforeUpdate: readonly UsernameAttribute[],
): { readonly now: Attributes; readonly later: Attributes } => {
  const now: Record<string, string> = {};
  const later: Record<string, string> = {};
  for (const [name, value] of Object.entries(changes)) {
    if (user.attributes[name] === value) continue;
    const isAddress = name === 'email' || name === 'phone_number';
    if (isAddress && verifyBeforeUpdate.includes(name) && user.attributes[name] !== undefined) {
      later[name] = value;
      continue;
    }
    now[name] = value;
    if (isAddress) now[`${name}_verified`] = 'false';
  }
  return { now, later };
};

/** Changes attributes of the caller. A new email waits, the old one stays, until it is verified. */
export const updateUserAttributes: Operation = async (pool, input) => {
  const accessToken = readAccessToken(input);
  const changes = attributesFrom(input.attributes('UserAttributes', { required: true }));
  input.textMap('ClientMetadata');
  input.done();
  const { user, grant } = await authenticate(pool, accessToken);
  checkWritable(changes, clientOf(pool, grant.clientId).writeAttributes);
  checkAttributes(changes, pool.config);
  const { now, later } = split(user, changes, pool.config.verifyBeforeUpdate);
  pool.users.update(user, {
    attributes: { ...user.attributes, ...now },
    pending: { ...user.pending, ...later },
  });
  const details = pool.config.verifyBeforeUpdate.flatMap((name) => {
    const value = later[name] ?? now[name];
    if (value === undefined) return [];
    const DeliveryMedium = name === 'email' ? 'EMAIL' : 'SMS';
    return [{ Destination: maskDestination(name, value), DeliveryMedium, AttributeName: name }];
  });
  return { CodeDeliveryDetailsList: details };
};
