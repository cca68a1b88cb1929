import { afterEach, describe, expect, test } from '@jest/globals';
import { type Answer, attributesOf, type Json, list, startPool, stopPools } from '../pool-client.ts';

afterEach(stopPools);

const ANN = 'ann@example.com';

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
