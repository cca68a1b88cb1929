import { randomBytes } from 'node:crypto';
import { invalidSession, notAuthorized } from './cognito-error.ts';
import { createExpiringMap } from './expiring-map.ts';

/** One finished round, as the triggers see it. */
export type Round = {
  readonly challengeName: string;
  readonly challengeResult: boolean;
  readonly challengeMetadata: string | null;
};

/** What an authentication session remembers between two calls. */
export type AuthSession = {
  readonly clientId: string;
  /** The name as submitted when the session began. */
  readonly submittedName: string;
  /** The name the client is told: the user's, or the pseudo name of an unknown one. */
  readonly username: string;
  readonly isKnown: boolean;
  readonly rounds: readonly Round[];
  readonly privateParameters: Readonly<Record<string, string>>;
  readonly challengeMetadata: string | null;
};

export type SessionStore = {
  /** Opens a session and answers its token, which can be used once. */
  open(session: AuthSession, validityMinutes: number): string;
  /**
   * Looks at a session without spending it.
   * @throws {CognitoError} for a session that is unknown, spent or expired
   */
  peek(token: string): AuthSession;
  /** Spends the session: the token is worth nothing afterwards, whatever happens next. */
  spend(token: string): void;
};

/** The first bytes of the envelope that Cognito's sessions are. */
const PREFIX = 'AYABe';
const EMPTY_LENGTH = 900;
const MINUTE_MS = 60_000;
/** An ended session is remembered for a while, so that its caller hears that it ended. */
const REMEMBERED_MS = 15 * MINUTE_MS;

/** A real session carries its state encrypted, so what the triggers keep in it makes it longer. */
const tokenLength = ({ privateParameters, rounds, challengeMetadata }: AuthSession): number =>
  EMPTY_LENGTH + Math.ceil(1.4 * JSON.stringify([privateParameters, rounds, challengeMetadata]).length);

const newToken = (session: AuthSession): string => {
  const length = tokenLength(session) - PREFIX.length;
  return PREFIX + randomBytes(Math.ceil((length * 3) / 4)).toString('base64url');
};

/** Keeps authentication sessions in memory. A token over 8192 characters is refused when it comes back. */
export const createSessionStore = (clock: () => number): SessionStore => {
  const sessions = createExpiringMap<{
    readonly session: AuthSession;
    readonly endsAt: number;
    readonly expiresAt: number;
  }>(clock);
  return {
    open: (session, validityMinutes) => {
      const token = newToken(session);
      const endsAt = clock() + validityMinutes * MINUTE_MS;
      sessions.set(token, { session, endsAt, expiresAt: endsAt + REMEMBERED_MS });
      return token;
    },
    peek: (token) => {
      const entry = sessions.get(token);
      if (entry === undefined) throw invalidSession();
      if (entry.endsAt > clock()) return entry.session;
      throw notAuthorized('Invalid session for the user, session is expired.');
    },
    spend: (token) => {
      sessions.delete(token);
    },
  };
};
