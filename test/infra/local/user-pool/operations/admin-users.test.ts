import { afterEach, describe, expect, test } from '@jest/globals';
import { attributesOf, type Json, list, startPool, stopPools } from '../pool-client.ts';

afterEach(stopPools);

const ANN = 'ann@example.com';
const UUID = /^[0-9a-f-]{36}$/;

describe('admin operations', () => {
  test('create, show and change a user, with times in seconds', async () => {
    const pool = await startPool();
    const seconds = pool.time.now / 1_000;

    const { body } = await pool.admin('AdminCreateUser', {
      Username: ANN,
      MessageAction: 'SUPPRESS',
      UserAttributes: list({ email: ANN, email_verified: 'true' }),
    });
    pool.time.now += 1_500;
    const updated = await pool.admin('AdminUpdateUserAttributes', {
      Username: ANN,
      UserAttributes: list({ email: 'new@example.com' }),
    });

    const attributes = { sub: String((body.User as Json).Username), email: ANN, email_verified: 'true' };
    expect(body).toEqual({
      User: {
        Username: expect.stringMatching(UUID),
        Attributes: list(attributes),
        UserCreateDate: seconds,
        UserLastModifiedDate: seconds,
        Enabled: true,
        UserStatus: 'FORCE_CHANGE_PASSWORD',
      },
    });
    expect(updated.text).toBe('{}');
    expect((await pool.admin('AdminGetUser', { Username: 'new@example.com' })).body).toEqual({
      Username: (body.User as Json).Username,
      UserAttributes: list({ ...attributes, email: 'new@example.com', email_verified: 'false' }),
      UserCreateDate: seconds,
      UserLastModifiedDate: seconds + 1.5,
      Enabled: true,
      UserStatus: 'FORCE_CHANGE_PASSWORD',
    });
    expect((await pool.start(ANN)).body.ChallengeParameters).not.toHaveProperty(
      'USERNAME',
      (body.User as Json).Username,
    );
  });

  test('ignore the flags of PreSignUp, but not its refusal', async () => {
    const pool = await startPool({
      script: {
        PreSignUp: ({ userAttributes }) => {
          if ((userAttributes as Json).email === 'no@example.com') throw new Error('NO');
          return { autoConfirmUser: true, autoVerifyEmail: true };
        },
      },
    });

    await pool.admin('AdminCreateUser', { Username: ANN });
    const refused = await pool.admin('AdminCreateUser', { Username: 'no@example.com' });

    expect((await pool.admin('AdminGetUser', { Username: ANN })).body.UserStatus).toBe('FORCE_CHANGE_PASSWORD');
    expect((await attributesOf(pool, ANN)).email_verified).toBe('false');
    expect(refused.body.message).toBe('PreSignUp failed with error NO.');
  });

  test('refuse a second user of one address', async () => {
    const pool = await startPool();
    await pool.signUp(ANN);

    expect((await pool.admin('AdminCreateUser', { Username: 'ANN@example.com' })).body).toEqual({
      __type: 'UsernameExistsException',
      message: 'User account already exists',
    });
  });

  test.each([
    'AdminGetUser',
    'AdminUpdateUserAttributes',
    'AdminUserGlobalSignOut',
    'AdminDisableUser',
    'AdminEnableUser',
    'AdminDeleteUser',
  ])('%s answers for an unknown user and an unknown pool', async (operation) => {
    const pool = await startPool();
    const input = { Username: ANN, UserAttributes: [] };

    expect((await pool.admin(operation, input)).body).toEqual({
      __type: 'UserNotFoundException',
      message: 'User does not exist.',
    });
    expect((await pool.admin(operation, { ...input, UserPoolId: 'us-east-1_Other' })).body).toEqual({
      __type: 'ResourceNotFoundException',
      message: 'User pool us-east-1_Other does not exist.',
    });
  });

  test('disable and enable', async () => {
    const pool = await startPool();
    await pool.signUp(ANN);

    await pool.admin('AdminDisableUser', { Username: ANN });
    const disabled = await pool.admin('AdminGetUser', { Username: ANN });
    await pool.admin('AdminEnableUser', { Username: ANN });

    expect(disabled.body.Enabled).toBe(false);
    expect((await pool.start(ANN)).status).toBe(200);
  });

  test('describe the pool and a client', async () => {
    const pool = await startPool({
      clients: [{ clientId: 'other', clientSecret: 'secret', preventUserExistenceErrors: 'LEGACY' }],
    });

    const { UserPool } = (await pool.admin('DescribeUserPool', {})).body as { UserPool: Json };
    const own = (await pool.admin('DescribeUserPoolClient', { ClientId: pool.clientId })).body.UserPoolClient;
    const other = (await pool.admin('DescribeUserPoolClient', { ClientId: 'other' })).body.UserPoolClient;

    expect(UserPool).toMatchObject({
      Id: 'us-east-1_Doorcode1',
      UsernameAttributes: ['email', 'phone_number'],
      UsernameConfiguration: { CaseSensitive: false },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    });
    expect(Object.keys(UserPool.LambdaConfig as Json)).toEqual([
      'PreSignUp',
      'DefineAuthChallenge',
      'CreateAuthChallenge',
      'VerifyAuthChallengeResponse',
      'PostAuthentication',
    ]);
    expect(own).toMatchObject({
      PreventUserExistenceErrors: 'ENABLED',
      AuthSessionValidity: 15,
      ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      WriteAttributes: ['email', 'phone_number', 'name', 'locale', 'custom:channel'],
    });
    expect(own).not.toHaveProperty('ClientSecret');
    expect(other).toMatchObject({ ClientSecret: 'secret', PreventUserExistenceErrors: 'LEGACY' });
  });
});
