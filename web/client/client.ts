import { type Asked, type Challenge, type Medium, readChallenge } from './challenge.ts';
import { ClientError } from './errors.ts';
import { normalizeAnswer } from './normalize-answer.ts';
import { normalizeName } from './normalize-name.ts';
import { pendingStore } from './pending-store.ts';
import { singleFlight } from './single-flight.ts';
import { type KeyValueStorage, sturdyStorage } from './storage.ts';
import { type Session, type Tokens, tokenStore } from './token-store.ts';
import { createCall, type WireAnswer } from './wire.ts';

/** How a client reaches its user pool. Exactly one of `region` and `endpoint` is given. */
export type ClientOptions = {
  /** The pool's AWS region, for example `eu-west-1`. */
  readonly region?: string | undefined;
  /** A URL in place of Cognito's own: the local stack, or a proxy of yours. */
  readonly endpoint?: string | undefined;
  /** The id of an app client without a secret. */
  readonly clientId: string;
  /** Where tokens are kept, under the keys that Amplify reads. @default memory, gone with the page */
  readonly storage?: KeyValueStorage;
  /** Where an unanswered challenge is kept for the next page; `sessionStorage` survives a reload. @default memory */
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
  /**
   * Forgets the session at once and in any case, then revokes its refresh token, even where the page is left meanwhile.
   * `revoked`: the pool has done so.
   */
  signOut(): Promise<{ readonly revoked: boolean }>;
};

/**
 * Makes a client.
 * @throws {TypeError} on a missing client id, or unless exactly one of `region` and `endpoint` is given
 */
export const createClient = (options: ClientOptions): Client => {
  const { clientId, clock = Date.now, codeLength } = options;
  const call = createCall(options);
  const tokens = tokenStore(
    sturdyStorage(() => options.storage),
    clientId,
    clock,
  );
  const pending = pendingStore(
    sturdyStorage(() => options.challengeStorage),
    clientId,
    clock,
  );
  const steps = singleFlight();
  const refreshes = singleFlight();
  let reused = '';

  /** Takes the pool's word for the next step: another challenge, or tokens. */
  const proceed = (name: string, username: string, answer: WireAnswer, asked?: Asked): Challenge | Session => {
    const { AuthenticationResult: result, Session: session, ChallengeParameters: parameters = {} } = answer;
    if (result) {
      const signedIn = writeTokens(answer);
      pending.clear();
      return signedIn;
    }
    if (!session) throw new ClientError('server');
    const challenge = readChallenge(name, parameters, clock(), codeLength, asked);
    pending.write({ challenge, username: parameters.USERNAME ?? username, session });
    return challenge;
  };

  const writeTokens = ({ AuthenticationResult: result }: WireAnswer, usedToken = ''): Session => {
    const { IdToken: idToken, AccessToken: accessToken, RefreshToken: refreshToken = usedToken } = result ?? {};
    const session = refreshToken && tokens.write({ idToken, accessToken, refreshToken } as Tokens);
    if (!session) throw new ClientError('server');
    return session;
  };

  const respond = (answer: string, metadata?: ResendOptions) => async (abort: AbortController) => {
    const current = pending.read();
    if (!current) throw new ClientError('session-expired');
    const { challenge, username, session } = current;
    try {
      const body = {
        ChallengeName: 'CUSTOM_CHALLENGE',
        Session: session,
        ChallengeResponses: { USERNAME: username, ANSWER: answer },
        ClientMetadata: metadata,
      };
      const asked = metadata ? { ...challenge, via: metadata.channel ?? null } : challenge;
      return proceed(challenge.name, username, await call('RespondToAuthChallenge', body, abort), asked);
    } catch (error) {
      // Any other answer has spent the single-use session, even where a trigger failed after it was taken.
      if (!isOneOf(error, keepsSession)) pending.clear();
      throw error;
    }
  };

  return {
    start(name) {
      const username = requireText('start', 'name', normalizeName(name));
      return steps.run(`start ${username}`, async (abort) => {
        pending.clear();
        const body = { AuthFlow: 'CUSTOM_AUTH', AuthParameters: { USERNAME: username } };
        return proceed(username, username, await call('InitiateAuth', body, abort));
      });
    },
    signUp(name, { attributes, locale, password } = {}) {
      const username = requireText('signUp', 'name', normalizeName(name));
      const all = { ...attributes, locale, [username.startsWith('+') ? 'phone_number' : 'email']: username };
      return steps.run(`signUp ${username}`, async (abort) => {
        const body = {
          Username: username,
          Password: password,
          UserAttributes: Object.entries(all).flatMap(([Name, Value]) => (Value === undefined ? [] : { Name, Value })),
        };
        await call('SignUp', body, abort);
      });
    },
    answer(code) {
      const answer = requireText('answer', 'code', normalizeAnswer(code));
      return steps.run(`answer ${answer}`, respond(answer));
    },
    resend(request) {
      const metadata = { action: 'resend', ...request };
      return steps.run(JSON.stringify(metadata), respond('resend', metadata));
    },
    challenge: () => pending.read()?.challenge ?? null,
    cancel() {
      steps.cancel(new ClientError('cancelled'));
      pending.clear();
    },
    session: tokens.read,
    refresh: () =>
      refreshes.run('refresh', async (abort) => {
        const used = tokens.read()?.refreshToken;
        if (!used) throw new ClientError('signed-out');
        // A sign-out or another tab's refresh may happen meanwhile: then what is stored is newer than this answer.
        const isCurrent = () => tokens.read()?.refreshToken === used;
        let end: unknown;
        try {
          const answer = await call('GetTokensFromRefreshToken', { RefreshToken: used }, abort);
          if (isCurrent()) return writeTokens(answer, used);
        } catch (error) {
          if (!isOneOf(error, endsSession)) throw error;
          if (isCurrent()) {
            // Rotated: whoever used it before may not have written its successor yet. Only a second refusal is the end.
            if ((error as ClientError).code === 'session-expired' && reused !== used) {
              reused = used;
              throw new ClientError('server', error);
            }
            tokens.clear();
          }
          end = error;
        }
        const newest = tokens.read();
        if (!newest) throw new ClientError('signed-out', end);
        return newest;
      }),
    async signOut() {
      const used = tokens.read()?.refreshToken;
      refreshes.cancel(new ClientError('signed-out'));
      tokens.clear();
      const revoked =
        used !== undefined &&
        (await call('RevokeToken', { Token: used }).then(
          () => true,
          () => false,
        ));
      // Another library's renewal may have put them back meanwhile.
      if (tokens.read()?.refreshToken === used) tokens.clear();
      return { revoked };
    },
  };
};

/** Failures after which the same session string may still be good. */
const keepsSession = /^(offline|timeout|cancelled|limit-exceeded|misconfigured)$/;

/** Failures of a refresh that no later try mends; the same that make Amplify drop its tokens. */
const endsSession = /^(not-authorized|session-expired|signed-out|disabled|user-not-(found|confirmed))$/;

const isOneOf = (error: unknown, codes: RegExp): boolean => error instanceof ClientError && codes.test(error.code);

const requireText = (operation: string, argument: string, text: string): string => {
  if (!text.trim()) throw new TypeError(`${operation}: ${argument} is empty`);
  return text;
};
