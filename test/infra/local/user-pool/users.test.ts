import { afterEach, describe, expect, test } from '@jest/globals';
import { lambdaTriggers } from '../../../../infra/local/user-pool/pool-config.ts';
import { type Answer, type Json, startPool, stopPools } from './pool-client.ts';

afterEach(stopPools);

const ANN = 'ann@example.com';
const UUID = /^[0-9a-f-]{36}$/;

type Pool = Awaited<ReturnType<typeof startPool>>;

const attributesOf = async (pool: Pool, name: string): Promise<Record<string, string>> => {
  const { body } = await pool.admin('AdminGetUser', { Username: name });
  return Object.fromEntries((body.UserAttributes as Json[]).map(({ Name, Value }) => [Name, Value]));
};

const list = (attributes: Record<string, string>): Json[] =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));

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

describe('self-service', () => {
  test('reads the caller', async () => {
    const pool = await startPool();
    const { UserSub } = (await pool.signUp(ANN)).body;
    const { AccessToken } = await pool.signIn(ANN);

    const { body } = await pool.call('GetUser', { AccessToken });

    expect(body.Username).toBe(UserSub);
    expect(body.UserAttributes).toEqual(
      expect.arrayContaining(list({ sub: String(UserSub), email: ANN, email_verified: 'false' })),
    );
  });

  test('keeps the old email until the new one is verified, and changes the rest at once', async () => {
    const pool = await startPool();
    await pool.signUp(ANN);
    const { AccessToken } = await pool.signIn(ANN);

    const { body } = await pool.call('UpdateUserAttributes', {
      AccessToken,
      UserAttributes: list({
        email: 'new@example.com',
        phone_number: '+12065550100',
        name: 'Ann',
        'custom:channel': 'sms',
      }),
    });

    expect(body).toEqual({
      CodeDeliveryDetailsList: [{ Destination: 'n***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' }],
    });
    expect(await attributesOf(pool, ANN)).toMatchObject({
      email: ANN,
      phone_number: '+12065550100',
      phone_number_verified: 'false',
      name: 'Ann',
      'custom:channel': 'sms',
    });
    expect((await pool.admin('AdminGetUser', { Username: 'new@example.com' })).body.__type).toBe(
      'UserNotFoundException',
    );
  });

  test("refuses another user's address and attributes outside the schema or the client's reach", async () => {
    const pool = await startPool({ clients: [{ clientId: 'wide', writeAttributes: ['custom:role', 'sub'] }] });
    await pool.signUp(ANN);
    await pool.signUp('+12065550100');
    const { AccessToken } = await pool.signIn(ANN);
    const update = (attributes: Record<string, string>, token = AccessToken): Promise<Answer> =>
      pool.call('UpdateUserAttributes', { AccessToken: token, UserAttributes: list(attributes) });

    expect((await update({ phone_number: '+12065550100' })).body).toEqual({
      __type: 'AliasExistsException',
      message: 'An account with the phone_number already exists.',
    });
    expect((await update({ email_verified: 'true' })).body.__type).toBe('NotAuthorizedException');

    const challenge = await pool.start(ANN, 'wide');
    const done = await pool.respond(challenge, '123456', { ClientId: 'wide' });
    const wide = String((done.body.AuthenticationResult as Json).AccessToken);
    expect((await update({ 'custom:role': 'x' }, wide)).body).toEqual({
      __type: 'InvalidParameterException',
      message: 'Attributes did not conform to the schema: Type for attribute {custom:role} could not be determined',
    });
    expect((await update({ sub: 'x' }, wide)).body.message).toMatch(/sub: Attribute cannot be updated/);
  });

  test('refuses tokens that are expired, forged, of the other kind, or of a user who is gone', async () => {
    const pool = await startPool();
    await pool.signUp(ANN);
    const { AccessToken, IdToken } = await pool.signIn(ANN);
    const message = async (token: string): Promise<unknown> =>
      (await pool.call('GetUser', { AccessToken: token })).body.message;
    const [header, payload, signature = ''] = AccessToken.split('.');
    const forged = `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;

    expect(await message(forged)).toBe('Could not verify signature for Access Token');
    expect(await message(IdToken)).toBe('Could not verify signature for Access Token');
    expect(await message('nonsense')).toBe('Invalid Access Token');
    pool.time.now += 3_600_000;
    expect(await message(AccessToken)).toBe('Access Token has expired');
    pool.time.now -= 3_600_000;
    await pool.admin('AdminDisableUser', { Username: ANN });
    expect(await message(AccessToken)).toBe('User is disabled.');
    await pool.admin('AdminEnableUser', { Username: ANN });
    expect(await message(AccessToken)).toBe('Access Token has been revoked');
    await pool.admin('AdminDeleteUser', { Username: ANN });
    expect(await message(AccessToken)).toBe('User does not exist.');
  });
});

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

describe('ListUsers', () => {
  test('filters, and pages without gaps or repeats', async () => {
    const pool = await startPool();
    for (const name of ['a1', 'b', 'a2', 'a3']) await pool.signUp(`${name}@example.com`);
    const names: string[] = [];
    let PaginationToken: unknown;
    const Filter = 'email ^= "a"';

    do {
      const { body } = await pool.admin('ListUsers', {
        Filter,
        Limit: 2,
        AttributesToGet: ['email'],
        ...(PaginationToken !== undefined && { PaginationToken }),
      });
      for (const user of body.Users as Json[]) names.push((user.Attributes as Json[])[0]?.Value as string);
      PaginationToken = body.PaginationToken;
    } while (PaginationToken !== undefined);

    expect(names).toEqual(['a1@example.com', 'a2@example.com', 'a3@example.com']);
  });

  test('refuses a token that is not its own', async () => {
    const pool = await startPool();

    for (const PaginationToken of ['junk', Buffer.from('{"after":1,"filter":"other"}').toString('base64url')]) {
      const refused = await pool.admin('ListUsers', { PaginationToken });
      expect(refused.body).toEqual({
        __type: 'InvalidParameterException',
        message: 'Invalid pagination token given.',
      });
    }
  });
});
