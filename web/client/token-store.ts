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
  const expiresAt = Math.min(Number(claims?.exp), Number(accessClaims?.exp)) * 1000;
  const isReadable = claims && accessClaims && typeof username === 'string' && Math.abs(expiresAt) <= maxDate;
  return isReadable ? { ...tokens, kind: 'session', username, claims, accessClaims, expiresAt } : null;
};

/** Milliseconds beyond which there is no date (ECMA-262, Time Values). */
const maxDate = 8.64e15;

const tokenNames = ['accessToken', 'idToken', 'refreshToken'] as const;

/** What Amplify and the older libraries keep beside the tokens, and a sign-out has to take away. */
const otherNames = ['clockDrift', 'signInDetails', 'userData', 'tokenScopesString'];

/** A token store for one app client on `storage`. */
export const tokenStore = (storage: KeyValueStorage, clientId: string): TokenStore => {
  const prefix = `CognitoIdentityServiceProvider.${clientId}.`;
  const lastUser = `${prefix}LastAuthUser`;

  const clear = () => {
    const user = `${prefix}${storage.getItem(lastUser)}.`;
    for (const name of [...tokenNames, ...otherNames]) storage.removeItem(user + name);
    storage.removeItem(lastUser);
  };

  const read = (): Session | null => {
    const user = `${prefix}${storage.getItem(lastUser)}.`;
    const tokens = Object.fromEntries(tokenNames.map((name) => [name, storage.getItem(user + name) ?? '']));
    return tokens.refreshToken ? toSession(tokens as Tokens) : null;
  };

  return {
    clear,
    read,
    write(tokens) {
      const session = toSession(tokens);
      if (session === null) return null;
      // amazon-cognito-identity-js may keep this user under the address, and goes on to look there.
      if (read()?.username !== session.username) {
        clear();
        storage.setItem(lastUser, session.username);
      }
      const user = `${prefix}${storage.getItem(lastUser)}.`;
      // A drift that Amplify stored belongs to the tokens it came with; ours must not be judged by it.
      storage.removeItem(`${user}clockDrift`);
      // The refresh token last: other tabs running Amplify take its appearance as the sign-in and read the rest at once.
      for (const name of tokenNames) storage.setItem(user + name, tokens[name]);
      return session;
    },
  };
};
