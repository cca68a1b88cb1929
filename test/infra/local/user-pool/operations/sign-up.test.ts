import { afterEach, describe, expect, test } from '@jest/globals';
import { lambdaTriggers } from '../../../../../infra/local/user-pool/pool-config.ts';
import { attributesOf, list, startPool, stopPools } from '../pool-client.ts';

afterEach(stopPools);

const ANN = 'ann@example.com';
const UUID = /^[0-9a-f-]{36}$/;

describe('SignUp', () => {
  test('confirms a user without a password when PreSignUp says so', async () => {
    const pool = await startPool({ lambdaTriggers });

    const answer = await pool.signUp(ANN);

    expect(answer.body).toEqual({ UserConfirmed: true, UserSub: expect.stringMatching(UUID) });
    expect(pool.triggers.sources()).toEqual(['PreSignUp_SignUp', 'PostConfirmation_ConfirmSignUp']);
    expect(await attributesOf(pool, ANN)).toEqual({ sub: answer.body.UserSub, email: ANN, email_verified: 'false' });
  });

  test('leaves a user unconfirmed otherwise', async () => {
    const pool = await startPool({ lambdaTriggers, script: { PreSignUp: () => ({}) } });

    const answer = await pool.call('SignUp', { ClientId: pool.clientId, Username: ANN, Password: 'Long-enough-1' });

    expect(answer.body.UserConfirmed).toBe(false);
    expect(pool.triggers.sources()).toEqual(['PreSignUp_SignUp']);
  });

  test('verifies what PreSignUp verified, and refuses to verify what is not there', async () => {
    const pool = await startPool({ script: { PreSignUp: () => ({ autoConfirmUser: true, autoVerifyEmail: true }) } });

    const byEmail = await pool.signUp(ANN);
    const byPhone = await pool.signUp('+12065550100');

    expect(byEmail.status).toBe(200);
    expect((await attributesOf(pool, ANN)).email_verified).toBe('true');
    expect(byPhone.body.__type).toBe('InvalidLambdaResponseException');
    expect((await pool.admin('AdminGetUser', { Username: '+12065550100' })).body.__type).toBe('UserNotFoundException');
  });

  test('takes a phone number as the user name, and finds a user by either address', async () => {
    const pool = await startPool();

    const { body } = await pool.call('SignUp', {
      ClientId: pool.clientId,
      Username: '+12065550100',
      UserAttributes: list({ email: ANN, name: 'Ann' }),
    });

    for (const name of ['+12065550100', 'Ann@Example.com', String(body.UserSub)]) {
      expect((await pool.admin('AdminGetUser', { Username: name })).body.Username).toBe(body.UserSub);
    }
  });

  test('stores nobody when PreSignUp throws', async () => {
    const pool = await startPool({
      script: {
        PreSignUp: () => {
          throw new Error('SIGN_UP_CLOSED');
        },
      },
    });

    const refused = await pool.signUp(ANN);

    expect(refused.body).toEqual({
      __type: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error SIGN_UP_CLOSED.',
    });
    expect((await pool.admin('ListUsers', {})).body).toEqual({ Users: [] });
  });

  test('makes one user of many parallel sign-ups', async () => {
    const pool = await startPool();

    const answers = await Promise.all(Array.from({ length: 10 }, () => pool.signUp(ANN)));

    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused).toHaveLength(9);
    for (const { body } of refused) {
      expect(body).toEqual({
        __type: 'UsernameExistsException',
        message: 'An account with the given email already exists.',
      });
    }
  });

  test.each([
    ['nobody', {}, 'Username should be either an email or a phone number.'],
    [ANN, { email: 'bob@example.com' }, 'Username and the attribute email must be the same address.'],
    [ANN, { phone_number: '0031' }, 'Invalid phone number format.'],
    ['+12065550100', { email: 'x' }, 'Invalid email address format.'],
  ])('refuses the name %s with %j', async (Username, attributes, message) => {
    const pool = await startPool();

    const refused = await pool.call('SignUp', {
      ClientId: pool.clientId,
      Username,
      UserAttributes: list(attributes),
    });

    expect(refused.body).toEqual({ __type: 'InvalidParameterException', message });
    expect(pool.triggers.events).toEqual([]);
  });

  test.each(['email_verified', 'sub', 'custom:role', 'nickname'])('lets no client write %s', async (Name) => {
    const pool = await startPool();

    const refused = await pool.call('SignUp', {
      ClientId: pool.clientId,
      Username: ANN,
      UserAttributes: [{ Name, Value: 'true' }],
    });

    expect(refused.body).toEqual({
      __type: 'NotAuthorizedException',
      message: 'A client attempted to write unauthorized attribute',
    });
  });
});
