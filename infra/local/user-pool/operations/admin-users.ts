import { attributeList, attributesFrom, checkAttributes } from '../attributes.ts';
import { CognitoError, userNotFound } from '../cognito-error.ts';
import { rules } from '../input.ts';
import { checkPoolId, type Operation, type PoolContext, readAdminTarget } from '../pool-context.ts';
import { newUsername, type User } from '../users.ts';
import { removeUser, signOutEverywhere } from './self-service.ts';
import { attributesOfNewUser, checkUnused, withVerification } from './sign-up.ts';

/** Cognito's timestamps are epoch seconds, fractions allowed. */
export const seconds = (milliseconds: number): number => milliseconds / 1_000;

/** A user as lists and AdminCreateUser show one. */
export const userType = (user: User): object => ({
  Username: user.username,
  Attributes: attributeList(user.attributes),
  UserCreateDate: seconds(user.createdAt),
  UserLastModifiedDate: seconds(user.modifiedAt),
  Enabled: user.enabled,
  UserStatus: user.status,
});

const resend = (pool: PoolContext, name: string): object => {
  const user = pool.users.find(name);
  if (user === undefined) throw userNotFound();
  if (user.status !== 'FORCE_CHANGE_PASSWORD') {
    throw new CognitoError(
      'UnsupportedUserStateException',
      `Resend not possible. ${user.username} status is not FORCE_CHANGE_PASSWORD`,
    );
  }
  return { User: userType(user) };
};

/** Creates a user. The local pool has no mail of its own: an invitation is never sent, whatever MessageAction says. */
export const adminCreateUser: Operation = async (pool, input) => {
  const userPoolId = input.text('UserPoolId', rules.userPoolId);
  const name = input.text('Username', rules.username);
  const given = attributesFrom(input.attributes('UserAttributes'));
  const validationData = attributesFrom(input.attributes('ValidationData'));
  const clientMetadata = input.textMap('ClientMetadata');
  const action = input.optionalText('MessageAction', { oneOf: ['RESEND', 'SUPPRESS'] });
  input.optionalText('TemporaryPassword', rules.password);
  input.done();
  checkPoolId(pool, userPoolId);
  if (action === 'RESEND') return resend(pool, name);
  const attributes = attributesOfNewUser(pool.config, name, given);
  const exists = (): string => 'User account already exists';
  checkUnused(pool, attributes, exists);
  const username = newUsername();
  await pool.triggers.preSignUp(
    pool.events.preSignUp({
      source: 'PreSignUp_AdminCreateUser',
      clientId: 'CLIENT_ID_NOT_APPLICABLE',
      userName: username,
      userAttributes: attributes,
      validationData: Object.keys(validationData).length > 0 ? validationData : null,
      clientMetadata,
    }),
  );
  checkUnused(pool, attributes, exists);
  const user = pool.users.add({
    username,
    attributes: { sub: username, ...withVerification(attributes) },
    status: 'FORCE_CHANGE_PASSWORD',
  });
  return { User: userType(user) };
};

export const adminGetUser: Operation = (pool, input) => {
  const user = readAdminTarget(pool, input);
  return {
    Username: user.username,
    UserAttributes: attributeList(user.attributes),
    UserCreateDate: seconds(user.createdAt),
    UserLastModifiedDate: seconds(user.modifiedAt),
    Enabled: user.enabled,
    UserStatus: user.status,
  };
};

/** Sets attributes at once. A new address is unverified unless the same call says otherwise. */
export const adminUpdateUserAttributes: Operation = (pool, input) => {
  const changes = attributesFrom(input.attributes('UserAttributes', { required: true }));
  input.textMap('ClientMetadata');
  const user = readAdminTarget(pool, input);
  checkAttributes(changes, pool.config);
  const marks: Record<string, string> = {};
  const pending: Record<string, string> = { ...user.pending };
  for (const name of ['email', 'phone_number'] as const) {
    if (changes[name] === undefined) continue;
    delete pending[name];
    if (changes[name] !== user.attributes[name]) marks[`${name}_verified`] = 'false';
  }
  pool.users.update(user, { attributes: { ...user.attributes, ...marks, ...changes }, pending });
  return {};
};

export const adminUserGlobalSignOut: Operation = (pool, input) => {
  signOutEverywhere(pool, readAdminTarget(pool, input));
  return {};
};

/** Ends every sign-in of the user too: enabling again gives none of them back. */
export const adminDisableUser: Operation = (pool, input) => {
  const user = readAdminTarget(pool, input);
  pool.grants.revokeAll(user.username);
  pool.users.update(user, { enabled: false });
  return {};
};

export const adminEnableUser: Operation = (pool, input) => {
  pool.users.update(readAdminTarget(pool, input), { enabled: true });
  return {};
};

export const adminDeleteUser: Operation = (pool, input) => {
  removeUser(pool, readAdminTarget(pool, input));
  return undefined;
};
