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
  /** When the first of the two tokens expires, in milliseconds since 1970. */
  readonly expiresAt: number;
};

/** Keeps tokens under the keys that Amplify and amazon-cognito-identity-js read. */
export type TokenStore = {
  read(): Session | null;
  /** Stores a new sign-in in place of whatever is there. @returns null where the tokens cannot be read */
  write(tokens: Tokens): Session | null;
  clear(): void;
};

/** Tokens and claims as one session, or null where they are not readable tokens of one user. */
const toSession = (tokens: Tokens): Session | null => {
  const claims = decodeClaims(tokens.idToken);
  const accessClaims = decodeClaims(tokens.accessToken);
  const username = claims?.['cognito:username'];
  if (claims === null || accessClaims === null || typeof username !== 'string') return null;
  const expiresAt = Math.min(Number(claims.exp), Number(accessClaims.exp)) * 1000;
  const isDate = !Number.isNaN(new Date(expiresAt).getTime());
  return isDate ? { ...tokens, kind: 'session', username, claims, accessClaims, expiresAt } : null;
};

/** Those of Amplify's and the older libraries' keys that a sign-out has to take away. */
const names = [
  'refreshToken',
  'accessToken',
  'idToken',
  'clockDrift',
  'signInDetails',
  'userData',
  'tokenScopesString',
] as const;

/** A token store for one app client on `storage`. */
export const tokenStore = (storage: KeyValueStorage, clientId: string): TokenStore => {
  const prefix = `CognitoIdentityServiceProvider.${clientId}`;
  const lastUser = `${prefix}.LastAuthUser`;
  const key = (username: string, name: (typeof names)[number]) => `${prefix}.${username}.${name}`;

  const clear = () => {
    const username = storage.getItem(lastUser);
    if (username !== null) for (const name of names) storage.removeItem(key(username, name));
    storage.removeItem(lastUser);
  };

  return {
    clear,
    read() {
      const username = storage.getItem(lastUser);
      if (username === null) return null;
      const idToken = storage.getItem(key(username, 'idToken'));
      const accessToken = storage.getItem(key(username, 'accessToken'));
      const refreshToken = storage.getItem(key(username, 'refreshToken'));
      return idToken && accessToken && refreshToken ? toSession({ idToken, accessToken, refreshToken }) : null;
    },
    write(tokens) {
      const session = toSession(tokens);
      if (session === null) return null;
      const { username } = session;
      if (storage.getItem(lastUser) !== username) clear();
      storage.setItem(lastUser, username);
      storage.setItem(key(username, 'accessToken'), tokens.accessToken);
      storage.setItem(key(username, 'idToken'), tokens.idToken);
      // Last: other tabs running Amplify take this key's appearance as the sign-in and read the rest at once. A drift
      // that Amplify stored belongs to the tokens it came with; ours must not be judged by it.
      storage.removeItem(key(username, 'clockDrift'));
      storage.setItem(key(username, 'refreshToken'), tokens.refreshToken);
      return session;
    },
  };
};
