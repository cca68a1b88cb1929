import { invalidParameter, notAuthorized } from './cognito-error.ts';
import type { PoolConfig } from './pool-config.ts';

/** A user's attributes by name; all values are text, as in Cognito. */
export type Attributes = Readonly<Record<string, string>>;
export type AttributeList = readonly { readonly Name: string; readonly Value: string }[];

/** The standard attributes of OpenID Connect Core §5.1, as every pool has them. */
export const standardAttributes = [
  'address',
  'birthdate',
  'email',
  'email_verified',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'phone_number_verified',
  'picture',
  'preferred_username',
  'profile',
  'sub',
  'updated_at',
  'website',
  'zoneinfo',
] as const;

const STANDARD: ReadonlySet<string> = new Set(standardAttributes);
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@.]+$/u;
const PHONE_NUMBER = /^\+[1-9]\d{4,14}$/;

/** True for what Cognito takes as an email address. */
export const isEmail = (value: string): boolean => EMAIL.test(value);

/** True for an E.164 phone number. */
export const isPhoneNumber = (value: string): boolean => PHONE_NUMBER.test(value);

const unfit = (detail: string): Error => invalidParameter(`Attributes did not conform to the schema: ${detail}`);

const checkValue = (name: string, value: string): void => {
  if (name === 'email' && !isEmail(value)) throw invalidParameter('Invalid email address format.');
  if (name === 'phone_number' && !isPhoneNumber(value)) throw invalidParameter('Invalid phone number format.');
  if (name.endsWith('_verified') && value !== 'true' && value !== 'false') {
    throw unfit(`${name}: Boolean attribute must be either true or false.`);
  }
};

/** Turns the wire's list into a map. Of a name given twice the last value holds. */
export const attributesFrom = (list: AttributeList): Attributes =>
  Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]));

/** The wire's list of a user's attributes. */
export const attributeList = (attributes: Attributes): AttributeList =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));

/** @throws {CognitoError} for an attribute the pool's schema does not have, a fixed one, or a malformed value */
export const checkAttributes = (attributes: Attributes, config: Pick<PoolConfig, 'customAttributes'>): void => {
  for (const [name, value] of Object.entries(attributes)) {
    const isCustom = name.startsWith('custom:') && config.customAttributes.includes(name.slice('custom:'.length));
    if (!isCustom && !STANDARD.has(name)) throw unfit(`Type for attribute {${name}} could not be determined`);
    if (name === 'sub') throw unfit('sub: Attribute cannot be updated.');
    checkValue(name, value);
  }
};

/** @throws {CognitoError} when a client writes what it may not */
export const checkWritable = (attributes: Attributes, writeAttributes: readonly string[]): void => {
  if (Object.keys(attributes).some((name) => !writeAttributes.includes(name))) {
    throw notAuthorized('A client attempted to write unauthorized attribute');
  }
};

/** The masked form of an address in `CodeDeliveryDetails`: `a***@e***`, `+*******1234`. */
export const maskDestination = (name: 'email' | 'phone_number', value: string): string => {
  if (name === 'phone_number') return `+${'*'.repeat(7)}${value.slice(-4)}`;
  const [local = '', domain = ''] = value.split('@');
  return `${local.slice(0, 1)}***@${domain.slice(0, 1)}***`;
};
