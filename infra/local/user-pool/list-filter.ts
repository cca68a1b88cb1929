import { invalidParameter } from './cognito-error.ts';
import type { User } from './users.ts';

/** A parsed ListUsers filter. */
export type ListFilter = { readonly attribute: string; readonly isPrefix: boolean; readonly value: string };

type Field = { readonly read: (user: User) => string | undefined; readonly ignoresCase?: boolean };

const attribute = (name: string): Field => ({ read: (user) => user.attributes[name] });

const FIELDS: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['username', { read: (user) => user.username }],
  ['sub', attribute('sub')],
  // The pool takes an address as a user name in any case, so a search for it does too.
  ['email', { ...attribute('email'), ignoresCase: true }],
  ['phone_number', attribute('phone_number')],
  ['name', attribute('name')],
  ['given_name', attribute('given_name')],
  ['family_name', attribute('family_name')],
  ['preferred_username', attribute('preferred_username')],
  ['cognito:user_status', { read: (user) => user.status, ignoresCase: true }],
  ['status', { read: (user) => (user.enabled ? 'Enabled' : 'Disabled') }],
]);

/** `attribute = "value"` or `attribute ^= "value"`; inside the quotes `\` escapes a quote and itself. */
const GRAMMAR = /^\s*([\w:.-]+)\s*(\^?=)\s*"((?:[^"\\]|\\["\\])*)"\s*$/u;

/**
 * Parses a ListUsers filter; an empty one is null.
 * @throws {CognitoError} InvalidParameterException when it is malformed, or names no searchable attribute
 */
export const parseListFilter = (filter: string): ListFilter | null => {
  if (filter.trim() === '') return null;
  const [, name, operator, quoted] = GRAMMAR.exec(filter) ?? [];
  if (name === undefined || quoted === undefined) throw invalidParameter('Error while parsing filter');
  if (!FIELDS.has(name)) throw invalidParameter(`Invalid search attribute: ${name}`);
  return { attribute: name, isPrefix: operator === '^=', value: quoted.replaceAll(/\\(["\\])/g, '$1') };
};

/** True for the users that a filter asks for. */
export const matchesFilter = (filter: ListFilter, user: User): boolean => {
  const field = FIELDS.get(filter.attribute);
  const actual = field?.read(user);
  if (actual === undefined) return false;
  const [left, right] = field?.ignoresCase
    ? [actual.toLowerCase(), filter.value.toLowerCase()]
    : [actual, filter.value];
  return filter.isPrefix ? left.startsWith(right) : left === right;
};
