import { randomUUID } from 'node:crypto';
import type { Attributes } from './attributes.ts';
import { CognitoError } from './cognito-error.ts';
import type { UsernameAttribute } from './pool-config.ts';

export type UserStatus = 'CONFIRMED' | 'UNCONFIRMED' | 'FORCE_CHANGE_PASSWORD';

/** One user. A record is never changed in place: a holder of one sees the user as it was. */
export type User = {
  /** The internal user name: in a pool with addresses as user names it equals `sub`. */
  readonly username: string;
  readonly attributes: Attributes;
  /** New values that wait for their verification. */
  readonly pending: Attributes;
  readonly status: UserStatus;
  readonly enabled: boolean;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** Position in the order of creation. */
  readonly order: number;
  /** When all tokens were last revoked, epoch milliseconds, or null. */
  readonly signedOutAt: number | null;
};

export type NewUser = Pick<User, 'attributes' | 'status'> & { readonly username: string };

export type UserStore = {
  /** The user whose user name, email or phone number this is, in any case. */
  find(name: string): User | undefined;
  /** @throws {CognitoError} AliasExistsException when an address belongs to another user */
  add(user: NewUser): User;
  /** Replaces parts of a user. @throws {CognitoError} AliasExistsException, as `add`; nothing is changed then */
  update(user: User, change: Partial<Omit<User, 'username' | 'order' | 'createdAt'>>): User;
  remove(user: User): void;
  /** In the order of creation. */
  all(): Iterable<User>;
  readonly size: number;
};

/** A user name that no user has had. */
export const newUsername = (): string => randomUUID();

const canonical = (name: string): string => name.toLowerCase();

/** Keeps users in memory, found by user name and by each attribute that serves as one. */
export const createUserStore = (options: {
  usernameAttributes: readonly UsernameAttribute[];
  clock: () => number;
}): UserStore => {
  const users = new Map<string, User>();
  const usernames = new Map<string, string>();
  let lastOrder = 0;

  const aliases = (attributes: Attributes): Map<string, UsernameAttribute> => {
    const found = new Map<string, UsernameAttribute>();
    for (const name of options.usernameAttributes) {
      const value = attributes[name];
      if (value !== undefined) found.set(canonical(value), name);
    }
    return found;
  };

  const reindex = (username: string, before: Attributes, after: Attributes): void => {
    const wanted = aliases(after);
    for (const [alias, attribute] of wanted) {
      const owner = usernames.get(alias);
      if (owner !== undefined && owner !== username) {
        throw new CognitoError('AliasExistsException', `An account with the ${attribute} already exists.`);
      }
    }
    for (const alias of aliases(before).keys()) usernames.delete(alias);
    for (const alias of wanted.keys()) usernames.set(alias, username);
  };

  return {
    find: (name) => {
      const key = canonical(name);
      return users.get(usernames.get(key) ?? key);
    },
    add: ({ username, attributes, status }) => {
      reindex(username, {}, attributes);
      lastOrder += 1;
      const now = options.clock();
      const user: User = {
        username,
        attributes,
        pending: {},
        status,
        enabled: true,
        createdAt: now,
        modifiedAt: now,
        order: lastOrder,
        signedOutAt: null,
      };
      users.set(username, user);
      return user;
    },
    update: (user, change) => {
      const before = users.get(user.username);
      if (before === undefined) throw new CognitoError('UserNotFoundException', 'User does not exist.');
      const after: User = { ...before, modifiedAt: options.clock(), ...change };
      if (change.attributes !== undefined) reindex(user.username, before.attributes, after.attributes);
      users.set(user.username, after);
      return after;
    },
    remove: (user) => {
      const stored = users.get(user.username);
      if (stored === undefined) return;
      reindex(user.username, stored.attributes, {});
      users.delete(user.username);
    },
    all: () => users.values(),
    get size() {
      return users.size;
    },
  };
};
