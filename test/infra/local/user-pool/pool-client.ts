import {
  startUserPoolServer,
  type UserPoolServer,
  type UserPoolServerOptions,
} from '../../../../infra/local/user-pool/http-server.ts';
import { createSigningKeys } from '../../../../infra/local/user-pool/signing-keys.ts';
import { RIGHT_ANSWER, type Script, scriptedTriggers } from './scripted-triggers.ts';

export type Json = Record<string, unknown>;
export type Answer = { status: number; headers: Headers; text: string; body: Json };

const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=local/20261122/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0';

const started: UserPoolServer[] = [];

/** Made once per test file: making RSA keys is what takes the time. */
const sharedKeys = createSigningKeys();

/** Ends every pool that `startPool` started. */
export const stopPools = async (): Promise<void> => {
  await Promise.all(started.splice(0).map((server) => server.close()));
};

/** A running pool with scripted triggers, a clock to turn, and the calls that tests make. */
export const startPool = async (options: Partial<UserPoolServerOptions> & { script?: Script } = {}) => {
  const { script, ...serverOptions } = options;
  const triggers = scriptedTriggers(script);
  const time = { now: Date.UTC(2026, 10, 22, 12) };
  const warnings: string[] = [];
  const server = await startUserPoolServer({
    port: 0,
    keys: await sharedKeys,
    triggers,
    clock: () => time.now,
    warn: (message) => warnings.push(message),
    ...serverOptions,
  });
  started.push(server);

  const post = async (headers: Record<string, string>, body: string): Promise<Answer> => {
    const response = await fetch(server.url, { method: 'POST', headers, body });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: text === '' ? {} : JSON.parse(text) };
  };

  const call = (operation: string, input: Json, headers: Record<string, string> = {}): Promise<Answer> =>
    post(
      {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
        ...(/^(Admin|List|Describe)/.test(operation) && { authorization: AUTHORIZATION }),
        ...headers,
      },
      JSON.stringify(input),
    );

  const clientId = server.clientId;
  const admin = (operation: string, input: Json): Promise<Answer> =>
    call(operation, { UserPoolId: server.userPoolId, ...input });
  const signUp = (email: string): Promise<Answer> => call('SignUp', { ClientId: clientId, Username: email });
  const start = (name: string, client = clientId): Promise<Answer> =>
    call('InitiateAuth', { AuthFlow: 'CUSTOM_AUTH', ClientId: client, AuthParameters: { USERNAME: name } });
  const respond = (previous: Answer, answer: string, more: Json = {}): Promise<Answer> =>
    call('RespondToAuthChallenge', {
      ClientId: clientId,
      ChallengeName: 'CUSTOM_CHALLENGE',
      Session: previous.body.Session,
      ChallengeResponses: {
        USERNAME: (previous.body.ChallengeParameters as Json | undefined)?.USERNAME ?? 'nobody',
        ANSWER: answer,
      },
      ...more,
    });
  const signIn = async (name: string): Promise<Record<'AccessToken' | 'IdToken' | 'RefreshToken', string>> => {
    const done = await respond(await start(name), RIGHT_ANSWER);
    return done.body.AuthenticationResult as Record<'AccessToken' | 'IdToken' | 'RefreshToken', string>;
  };

  return { server, triggers, time, warnings, clientId, post, call, admin, signUp, start, respond, signIn };
};

export type RunningPool = Awaited<ReturnType<typeof startPool>>;

/** The attributes of a user as an admin sees them. */
export const attributesOf = async (pool: RunningPool, name: string): Promise<Record<string, string>> => {
  const { body } = await pool.admin('AdminGetUser', { Username: name });
  return Object.fromEntries((body.UserAttributes as Json[]).map(({ Name, Value }) => [Name, Value]));
};

/** Attributes as the wire lists them. */
export const list = (attributes: Record<string, string>): Json[] =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
