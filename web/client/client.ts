import { type Challenge, type Medium, readChallenge } from './challenge.ts';
import { ClientError } from './errors.ts';
import { normalizeAnswer } from './normalize-answer.ts';
import { normalizeName } from './normalize-name.ts';
import { pendingStore } from './pending-store.ts';
import { singleFlight } from './single-flight.ts';
import { type KeyValueStorage, memoryStorage } from './storage.ts';
import { type Session, type Tokens, tokenStore } from './token-store.ts';
import { createCall, type WireAnswer } from './wire.ts';

/** How a client reaches its user pool. Exactly one of `region` and `endpoint` is given. */
export type ClientOptions = {
  /** The pool's AWS region, for example `eu-west-1`. */
  readonly region?: string;
  /** A URL in place of Cognito's own: the local stack, or a proxy of yours. */
  readonly endpoint?: string;
  /** The id of an app client without a secret. */
  readonly clientId: string;
  /** Where tokens are kept, under the keys that Amplify reads. @default memory, gone with the page */
  readonly storage?: KeyValueStorage;
  /** Where an unanswered challenge is kept; `sessionStorage` survives a reload. @default memory */
  readonly challengeStorage?: KeyValueStorage;
  /** Digits of a code, where the server does not say. @default 6 */
  readonly codeLength?: number;
  /** @default the global `fetch` */
  readonly fetch?: typeof globalThis.fetch;
  /** Milliseconds since 1970. @default Date.now */
  readonly clock?: () => number;
  /** After so many milliseconds a request is given up. @default 15000 */
  readonly timeoutMs?: number;
};

/** Attributes for a new account beside its address. */
export type SignUpOptions = {
  /** For example `{ name: 'Ann', 'custom:channel': 'push' }`. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** The language of the messages to this user. */
  readonly locale?: string;
  /** For pools whose plan demands a password at sign-up. Nobody can sign in with it where only codes are allowed. */
  readonly password?: string;
};

/** What another code is asked for with. */
export type ResendOptions = { readonly channel?: Medium; readonly locale?: string };

/**
 * Sign-in by one-time code against one user pool client. Each step of a sign-in is one request: a second identical call
 * while it is under way gets the same promise, a different one is refused as `busy`. Every rejection is a `ClientError`;
 * wrong arguments throw a `TypeError` at once.
 */
export type Client = {
  /**
   * Begins a sign-in, which sends a code if `name`, an email address or a phone number as people type it, has an
   * account. It replaces an unanswered one.
   */
  start(name: string): Promise<Challenge | Session>;
  /** Creates an account for an email address, or for a phone number with its country code. No code is sent: `start` does. */
  signUp(name: string, options?: SignUpOptions): Promise<void>;
  /** Answers the challenge as typed. A wrong code is no error: the next challenge says so. */
  answer(code: string): Promise<Challenge | Session>;
  /** Asks for another code within the same sign-in, by another channel where one is named. */
  resend(options?: ResendOptions): Promise<Challenge | Session>;
  /** The challenge that waits for an answer. */
  challenge(): Challenge | null;
  /** Gives up the sign-in under way, and forgets its challenge. */
  cancel(): void;
  /** The signed-in user with the newest tokens, whether expired or not. */
  session(): Session | null;
  /** Replaces the ID and access token. @throws {ClientError} `signed-out` where the session has ended; it is then cleared */
  refresh(): Promise<Session>;
  /** Revokes the refresh token and forgets the session, the latter in any case. */
  signOut(): Promise<{ readonly revoked: boolean }>;
};

/**
 * Makes a client.
 * @throws {TypeError} on a missing client id, or unless exactly one of `region` and `endpoint` is given
 */
export const createClient = (options: ClientOptions): Client => {
  const { clientId, clock = Date.now, timeoutMs = 15_000 } = options;
  if (!clientId) throw new TypeError('createClient: clientId is empty: give the id of an app client');
  const call = createCall({
    url: endpointOf(options),
    // The browser's fetch insists on being called as the window's own.
    fetch: options.fetch ?? ((...request) => globalThis.fetch(...request)),
    timeoutMs,
  });
  const tokens = tokenStore(options.storage ?? memoryStorage(), clientId);
  const pending = pendingStore(options.challengeStorage ?? memoryStorage(), clientId, clock);
  const steps = singleFlight();
  const refreshes = singleFlight();
  const signOuts = singleFlight();

  /** Takes the pool's word for the next step: another challenge, or tokens. */
  const proceed = (name: string, username: string, answer: WireAnswer): Challenge | Session => {
    if (answer.AuthenticationResult !== undefined) {
      const session = tokens.write(completeTokens(answer));
      if (session === null) throw new ClientError('server');
      pending.clear();
      return session;
    }
    if (answer.Session === undefined) throw new ClientError('server');
    const parameters = answer.ChallengeParameters ?? {};
    const challenge = readChallenge(name, parameters, clock(), options.codeLength);
    pending.write({ challenge, username: parameters.USERNAME ?? username, session: answer.Session });
    return challenge;
  };

  const respond = async (answer: string, metadata: object | undefined, abort: AbortController) => {
    const current = pending.read();
    if (current === null) throw new ClientError('session-expired');
    try {
      const body = {
        ChallengeName: 'CUSTOM_CHALLENGE',
        ClientId: clientId,
        Session: current.session,
        ChallengeResponses: { USERNAME: current.username, ANSWER: answer },
        ...(metadata && { ClientMetadata: metadata }),
      };
      const result = await call('RespondToAuthChallenge', body, abort);
      return proceed(current.challenge.name, current.username, result);
    } catch (error) {
      // Any other answer has spent the single-use session, even where a trigger failed after it was taken.
      if (!(error instanceof ClientError && keepsSession.has(error.code))) pending.clear();
      throw error;
    }
  };

  return {
    start(name) {
      const username = requireText('start', 'name', normalizeName(name));
      return steps.run(`start ${username}`, async (abort) => {
        pending.clear();
        const body = { AuthFlow: 'CUSTOM_AUTH', ClientId: clientId, AuthParameters: { USERNAME: username } };
        return proceed(username, username, await call('InitiateAuth', body, abort));
      });
    },
    signUp(name, { attributes = {}, locale, password } = {}) {
      const username = requireText('signUp', 'name', normalizeName(name));
      const address = username.startsWith('+') ? { phone_number: username } : { email: username };
      const all = { ...attributes, ...(locale !== undefined && { locale }), ...address };
      return steps.run(`signUp ${username}`, async (abort) => {
        const body = {
          ClientId: clientId,
          Username: username,
          ...(password !== undefined && { Password: password }),
          UserAttributes: Object.entries(all).map(([Name, Value]) => ({ Name, Value })),
        };
        await call('SignUp', body, abort);
      });
    },
    answer(code) {
      const answer = requireText('answer', 'code', normalizeAnswer(code));
      return steps.run(`answer ${answer}`, (abort) => respond(answer, undefined, abort));
    },
    resend(request = {}) {
      const metadata = { action: 'resend', ...request };
      return steps.run(JSON.stringify(metadata), (abort) => respond('resend', metadata, abort));
    },
    challenge: () => pending.read()?.challenge ?? null,
    cancel() {
      steps.cancel(new ClientError('cancelled'));
      pending.clear();
    },
    session: () => tokens.read(),
    refresh: () =>
      refreshes.run('refresh', async (abort) => {
        const used = tokens.read();
        if (used === null) throw new ClientError('signed-out');
        // A sign-out or another tab's refresh may happen meanwhile: then what is stored is newer than this answer.
        const isCurrent = () => tokens.read()?.refreshToken === used.refreshToken;
        try {
          const body = { ClientId: clientId, RefreshToken: used.refreshToken };
          const answer = await call('GetTokensFromRefreshToken', body, abort);
          if (!isCurrent()) return newest(tokens.read());
          return newest(tokens.write(completeTokens(answer, used.refreshToken)), 'server');
        } catch (error) {
          if (!(error instanceof ClientError && endsSession.has(error.code))) throw error;
          if (isCurrent()) tokens.clear();
          return newest(tokens.read(), 'signed-out', error);
        }
      }),
    signOut: () =>
      signOuts.run('signOut', async (abort) => {
        const session = tokens.read();
        refreshes.cancel(new ClientError('signed-out'));
        const revoked =
          session !== null &&
          (await call('RevokeToken', { ClientId: clientId, Token: session.refreshToken }, abort).then(
            () => true,
            () => false,
          ));
        if (tokens.read()?.refreshToken === session?.refreshToken) tokens.clear();
        return { revoked };
      }),
  };
};

/** Failures after which the same session string may still be good. */
const keepsSession: ReadonlySet<string> = new Set([
  'offline',
  'timeout',
  'cancelled',
  'limit-exceeded',
  'misconfigured',
]);

/** Failures of a refresh that no later try mends; the same that make Amplify drop its tokens. */
const endsSession: ReadonlySet<string> = new Set([
  'not-authorized',
  'session-expired',
  'signed-out',
  'disabled',
  'user-not-found',
  'user-not-confirmed',
]);

const newest = (session: Session | null, otherwise: 'server' | 'signed-out' = 'signed-out', cause?: unknown) => {
  if (session === null) throw new ClientError(otherwise, cause);
  return session;
};

const completeTokens = ({ AuthenticationResult: result }: WireAnswer, refreshToken?: string): Tokens => {
  const newRefreshToken = result?.RefreshToken ?? refreshToken;
  if (!result?.IdToken || !result.AccessToken || !newRefreshToken) throw new ClientError('server');
  return { idToken: result.IdToken, accessToken: result.AccessToken, refreshToken: newRefreshToken };
};

const requireText = (operation: string, argument: string, value: string): string => {
  const text = value.trim();
  if (text === '') throw new TypeError(`${operation}: ${argument} is empty`);
  return text;
};

const endpointOf = ({ region, endpoint }: ClientOptions): string => {
  if ((region === undefined) === (endpoint === undefined)) {
    throw new TypeError('createClient: give either region or endpoint, and not both');
  }
  if (endpoint !== undefined) return `${new URL(endpoint).href.replace(/\/$/, '')}/`;
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region ?? '')) {
    throw new TypeError(`createClient: region ${JSON.stringify(region)} is no AWS region, such as eu-west-1`);
  }
  const suffix = region?.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://cognito-idp.${region}.${suffix}/`;
};
