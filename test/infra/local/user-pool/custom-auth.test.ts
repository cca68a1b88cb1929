import { afterEach, describe, expect, test } from '@jest/globals';
import { type Json, startPool, stopPools } from './pool-client.ts';
import { RIGHT_ANSWER } from './scripted-triggers.ts';

afterEach(stopPools);

const ANN = 'ann@example.com';
const NOT_AUTHORIZED = { __type: 'NotAuthorizedException', message: 'Incorrect username or password.' };
const INVALID_SESSION = { __type: 'NotAuthorizedException', message: 'Invalid session for the user.' };

describe('CUSTOM_AUTH', () => {
  test('signs in after a wrong and a right answer, with a new session each round', async () => {
    const pool = await startPool();
    const { UserSub } = (await pool.signUp(ANN)).body;

    const first = await pool.start(ANN);
    const second = await pool.respond(first, '000000');
    const done = await pool.respond(second, RIGHT_ANSWER);

    const challenge = {
      ChallengeName: 'CUSTOM_CHALLENGE',
      Session: expect.stringMatching(/^AYABe[\w-]{895,1500}$/),
      ChallengeParameters: { step: 'code', USERNAME: UserSub },
    };
    expect([first.status, first.body]).toEqual([200, challenge]);
    expect([second.status, second.body]).toEqual([200, challenge]);
    expect(second.body.Session).not.toBe(first.body.Session);
    expect(done.status).toBe(200);
    expect(Object.keys(done.body).sort()).toEqual(['AuthenticationResult', 'ChallengeParameters']);
    expect(done.body.ChallengeParameters).toEqual({});
    expect(Object.keys(done.body.AuthenticationResult as Json).sort()).toEqual([
      'AccessToken',
      'ExpiresIn',
      'IdToken',
      'RefreshToken',
      'TokenType',
    ]);
    expect(done.body.AuthenticationResult).toMatchObject({ ExpiresIn: 900, TokenType: 'Bearer' });
    expect(pool.triggers.sources().map((source) => source.split('_')[0])).toEqual([
      'PreSignUp',
      'DefineAuthChallenge',
      'CreateAuthChallenge',
      'VerifyAuthChallengeResponse',
      'DefineAuthChallenge',
      'CreateAuthChallenge',
      'VerifyAuthChallengeResponse',
      'DefineAuthChallenge',
      'PostAuthentication',
    ]);
  });

  test('fails when Define says so, and the session is dead', async () => {
    const pool = await startPool();
    await pool.signUp(ANN);
    let round = await pool.start(ANN);
    for (const answer of ['1', '2']) round = await pool.respond(round, answer);

    const failed = await pool.respond(round, '3');
    const again = await pool.respond(round, RIGHT_ANSWER);

    expect([failed.status, failed.body]).toEqual([400, NOT_AUTHORIZED]);
    expect([again.status, again.body]).toEqual([400, INVALID_SESSION]);
  });

  test('hears exactly one of many parallel answers with one session', async () => {
    const pool = await startPool();
    await pool.signUp(ANN);
    const challenge = await pool.start(ANN);

    const answers = await Promise.all(Array.from({ length: 20 }, () => pool.respond(challenge, RIGHT_ANSWER)));

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.message === INVALID_SESSION.message)).toHaveLength(19);
    expect(pool.triggers.sources().filter((source) => source.startsWith('Verify'))).toHaveLength(1);
  });

  test('spends the session even when a trigger throws', async () => {
    const pool = await startPool({
      script: {
        VerifyAuthChallengeResponse: () => {
          throw new Error('TRY_LATER');
        },
      },
    });
    await pool.signUp(ANN);
    const challenge = await pool.start(ANN);

    const thrown = await pool.respond(challenge, RIGHT_ANSWER);
    const again = await pool.respond(challenge, RIGHT_ANSWER);

    expect(thrown.body).toEqual({
      __type: 'UserLambdaValidationException',
      message: 'VerifyAuthChallengeResponse failed with error TRY_LATER.',
    });
    expect(again.body).toEqual(INVALID_SESSION);
  });

  test('ends a session when its validity is over', async () => {
    const pool = await startPool({ authSessionValidityMinutes: 3 });
    await pool.signUp(ANN);
    const challenges = [await pool.start(ANN), await pool.start(ANN)];

    pool.time.now += 3 * 60_000 - 1;
    const last = await pool.respond(challenges[0] as never, '000000');
    pool.time.now += 1;
    const late = await pool.respond(challenges[1] as never, RIGHT_ANSWER);

    expect(last.status).toBe(200);
    expect(late.body).toEqual({
      __type: 'NotAuthorizedException',
      message: 'Invalid session for the user, session is expired.',
    });
  });

  test.each([
    ['a foreign client', { ClientId: 'other' }],
    ['another user', { ChallengeResponses: { USERNAME: 'bob@example.com', ANSWER: RIGHT_ANSWER } }],
    ['another challenge', { ChallengeName: 'NEW_PASSWORD_REQUIRED' }],
    ['a made-up session', { Session: `AYABe${'x'.repeat(900)}` }],
  ])('refuses a session used with %s, and does not spend it', async (_case, change) => {
    const pool = await startPool({ clients: [{ clientId: 'other' }] });
    await pool.signUp(ANN);
    await pool.signUp('bob@example.com');
    const challenge = await pool.start(ANN);

    const refused = await pool.respond(challenge, RIGHT_ANSWER, change);
    const accepted = await pool.respond(challenge, RIGHT_ANSWER);

    expect(refused.body).toEqual(INVALID_SESSION);
    expect(accepted.status).toBe(200);
  });

  test.each(['ANN@example.com', 'ann@EXAMPLE.com', ANN])('takes the alias %s in the response', async (name) => {
    const pool = await startPool();
    await pool.signUp(ANN);
    const challenge = await pool.start(ANN);

    const done = await pool.respond(challenge, RIGHT_ANSWER, {
      ChallengeResponses: { USERNAME: name, ANSWER: RIGHT_ANSWER, DEVICE_KEY: null },
    });

    expect(done.status).toBe(200);
  });

  test('keeps sessions apart: a second start ends nothing', async () => {
    const pool = await startPool();
    await pool.signUp(ANN);
    const first = await pool.start(ANN);
    const second = await pool.start(ANN);

    const answers = await Promise.all([pool.respond(first, RIGHT_ANSWER), pool.respond(second, RIGHT_ANSWER)]);

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });

  test('refuses a session that grew over 8192 characters when it comes back', async () => {
    const pool = await startPool({
      script: {
        CreateAuthChallenge: () => ({ privateChallengeParameters: { big: 'x'.repeat(6_000) } }),
      },
    });
    await pool.signUp(ANN);
    const challenge = await pool.start(ANN);

    const refused = await pool.respond(challenge, RIGHT_ANSWER);

    expect(refused.body).toEqual({
      __type: 'InvalidParameterException',
      message:
        "1 validation error detected: Value at 'session' failed to satisfy constraint: " +
        'Member must have length less than or equal to 8192',
    });
  });

  test('shows SRP_A to Define and goes on with a custom challenge', async () => {
    const pool = await startPool();
    await pool.signUp(ANN);

    const challenge = await pool.call('InitiateAuth', {
      AuthFlow: 'CUSTOM_AUTH',
      ClientId: pool.clientId,
      AuthParameters: { USERNAME: ANN, CHALLENGE_NAME: 'SRP_A', SRP_A: 'abc' },
    });
    const done = await pool.respond(challenge, RIGHT_ANSWER);

    const seen = pool.triggers.events.map(({ request }) => (request as Json).session);
    const srp = { challengeName: 'SRP_A', challengeResult: true, challengeMetadata: null };
    const answered = { challengeName: 'CUSTOM_CHALLENGE', challengeResult: true, challengeMetadata: 'round-2' };
    expect(seen).toEqual([undefined, [srp], [srp], undefined, [srp, answered], undefined]);
    expect(done.status).toBe(200);
  });

  test('says that it does no SRP when Define asks for PASSWORD_VERIFIER', async () => {
    const pool = await startPool({
      script: { DefineAuthChallenge: () => ({ challengeName: 'PASSWORD_VERIFIER' }) },
    });
    await pool.signUp(ANN);

    const asked = await pool.start(ANN);
    const answered = await pool.respond(asked, 'x', { ChallengeName: 'PASSWORD_VERIFIER', Session: 'x'.repeat(20) });

    expect(asked.body).toMatchObject({ message: expect.stringContaining('does no SRP') });
    expect(answered.body).toMatchObject({ message: expect.stringContaining('does no SRP') });
  });

  test('works by the admin operations', async () => {
    const pool = await startPool();
    await pool.signUp(ANN);

    const challenge = await pool.admin('AdminInitiateAuth', {
      AuthFlow: 'CUSTOM_AUTH',
      ClientId: pool.clientId,
      AuthParameters: { USERNAME: ANN },
    });
    const done = await pool.admin('AdminRespondToAuthChallenge', {
      ClientId: pool.clientId,
      ChallengeName: 'CUSTOM_CHALLENGE',
      Session: challenge.body.Session,
      ChallengeResponses: { USERNAME: ANN, ANSWER: RIGHT_ANSWER },
    });

    expect(done.body.AuthenticationResult).toMatchObject({ TokenType: 'Bearer' });
  });

  test('lets in users that an admin created', async () => {
    const pool = await startPool();
    await pool.admin('AdminCreateUser', { Username: ANN });

    expect(await pool.signIn(ANN)).toMatchObject({ AccessToken: expect.any(String) });
  });

  test.each([
    ['AdminDisableUser', { __type: 'NotAuthorizedException', message: 'User is disabled.' }],
    ['AdminDeleteUser', NOT_AUTHORIZED],
  ])('issues no tokens when %s came while Verify ran', async (operation, body) => {
    const pool = await startPool({
      script: {
        VerifyAuthChallengeResponse: async () => {
          await pool.admin(operation, { Username: ANN });
          return { answerCorrect: true };
        },
      },
    });
    await pool.signUp(ANN);
    const challenge = await pool.start(ANN);

    expect((await pool.respond(challenge, RIGHT_ANSWER)).body).toEqual(body);
  });

  test('refuses disabled and unconfirmed users before any trigger', async () => {
    const pool = await startPool({ script: { PreSignUp: () => ({}) } });
    await pool.signUp(ANN);
    await pool.admin('AdminCreateUser', { Username: 'off@example.com' });
    await pool.admin('AdminDisableUser', { Username: 'off@example.com' });
    const before = pool.triggers.events.length;

    expect((await pool.start(ANN)).body).toEqual({
      __type: 'UserNotConfirmedException',
      message: 'User is not confirmed.',
    });
    expect((await pool.start('off@example.com')).body).toEqual({
      __type: 'NotAuthorizedException',
      message: 'User is disabled.',
    });
    expect(pool.triggers.events).toHaveLength(before);
  });

  test.each(['USER_PASSWORD_AUTH', 'USER_SRP_AUTH', 'USER_AUTH'])('refuses the flow %s', async (AuthFlow) => {
    const pool = await startPool();

    const refused = await pool.call('InitiateAuth', { AuthFlow, ClientId: pool.clientId, AuthParameters: {} });

    expect(refused.body).toEqual({
      __type: 'InvalidParameterException',
      message: 'Only custom auth (lambda driven) is enabled for this client.',
    });
  });

  test('refuses clients without the flow, and pools without the triggers', async () => {
    const pool = await startPool({
      clients: [{ clientId: 'refreshOnly', explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] }],
      lambdaTriggers: ['CreateAuthChallenge'],
    });

    expect((await pool.start(ANN, 'refreshOnly')).body.message).toBe('CUSTOM_AUTH flow is not enabled for the client.');
    expect((await pool.start(ANN)).body).toEqual({
      __type: 'InvalidParameterException',
      message: 'Custom auth lambda trigger is not configured for the user pool.',
    });
  });
});
