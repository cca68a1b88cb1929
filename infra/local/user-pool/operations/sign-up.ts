import {
  type Attributes,
  attributesFrom,
  checkAttributes,
  checkWritable,
  isEmail,
  isPhoneNumber,
} from '../attributes.ts';
import { CognitoError, invalidParameter } from '../cognito-error.ts';
import { rules } from '../input.ts';
import type { PoolConfig, UsernameAttribute } from '../pool-config.ts';
import { clientOf, type Operation, type PoolContext } from '../pool-context.ts';
import { checkSecretHash } from '../secret-hash.ts';
import { newUsername, type User } from '../users.ts';

const KINDS: Readonly<Record<UsernameAttribute, { readonly fits: (name: string) => boolean; readonly words: string }>> =
  {
    email: { fits: isEmail, words: 'an email' },
    phone_number: { fits: isPhoneNumber, words: 'a phone number' },
  };

/**
 * The attributes of a new user: what was given, and the address that serves as the user name.
 * @throws {CognitoError} when the name is no such address, or contradicts the attribute
 */
export const attributesOfNewUser = (
  config: Pick<PoolConfig, 'usernameAttributes' | 'customAttributes'>,
  name: string,
  given: Attributes,
): Attributes => {
  const named = config.usernameAttributes.find((kind) => KINDS[kind].fits(name));
  if (named === undefined) {
    const words = config.usernameAttributes.map((kind) => KINDS[kind].words);
    throw invalidParameter(
      words.length === 1 ? `Username should be ${words[0]}.` : `Username should be either ${words.join(' or ')}.`,
    );
  }
  checkAttributes(given, config);
  const same = given[named];
  if (same !== undefined && same.toLowerCase() !== name.toLowerCase()) {
    throw invalidParameter(`Username and the attribute ${named} must be the same address.`);
  }
  return { ...given, [named]: same ?? name };
};

/** Adds the marks of verification that every address has. */
export const withVerification = (attributes: Attributes, verified: readonly UsernameAttribute[] = []): Attributes => {
  const marks: Record<string, string> = {};
  for (const name of ['email', 'phone_number'] as const) {
    if (attributes[name] === undefined) continue;
    marks[`${name}_verified`] = verified.includes(name) ? 'true' : (attributes[`${name}_verified`] ?? 'false');
  }
  return { ...attributes, ...marks };
};

/** @throws {CognitoError} UsernameExistsException when one of the addresses is another user's */
export const checkUnused = (pool: PoolContext, attributes: Attributes, words: (name: string) => string): void => {
  for (const name of pool.config.usernameAttributes) {
    const value = attributes[name];
    if (value !== undefined && pool.users.find(value) !== undefined) {
      throw new CognitoError('UsernameExistsException', words(name));
    }
  }
};

const exists = (name: string): string => `An account with the given ${name} already exists.`;

/** Asks PreSignUp and stores the user: nothing is stored when the trigger refuses. */
const register = async (
  pool: PoolContext,
  request: {
    readonly clientId: string;
    readonly attributes: Attributes;
    readonly validationData: Readonly<Record<string, string>> | null;
    readonly clientMetadata: Readonly<Record<string, string>>;
  },
): Promise<User> => {
  const { attributes } = request;
  checkUnused(pool, attributes, exists);
  const username = newUsername();
  const { autoConfirmUser, autoVerify } = await pool.triggers.preSignUp(
    pool.events.preSignUp({ ...request, source: 'PreSignUp_SignUp', userName: username, userAttributes: attributes }),
  );
  const missing = autoVerify.find((name) => attributes[name] === undefined);
  if (missing !== undefined) {
    throw new CognitoError(
      'InvalidLambdaResponseException',
      `Unrecognizable lambda output: PreSignUp verified ${missing}, which the user does not have`,
    );
  }
  // The trigger took its time: another sign-up may have come first.
  checkUnused(pool, attributes, exists);
  return pool.users.add({
    username,
    attributes: { sub: username, ...withVerification(attributes, autoVerify) },
    status: autoConfirmUser ? 'CONFIRMED' : 'UNCONFIRMED',
  });
};

/** Signs a user up; a password may be given, and is of no use in this pool. */
export const signUp: Operation = async (pool, input) => {
  const clientId = input.text('ClientId', rules.clientId);
  const name = input.text('Username', rules.username);
  input.optionalText('Password', rules.password);
  const hash = input.optionalText('SecretHash', rules.secret);
  const given = attributesFrom(input.attributes('UserAttributes'));
  const validationData = attributesFrom(input.attributes('ValidationData'));
  const clientMetadata = input.textMap('ClientMetadata');
  input.done();
  const client = clientOf(pool, clientId);
  checkSecretHash(client, name, hash);
  checkWritable(given, client.writeAttributes);
  const user = await register(pool, {
    clientId,
    attributes: attributesOfNewUser(pool.config, name, given),
    validationData: Object.keys(validationData).length > 0 ? validationData : null,
    clientMetadata,
  });
  if (user.status === 'CONFIRMED') {
    await pool.triggers.notify('PostConfirmation', pool.events.postConfirmation(clientId, user, clientMetadata));
  }
  return { UserConfirmed: user.status === 'CONFIRMED', UserSub: user.username };
};
