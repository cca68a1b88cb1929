import { AdminGetUserCommand, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { unknownRecordKey, userRecordKey } from '../../functions/sign-in/keys.ts';
import { CliError } from './cli-error.ts';
import { type Deployment, requirePool } from './deployment.ts';
import type { Terminal } from './terminal.ts';

/** Who a command is about. `subject` is the key under which audit rows and records stand. */
export type Person = {
  /**
   * `user`: an account of the pool. `gone`: an id that the pool has no account of (any more). `nobody`: a name that no
   * account has; sign-ins that typed it have rows of their own.
   */
  readonly kind: 'user' | 'gone' | 'nobody';
  readonly subject: string;
  /** How to speak of them. */
  readonly name: string;
  /** Empty but for `user`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly userName: string | null;
  readonly status: string | null;
  readonly isEnabled: boolean;
};

const SUB = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Finds a person by sub, user name, email address or phone number.
 * @throws {CliError} where several accounts have the name
 */
export const findPerson = async (deployment: Deployment, typed: string): Promise<Person> => {
  const name = typed.trim();
  const found = (await getUser(deployment, name)) ?? (await findByAddress(deployment, name));
  if (found !== undefined) return found;
  const without = { attributes: {}, userName: null, status: null, isEnabled: false };
  if (SUB.test(name)) return { kind: 'gone', subject: userRecordKey(name.toLowerCase()), name, ...without };
  return { kind: 'nobody', subject: unknownRecordKey(await deployment.indexKey(), name), name, ...without };
};

const getUser = async (deployment: Deployment, name: string): Promise<Person | undefined> => {
  const client = await deployment.clients.cognito();
  try {
    const user = await client.send(new AdminGetUserCommand({ UserPoolId: requirePool(deployment), Username: name }));
    return personOf({ ...user, Attributes: user.UserAttributes });
  } catch (error) {
    if (error instanceof Error && error.name === 'UserNotFoundException') return undefined;
    throw error;
  }
};

/** Pools whose user names are no addresses find theirs by attribute only. */
const findByAddress = async (deployment: Deployment, name: string): Promise<Person | undefined> => {
  const attribute = name.includes('@') ? 'email' : name.startsWith('+') ? 'phone_number' : undefined;
  if (attribute === undefined) return undefined;
  const client = await deployment.clients.cognito();
  const Filter = `${attribute} = "${name.replace(/["\\]/g, '\\$&')}"`;
  const { Users = [] } = await client.send(
    new ListUsersCommand({ UserPoolId: requirePool(deployment), Filter, Limit: 5 }),
  );
  const [only, ...others] = Users.map(personOf);
  if (others.length > 0) {
    const subs = [only, ...others].map((one) => one?.attributes.sub).join(', ');
    throw new CliError(`${name} is the address of several accounts: name one of them by its sub: ${subs}`);
  }
  return only;
};

/** Says of a name that no account has that it has none, before anything is said of it that sounds like an account's. */
export const noteUnknown = ({ kind, name }: Person, terminal: Pick<Terminal, 'note'>): void => {
  if (kind === 'nobody') terminal.note(`${name}, a name that no account has: check the spelling.`);
  if (kind === 'gone') terminal.note(`${name}, an id that no account has (any more).`);
};

type PoolUser = {
  readonly Username?: string | undefined;
  readonly UserStatus?: string | undefined;
  readonly Enabled?: boolean | undefined;
  readonly Attributes?: readonly { Name?: string | undefined; Value?: string | undefined }[] | undefined;
};

const personOf = ({ Username = '', UserStatus = '', Enabled = false, Attributes = [] }: PoolUser): Person => {
  const attributes = Object.fromEntries(Attributes.map(({ Name = '', Value = '' }) => [Name, Value]));
  const sub = attributes.sub ?? Username;
  return {
    kind: 'user',
    subject: userRecordKey(sub),
    name: attributes.email ?? attributes.phone_number ?? Username,
    attributes: { ...attributes, sub },
    userName: Username,
    status: UserStatus,
    isEnabled: Enabled,
  };
};

/** Names the subjects of audit rows; each account is asked for once, and `max` at most. */
export const createNamer = (deployment: Deployment, max = 500): ((subject: string) => Promise<string>) => {
  const names = new Map<string, Promise<string>>();
  const nameOf = async (subject: string): Promise<string> => {
    const [kind = '', id = ''] = subject.split('#');
    if (kind === 'unknown') return 'somebody (a name that no account has)';
    if (kind === 'sign-up') return 'somebody who signs up';
    if (kind === 'destination') return 'an address';
    if (kind !== 'user') return subject;
    if (deployment.userPoolId === null || names.size > max) return `user ${id}`;
    const found = await getUser(deployment, id).catch(() => undefined);
    return found === undefined ? `user ${id}` : found.name;
  };
  return (subject) => {
    const name = names.get(subject) ?? nameOf(subject);
    names.set(subject, name);
    return name;
  };
};
