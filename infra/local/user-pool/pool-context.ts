import { CognitoError, notAuthorized, userNotFound } from './cognito-error.ts';
import type { EventBuilder } from './events.ts';
import type { GrantStore } from './grants.ts';
import { type Input, rules } from './input.ts';
import type { ClientConfig, PoolConfig } from './pool-config.ts';
import type { SessionStore } from './sessions.ts';
import type { TokenIssuer } from './tokens.ts';
import type { TriggerCalls } from './trigger-calls.ts';
import type { User, UserStore } from './users.ts';

/** All that an operation works with. */
export type PoolContext = {
  readonly config: PoolConfig;
  readonly clients: ReadonlyMap<string, ClientConfig>;
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly grants: GrantStore;
  readonly tokens: TokenIssuer;
  readonly events: EventBuilder;
  readonly triggers: TriggerCalls;
  readonly pseudoUsername: (name: string) => string;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Epoch milliseconds at which the pool was made. */
  readonly createdAt: number;
};

/** Answers the body of the response; `undefined` for an operation without one. Throws CognitoError. */
export type Operation = (pool: PoolContext, input: Input) => object | undefined | Promise<object | undefined>;

/** @throws {CognitoError} ResourceNotFoundException */
export const clientOf = (pool: PoolContext, clientId: string): ClientConfig => {
  const client = pool.clients.get(clientId);
  if (client !== undefined) return client;
  throw new CognitoError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);
};

/** @throws {CognitoError} ResourceNotFoundException */
export const checkPoolId = (pool: PoolContext, userPoolId: string): void => {
  if (userPoolId === pool.config.userPoolId) return;
  throw new CognitoError('ResourceNotFoundException', `User pool ${userPoolId} does not exist.`);
};

/** Reads what the admin operations on one user share. @throws {CognitoError} */
export const readAdminTarget = (pool: PoolContext, input: Input): User => {
  const userPoolId = input.text('UserPoolId', rules.userPoolId);
  const username = input.text('Username', rules.username);
  input.done();
  checkPoolId(pool, userPoolId);
  const user = pool.users.find(username);
  if (user === undefined) throw userNotFound();
  return user;
};

/** @throws {CognitoError} when the user may not sign in, or not go on */
export const checkMayAuthenticate = (user: User): void => {
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (user.status === 'UNCONFIRMED') throw new CognitoError('UserNotConfirmedException', 'User is not confirmed.');
};
