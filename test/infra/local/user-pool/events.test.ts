import { afterEach, describe, expect, test } from '@jest/globals';
import type { TriggerEvent } from '../../../../infra/local/user-pool/events.ts';
import { lambdaTriggers } from '../../../../infra/local/user-pool/pool-config.ts';
import { startPool, stopPools } from './pool-client.ts';
import { RIGHT_ANSWER } from './scripted-triggers.ts';

afterEach(stopPools);

const ANN = 'ann@example.com';

/** The exact JSON: `toEqual` would not see the order of keys. */
const json = (value: unknown): string => JSON.stringify(value, null, 1);

const eventsOfSignIn = async (options: Parameters<typeof startPool>[0] = {}) => {
  const pool = await startPool({ lambdaTriggers, ...options });
  const { UserSub } = (
    await pool.call('SignUp', {
      ClientId: pool.clientId,
      Username: ANN,
      UserAttributes: [{ Name: 'email', Value: ANN }],
      ClientMetadata: { from: 'sign-up' },
      ValidationData: [{ Name: 'captcha', Value: 'ok' }],
    })
  ).body;
  const challenge = await pool.call('InitiateAuth', {
    AuthFlow: 'CUSTOM_AUTH',
    ClientId: pool.clientId,
    AuthParameters: { USERNAME: ANN },
    ClientMetadata: { ignored: 'by the challenge triggers' },
  });
  const second = await pool.respond(challenge, '000000', { ClientMetadata: { seen: 'by all', gone: null } });
  await pool.respond(second, RIGHT_ANSWER);
  const [preSignUp, postConfirmation, define1, create1, verify1, define2, create2, verify2, define3, post, preToken] =
    pool.triggers.events;
  const sub = String(UserSub);
  return {
    pool,
    sub,
    ...{ preSignUp, postConfirmation, define1, create1, verify1, define2, create2, verify2, define3, post, preToken },
  };
};

const envelope = (triggerSource: string, userName: string, request: object, response: object): TriggerEvent => ({
  version: '1',
  region: 'us-east-1',
  userPoolId: 'us-east-1_Doorcode1',
  userName,
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: '3d00rc0de5local7client9web' },
  triggerSource,
  request,
  response,
});

describe('trigger events', () => {
  test('have the keys, the values and the key order of the real ones', async () => {
    const seen = await eventsOfSignIn();

    const { sub } = seen;
    const userAttributes = { sub, 'cognito:user_status': 'CONFIRMED', email_verified: 'false', email: ANN };
    const round1 = { challengeName: 'CUSTOM_CHALLENGE', challengeResult: false, challengeMetadata: 'round-1' };
    const round2 = { challengeName: 'CUSTOM_CHALLENGE', challengeResult: true, challengeMetadata: 'round-2' };
    const clientMetadata = { seen: 'by all' };
    const undecided = { challengeName: null, issueTokens: null, failAuthentication: null };
    const uncreated = { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null };
    const define = 'DefineAuthChallenge_Authentication';
    const create = 'CreateAuthChallenge_Authentication';
    const verify = 'VerifyAuthChallengeResponse_Authentication';
    const privateChallengeParameters = { id: 'challenge-1' };
    const known = { userNotFound: false };

    expect(json(seen.preSignUp)).toBe(
      json(
        envelope(
          'PreSignUp_SignUp',
          sub,
          {
            userAttributes: { email: ANN },
            validationData: { captcha: 'ok' },
            clientMetadata: { from: 'sign-up' },
          },
          { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
        ),
      ),
    );
    expect(json(seen.postConfirmation)).toBe(
      json(
        envelope('PostConfirmation_ConfirmSignUp', sub, { userAttributes, clientMetadata: { from: 'sign-up' } }, {}),
      ),
    );
    expect(json(seen.define1)).toBe(json(envelope(define, sub, { userAttributes, session: [], ...known }, undecided)));
    expect(json(seen.create1)).toBe(
      json(
        envelope(create, sub, { userAttributes, challengeName: 'CUSTOM_CHALLENGE', session: [], ...known }, uncreated),
      ),
    );
    expect(json(seen.verify1)).toBe(
      json(
        envelope(
          verify,
          sub,
          { userAttributes, privateChallengeParameters, challengeAnswer: '000000', clientMetadata, ...known },
          { answerCorrect: null },
        ),
      ),
    );
    expect(json(seen.define2)).toBe(
      json(envelope(define, sub, { userAttributes, session: [round1], clientMetadata, ...known }, undecided)),
    );
    expect(json(seen.create2)).toBe(
      json(
        envelope(
          create,
          sub,
          { userAttributes, challengeName: 'CUSTOM_CHALLENGE', session: [round1], clientMetadata, ...known },
          uncreated,
        ),
      ),
    );
    expect(json(seen.verify2)).toBe(
      json(
        envelope(
          verify,
          sub,
          { userAttributes, privateChallengeParameters, challengeAnswer: RIGHT_ANSWER, ...known },
          { answerCorrect: null },
        ),
      ),
    );
    expect(json(seen.define3)).toBe(
      json(envelope(define, sub, { userAttributes, session: [round1, round2], ...known }, undecided)),
    );
    expect(json(seen.post)).toBe(
      json(envelope('PostAuthentication_Authentication', sub, { userAttributes, newDeviceUsed: false }, {})),
    );
    expect(json(seen.preToken)).toBe(
      json(
        envelope(
          'TokenGeneration_Authentication',
          sub,
          {
            userAttributes,
            groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
          },
          { claimsOverrideDetails: null },
        ),
      ),
    );
  });

  test('have no userNotFound for a client of the legacy kind', async () => {
    const { define1, create1, verify1 } = await eventsOfSignIn({ preventUserExistenceErrors: 'LEGACY' });

    for (const event of [define1, create1, verify1]) expect(event?.request).not.toHaveProperty('userNotFound');
  });

  test('carry null where no challenge metadata was set', async () => {
    const pool = await startPool({
      script: { CreateAuthChallenge: () => ({ privateChallengeParameters: { id: '1' } }) },
    });
    await pool.signUp(ANN);

    await pool.respond(await pool.start(ANN), '000000');

    expect(pool.triggers.events.at(-1)?.request).toMatchObject({ session: [{ challengeMetadata: null }] });
  });

  test('carry the time of a global sign-out, and no client id when an admin creates a user', async () => {
    const pool = await startPool();
    await pool.admin('AdminCreateUser', { Username: ANN });
    await pool.admin('AdminUserGlobalSignOut', { Username: ANN });

    await pool.start(ANN);

    const [created, define] = pool.triggers.events;
    expect(created).toMatchObject({
      triggerSource: 'PreSignUp_AdminCreateUser',
      callerContext: { clientId: 'CLIENT_ID_NOT_APPLICABLE' },
      request: { validationData: null },
    });
    expect(define?.request).toMatchObject({
      userAttributes: {
        'cognito:user_status': 'FORCE_CHANGE_PASSWORD',
        'cognito:token_nbf': String(pool.time.now),
      },
    });
  });

  test('name the refresh as the source of token generation', async () => {
    const { pool } = await eventsOfSignIn();
    const { RefreshToken } = await pool.signIn(ANN);
    pool.triggers.events.length = 0;

    await pool.call('GetTokensFromRefreshToken', {
      ClientId: pool.clientId,
      RefreshToken,
      ClientMetadata: { device: 'phone' },
    });
    await pool.call('InitiateAuth', {
      ClientId: pool.clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: RefreshToken },
      ClientMetadata: { device: 'phone' },
    });

    expect(pool.triggers.sources()).toEqual(['TokenGeneration_RefreshTokens', 'TokenGeneration_RefreshTokens']);
    expect(pool.triggers.events.map(({ request }) => 'clientMetadata' in request)).toEqual([true, false]);
  });
});
