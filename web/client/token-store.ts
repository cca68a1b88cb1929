import { type Claims, decodeClaims } from './claims.ts';
import type { KeyValueStorage } from './storage.ts';

/** The three tokens of a signed-in user. */
export type Tokens = { readonly idToken: string; readonly accessToken: string; readonly refreshToken: string };

/** A signed-in user. */
export type Session = Tokens & {
  readonly kind: 'session';
  /** Cognito's own name of the user, not the address typed. */
  readonly username: string;
  /** The claims of the ID token, unverified. */
  readonly claims: Claims;
  /** The claims of the access token, unverified. */
  readonly accessClaims: Claims;
  /** When the first of the two tokens expires, in milliseconds since 1970, by this machine's clock if it is known to be wrong. */
  readonly expiresAt: number;
};

/** Keeps tokens under the keys that Amplify and amazon-cognito-identity-js read. */
export type TokenStore = {
  read(): Session | null;
  /** Stores a new sign-in in place of whatever is there. @returns null where the tokens cannot be read, or not be kept */
  write(tokens: Tokens): Session | null;
  clear(): void;
};

/**
 * Tokens and claims as one session, or null where they are not readable tokens of one user.
 * @param clockOffset milliseconds by which this machine's clock is ahead of the pool's
 */
const toSession = (tokens: Tokens, clockOffset: number): Session | null => {
  const claims = decodeClaims(tokens.idToken);
  const accessClaims = decodeClaims(tokens.accessToken);
  const username = claims?.['cognito:username'];
  const expiresAt = Math.min(Number(claims?.exp), Number(accessClaims?.exp)) * 1000 + clockOffset;
  const isReadable = claims && accessClaims && typeof username === 'string' && Math.abs(expiresAt) <= maxDate;
  return isReadable ? { ...tokens, kind: 'session', username, claims, accessClaims, expiresAt } : null;
};

/** Milliseconds beyond which there is no date (ECMA-262, Time Values). */
const maxDate = 8.64e15;

const tokenNames = ['accessToken', 'idToken', 'refreshToken'] as const;

/** What Amplify and the older libraries keep beside the tokens, and a sign-out has to take away. */
const otherNames = ['clockDrift', 'signInDetails', 'userData', 'tokenScopesString'];

/** A token store for one app client on `storage`. */
export const tokenStore = (storage: KeyValueStorage, clientId: string, clock: () => number = Date.now): TokenStore => {
  const prefix = `CognitoIdentityServiceProvider.${clientId}.`;
  const lastUser = `${prefix}LastAuthUser`;
  let clockOffset = 0;

  const forget = (user: string | null) => {
    for (const name of [...tokenNames, ...otherNames]) storage.removeItem(`${prefix}${user}.${name}`);
  };

  const clear = () => {
    forget(storage.getItem(lastUser));
    storage.removeItem(lastUser);
  };

  const read = (): Session | null => {
    const user = `${prefix}${storage.getItem(lastUser)}.`;
    const tokens = Object.fromEntries(tokenNames.map((name) => [name, storage.getItem(user + name) ?? '']));
    return tokens.refreshToken ? toSession(tokens as Tokens, clockOffset) : null;
  };

  return {
    clear,
    read,
    write(tokens) {
      const session = toSession(tokens, 0);
      if (!session) return session;
      const last = storage.getItem(lastUser);
      // amazon-cognito-identity-js may keep this user under the address, and goes on to look there.
      const user = read()?.username === session.username ? last : session.username;
      const isNew = user !== last;
      // A drift that Amplify stored belongs to the tokens it came with; ours must not be judged by it.
      storage.removeItem(`${prefix}${user}.clockDrift`);
      for (const name of tokenNames) {
        // The refresh token last: other tabs running Amplify take its appearance as the sign-in and read the rest at once.
        if (isNew && name === 'refreshToken') storage.setItem(lastUser, session.username);
        storage.setItem(`${prefix}${user}.${name}`, tokens[name]);
      }
      if (isNew) forget(last);
      // Tokens that have come this moment tell what time it is for the pool.
      clockOffset = clock() - Number(session.accessClaims.iat) * 1000 || 0;
      return read();
    },
  };
};
