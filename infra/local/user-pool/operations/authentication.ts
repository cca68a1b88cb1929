import { invalidParameter, invalidSession } from '../cognito-error.ts';
import { type Input, rules } from '../input.ts';
import type { ClientConfig } from '../pool-config.ts';
import { checkPoolId, clientOf, type Operation, type PoolContext } from '../pool-context.ts';
import { checkSecretHash } from '../secret-hash.ts';
import { answerCustomChallenge, startCustomAuth } from './custom-auth.ts';
import { refreshTokens } from './refresh.ts';

const FLOWS = [
  'USER_SRP_AUTH',
  'REFRESH_TOKEN_AUTH',
  'REFRESH_TOKEN',
  'CUSTOM_AUTH',
  'ADMIN_NO_SRP_AUTH',
  'USER_PASSWORD_AUTH',
  'ADMIN_USER_PASSWORD_AUTH',
  'USER_AUTH',
] as const;

const CHALLENGES = [
  'SMS_MFA',
  'EMAIL_OTP',
  'SOFTWARE_TOKEN_MFA',
  'SELECT_MFA_TYPE',
  'MFA_SETUP',
  'PASSWORD_VERIFIER',
  'CUSTOM_CHALLENGE',
  'SELECT_CHALLENGE',
  'DEVICE_SRP_AUTH',
  'DEVICE_PASSWORD_VERIFIER',
  'ADMIN_NO_SRP_AUTH',
  'NEW_PASSWORD_REQUIRED',
  'SMS_OTP',
  'PASSWORD',
  'WEB_AUTHN',
  'PASSWORD_SRP',
] as const;

const refuseFlow = (client: ClientConfig, flow: string): Error =>
  client.explicitAuthFlows.includes('ALLOW_CUSTOM_AUTH') && !flow.startsWith('REFRESH')
    ? invalidParameter('Only custom auth (lambda driven) is enabled for this client.')
    : invalidParameter(`${flow} flow not enabled for this client`);

const readClient = (pool: PoolContext, input: Input, isAdmin: boolean): (() => ClientConfig) => {
  const userPoolId = isAdmin ? input.text('UserPoolId', rules.userPoolId) : pool.config.userPoolId;
  const clientId = input.text('ClientId', rules.clientId);
  return () => {
    checkPoolId(pool, userPoolId);
    return clientOf(pool, clientId);
  };
};

const refreshByFlow = async (
  pool: PoolContext,
  client: ClientConfig,
  flow: string,
  parameters: Readonly<Record<string, string>>,
): Promise<object> => {
  if (!client.explicitAuthFlows.includes('ALLOW_REFRESH_TOKEN_AUTH')) throw refuseFlow(client, flow);
  const refreshToken = parameters.REFRESH_TOKEN;
  if (refreshToken === undefined) throw invalidParameter('Missing required parameter REFRESH_TOKEN');
  const answer = await refreshTokens(pool, client, refreshToken, {
    // InitiateAuth's ClientMetadata does not reach PreTokenGeneration.
    clientMetadata: {},
    check: (user) => checkSecretHash(client, user.username, parameters.SECRET_HASH),
  });
  return { ...answer, ChallengeParameters: {} };
};

const initiate =
  (isAdmin: boolean): Operation =>
  (pool, input) => {
    const flow = input.text('AuthFlow', { oneOf: FLOWS });
    const resolveClient = readClient(pool, input, isAdmin);
    const parameters = input.textMap('AuthParameters');
    input.textMap('ClientMetadata');
    input.done();
    const client = resolveClient();
    if (flow === 'CUSTOM_AUTH') return startCustomAuth(pool, client, parameters);
    if (flow === 'REFRESH_TOKEN_AUTH' || flow === 'REFRESH_TOKEN') {
      return refreshByFlow(pool, client, flow, parameters);
    }
    throw refuseFlow(client, flow);
  };

const respond =
  (isAdmin: boolean): Operation =>
  (pool, input) => {
    const challengeName = input.text('ChallengeName', { oneOf: CHALLENGES });
    const resolveClient = readClient(pool, input, isAdmin);
    const sessionToken = input.optionalText('Session', rules.session);
    const responses = input.textMap('ChallengeResponses');
    const clientMetadata = input.textMap('ClientMetadata');
    input.done();
    const client = resolveClient();
    if (challengeName === 'PASSWORD_VERIFIER') {
      throw invalidParameter('The local user pool does no SRP: it never asks for PASSWORD_VERIFIER');
    }
    if (sessionToken === undefined) throw invalidParameter('Missing required parameter Session');
    if (challengeName !== 'CUSTOM_CHALLENGE') throw invalidSession();
    return answerCustomChallenge(pool, client, { sessionToken, responses, clientMetadata });
  };

export const initiateAuth = initiate(false);
export const adminInitiateAuth = initiate(true);
export const respondToAuthChallenge = respond(false);
export const adminRespondToAuthChallenge = respond(true);
