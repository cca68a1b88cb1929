import { CognitoError, invalidParameter, invalidSession, notAuthorized, userNotFound } from '../cognito-error.ts';
import { type ClientMetadata, eventAttributes, type Subject } from '../events.ts';
import { checkText, rules } from '../input.ts';
import type { ClientConfig } from '../pool-config.ts';
import { checkMayAuthenticate, type PoolContext } from '../pool-context.ts';
import { checkSecretHash } from '../secret-hash.ts';
import type { AuthSession, Round } from '../sessions.ts';
import type { User } from '../users.ts';

const NEEDED_TRIGGERS = ['DefineAuthChallenge', 'CreateAuthChallenge', 'VerifyAuthChallengeResponse'] as const;
const SRP_ROUND: Round = { challengeName: 'SRP_A', challengeResult: true, challengeMetadata: null };

type Flow = {
  readonly client: ClientConfig;
  readonly user: User | undefined;
  readonly session: Pick<AuthSession, 'submittedName' | 'username' | 'rounds'>;
  readonly clientMetadata: ClientMetadata;
};

const subjectOf = ({ client, user, session }: Flow): Subject => {
  const marksUnknown = client.preventUserExistenceErrors === 'ENABLED';
  return {
    userName: user?.username ?? session.submittedName,
    userAttributes: user === undefined ? {} : eventAttributes(user),
    ...(marksUnknown && { userNotFound: user === undefined }),
  };
};

/** The user as stored now. @throws {CognitoError} when gone, or no longer allowed in, since the call began */
const stillAllowed = (pool: PoolContext, user: User | undefined): User => {
  const stored = user === undefined ? undefined : pool.users.find(user.username);
  if (stored === undefined) throw notAuthorized();
  checkMayAuthenticate(stored);
  return stored;
};

const signIn = async (pool: PoolContext, flow: Flow): Promise<object> => {
  const { client, clientMetadata } = flow;
  const user = stillAllowed(pool, flow.user);
  await pool.triggers.notify(
    'PostAuthentication',
    pool.events.postAuthentication(client.clientId, user, clientMetadata),
  );
  const override = await pool.triggers.preTokenGeneration(
    pool.events.preTokenGeneration('TokenGeneration_Authentication', client.clientId, user, clientMetadata),
  );
  stillAllowed(pool, user);
  const grant = pool.grants.open({
    username: user.username,
    clientId: client.clientId,
    validitySeconds: client.refreshTokenValiditySeconds,
  });
  // The claims are of the user as found before PostAuthentication: nothing promises that its changes show at once.
  const tokens = await pool.tokens.issue({ user, client, grant, override });
  return { AuthenticationResult: { ...tokens, RefreshToken: grant.refreshToken }, ChallengeParameters: {} };
};

/** Asks Define what comes next and does it: tokens, or a challenge with a new session. */
const advance = async (pool: PoolContext, flow: Flow): Promise<object> => {
  const { client, session, user, clientMetadata } = flow;
  const subject = subjectOf(flow);
  const step = await pool.triggers.define(pool.events.define(client.clientId, subject, session.rounds, clientMetadata));
  if (step === 'issue-tokens') return signIn(pool, flow);
  if (step === 'password-verifier') {
    throw new CognitoError(
      'UnsupportedOperationException',
      'The local user pool does no SRP: DefineAuthChallenge must answer CUSTOM_CHALLENGE, not PASSWORD_VERIFIER',
    );
  }
  const challenge = await pool.triggers.create(
    pool.events.create(client.clientId, subject, session.rounds, clientMetadata),
  );
  const next: AuthSession = {
    clientId: client.clientId,
    submittedName: session.submittedName,
    username: session.username,
    isKnown: user !== undefined,
    rounds: session.rounds,
    privateParameters: challenge.privateParameters,
    challengeMetadata: challenge.challengeMetadata,
  };
  return {
    ChallengeName: 'CUSTOM_CHALLENGE',
    Session: pool.sessions.open(next, client.authSessionValidityMinutes),
    ChallengeParameters: { ...challenge.publicParameters, USERNAME: session.username },
  };
};

const required = (parameters: Readonly<Record<string, string>>, name: string): string => {
  const value = parameters[name];
  if (value === undefined || value === '') throw invalidParameter(`Missing required parameter ${name}`);
  return value;
};

/** Begins a CUSTOM_AUTH sign-in. @throws {CognitoError} */
export const startCustomAuth = async (
  pool: PoolContext,
  client: ClientConfig,
  parameters: Readonly<Record<string, string>>,
): Promise<object> => {
  if (!client.explicitAuthFlows.includes('ALLOW_CUSTOM_AUTH')) {
    throw invalidParameter('CUSTOM_AUTH flow is not enabled for the client.');
  }
  if (NEEDED_TRIGGERS.some((trigger) => !pool.config.lambdaTriggers.includes(trigger))) {
    throw invalidParameter('Custom auth lambda trigger is not configured for the user pool.');
  }
  const submittedName = checkText('username', required(parameters, 'USERNAME'), rules.username);
  checkSecretHash(client, submittedName, parameters.SECRET_HASH);
  const startsWithSrp = parameters.CHALLENGE_NAME === 'SRP_A' || parameters.SRP_A !== undefined;
  if (startsWithSrp) required(parameters, 'SRP_A');
  const user = pool.users.find(submittedName);
  if (user === undefined && client.preventUserExistenceErrors === 'LEGACY') throw userNotFound();
  if (user !== undefined) checkMayAuthenticate(user);
  return advance(pool, {
    client,
    user,
    session: {
      submittedName,
      username: user?.username ?? pool.pseudoUsername(submittedName),
      rounds: startsWithSrp ? [SRP_ROUND] : [],
    },
    // InitiateAuth's ClientMetadata never reaches the challenge triggers.
    clientMetadata: {},
  });
};

const belongsTo = (pool: PoolContext, session: AuthSession, name: string): boolean => {
  const given = name.toLowerCase();
  if (given === session.username || given === session.submittedName.toLowerCase()) return true;
  return session.isKnown && pool.users.find(name)?.username === session.username;
};

/**
 * Takes an answer to a custom challenge. The session is spent before any trigger runs, in the same turn of the event
 * loop as it was checked: of parallel answers with one session exactly one is heard. What is refused before that
 * costs nothing.
 * @throws {CognitoError}
 */
export const answerCustomChallenge = async (
  pool: PoolContext,
  client: ClientConfig,
  call: {
    readonly sessionToken: string;
    readonly responses: Readonly<Record<string, string>>;
    readonly clientMetadata: ClientMetadata;
  },
): Promise<object> => {
  const { sessionToken, responses, clientMetadata } = call;
  const name = required(responses, 'USERNAME');
  const answer = responses.ANSWER;
  if (answer === undefined) throw invalidParameter('Missing required parameter ANSWER');
  checkSecretHash(client, name, responses.SECRET_HASH);
  const session = pool.sessions.peek(sessionToken);
  if (session.clientId !== client.clientId || !belongsTo(pool, session, name)) throw invalidSession();
  pool.sessions.spend(sessionToken);

  const user = session.isKnown ? pool.users.find(session.username) : undefined;
  if (session.isKnown) stillAllowed(pool, user);
  const isCorrect = await pool.triggers.verify(
    pool.events.verify(
      client.clientId,
      subjectOf({ client, user, session, clientMetadata }),
      { privateParameters: session.privateParameters, answer },
      clientMetadata,
    ),
  );
  const round: Round = {
    challengeName: 'CUSTOM_CHALLENGE',
    challengeResult: isCorrect,
    challengeMetadata: session.challengeMetadata,
  };
  return advance(pool, { client, user, session: { ...session, rounds: [...session.rounds, round] }, clientMetadata });
};
