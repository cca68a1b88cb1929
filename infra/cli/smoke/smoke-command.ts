import { randomBytes } from 'node:crypto';
import {
  AdminDeleteUserCommand,
  type CognitoIdentityProviderClient,
  DeleteUserCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CliError, explain } from '../cli-error.ts';
import { inWords } from '../duration.ts';
import type { Terminal } from '../terminal.ts';
import type { CodeSource } from './code-source.ts';
import type { SmokeTarget } from './smoke-target.ts';

export type SmokeWorld = {
  readonly target: SmokeTarget;
  readonly terminal: Terminal;
  readonly codeFor: CodeSource;
  /** ms since the epoch. */
  readonly clock: () => number;
};

/** What stands in for the messages of the triggers (`functions/sign-in/errors.ts`). */
const TRIGGER_WORDS: readonly (readonly [RegExp, string])[] = [
  [
    /SIGN_UP_CLOSED/,
    'sign-up is off in this deployment (signUp): try it with signUp open, or by hand with a user of yours',
  ],
  [/ADDRESS_NOT_SUPPORTED/, 'this address may not sign up (signUp, sms.countries): give another --address'],
  [/INVALID_ADDRESS/, 'this is no usable address: give another --address'],
  [
    /TRY_LATER/,
    'the triggers could not reach DynamoDB or KMS, or a limit is reached: run `doctor` and look at the log',
  ],
  [/INTERNAL|FOREIGN_CLIENT/, 'a trigger failed: look at the log of the function'],
  [
    /UsernameExists/,
    'this address has an account already: give an --address that has none, as in you+smoke1@example.com',
  ],
];

/**
 * Signs a new person up and in as any client would, checks that the address is then marked verified, and removes the
 * person again, whatever happened.
 * @throws {CliError} naming the step that failed and what to look at
 */
export const smoke = async (
  { target, terminal, codeFor, clock }: SmokeWorld,
  { address, json }: { readonly address: string; readonly json?: boolean },
): Promise<void> => {
  const client = await target.clients.cognito();
  const startedAt = clock();
  const step = async <Result>(what: string, work: () => Promise<Result>): Promise<Result> => {
    terminal.progress(what);
    try {
      return await work();
    } catch (cause) {
      if (cause instanceof CliError) throw cause;
      const said = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
      const words = TRIGGER_WORDS.find(([pattern]) => pattern.test(said))?.[1] ?? explain(cause) ?? said;
      throw new CliError(`${what} failed: ${words}`, { cause });
    }
  };

  await step('signing up', () => signUp(client, target.clientId, address));
  let accessToken: string | undefined;
  try {
    const session = await step('asking for a code', () => start(client, target.clientId, address));
    const sentAt = clock();
    const code = await step('waiting for the code', () => codeFor(address));
    const waited = clock() - sentAt;
    accessToken = await step('answering with the code', () => answer(client, target.clientId, session, code));
    const token = accessToken;
    await step('checking that the address is marked verified', () => checkVerified(client, token, address));
    const result = { address, codeAfterMs: Math.round(waited), totalMs: Math.round(clock() - startedAt) };
    if (json === true) terminal.write(JSON.stringify({ ok: true, ...result }));
    else {
      terminal.write(`${address} signed up and in, and the address is marked verified.`);
      terminal.write(
        `The code was there after ${inWords(result.codeAfterMs)}; all of it took ${inWords(result.totalMs)}.`,
      );
    }
  } finally {
    await remove(client, target, address, accessToken, terminal);
  }
};

const attributeOf = (address: string): string => (address.includes('@') ? 'email' : 'phone_number');

const signUp = (client: CognitoIdentityProviderClient, ClientId: string, address: string) =>
  client.send(
    new SignUpCommand({
      ClientId,
      Username: address,
      // Cognito wants one; nobody ever signs in with it, and no client of ours may.
      Password: `${randomBytes(24).toString('base64url')}aA1!`,
      UserAttributes: [{ Name: attributeOf(address), Value: address }],
    }),
  );

type Session = { readonly session: string; readonly username: string };

const start = async (client: CognitoIdentityProviderClient, ClientId: string, address: string): Promise<Session> => {
  const round = await client.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: 'CUSTOM_AUTH', AuthParameters: { USERNAME: address } }),
  );
  const { step, USERNAME } = round.ChallengeParameters ?? {};
  if (round.ChallengeName !== 'CUSTOM_CHALLENGE' || step !== 'code' || round.Session === undefined) {
    throw new CliError(
      step === 'limited'
        ? `no code went out: a limit is reached for ${address}; wait, or give another --address`
        : `Cognito answered ${round.ChallengeName ?? 'no challenge'}: are the triggers attached? Run \`doctor\``,
    );
  }
  return { session: round.Session, username: USERNAME ?? address };
};

const answer = async (
  client: CognitoIdentityProviderClient,
  ClientId: string,
  { session, username }: Session,
  code: string,
): Promise<string> => {
  const round = await client.send(
    new RespondToAuthChallengeCommand({
      ClientId,
      ChallengeName: 'CUSTOM_CHALLENGE',
      Session: session,
      ChallengeResponses: { USERNAME: username, ANSWER: code },
    }),
  );
  const token = round.AuthenticationResult?.AccessToken;
  if (token !== undefined) return token;
  const reason = round.ChallengeParameters?.reason ?? 'no reason';
  throw new CliError(`the code was not taken (${reason}): was it the newest one that came?`);
};

const checkVerified = async (
  client: CognitoIdentityProviderClient,
  AccessToken: string,
  address: string,
): Promise<void> => {
  const { UserAttributes = [] } = await client.send(new GetUserCommand({ AccessToken }));
  const name = `${attributeOf(address)}_verified`;
  if (UserAttributes.some(({ Name, Value }) => Name === name && Value === 'true')) return;
  throw new CliError(`the sign-in worked, but ${name} was not set: is PostAuthentication attached? Run \`doctor\``);
};

/** By their own token, which needs no permission; else by an administrator's right. */
const remove = async (
  client: CognitoIdentityProviderClient,
  { userPoolId }: SmokeTarget,
  address: string,
  AccessToken: string | undefined,
  terminal: Terminal,
): Promise<void> => {
  try {
    if (AccessToken !== undefined) await client.send(new DeleteUserCommand({ AccessToken }));
    else await client.send(new AdminDeleteUserCommand({ UserPoolId: userPoolId, Username: address }));
  } catch (cause) {
    terminal.note(
      `The test user ${address} is still there (${explain(cause) ?? cause}). Remove it: ` +
        `aws cognito-idp admin-delete-user --user-pool-id ${userPoolId} --username ${address}`,
    );
  }
};
