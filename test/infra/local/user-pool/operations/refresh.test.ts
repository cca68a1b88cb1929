import { afterEach, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { secretHash } from '../../../../../infra/local/user-pool/secret-hash.ts';
import { type Answer, type Json, type RunningPool, startPool, stopPools } from '../pool-client.ts';
import { RIGHT_ANSWER } from '../scripted-triggers.ts';

afterEach(stopPools);

const ANN = 'ann@example.com';

const refresh = (pool: RunningPool, RefreshToken: string, more: Json = {}): Promise<Answer> =>
  pool.call('GetTokensFromRefreshToken', { ClientId: pool.clientId, RefreshToken, ...more });

const refreshByFlow = (pool: RunningPool, REFRESH_TOKEN: string, AuthFlow = 'REFRESH_TOKEN_AUTH'): Promise<Answer> =>
  pool.call('InitiateAuth', {
    AuthFlow,
    ClientId: pool.clientId,
    AuthParameters: { REFRESH_TOKEN, DEVICE_KEY: null },
  });

const notAuthorized = (message: string) => ({ __type: 'NotAuthorizedException', message });

describe('refresh', () => {
  test.each(['GetTokensFromRefreshToken', 'REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN'])(
    'by %s keeps the sign-in',
    async (by) => {
      const pool = await startPool();
      await pool.signUp(ANN);
      const first = await pool.signIn(ANN);
      pool.time.now += 600_000;

      const answer =
        by === 'GetTokensFromRefreshToken'
          ? await refresh(pool, first.RefreshToken)
          : await refreshByFlow(pool, first.RefreshToken, by);

      const result = answer.body.AuthenticationResult as Record<string, string>;
      const [before, after] = [decodeJwt(first.IdToken), decodeJwt(result.IdToken ?? '')];
      expect(Object.keys(result).sort()).toEqual(['AccessToken', 'ExpiresIn', 'IdToken', 'TokenType']);
      expect(after).toMatchObject({ auth_time: before.auth_time, origin_jti: before.origin_jti, sub: before.sub });
      expect(after.iat).toBe(Number(before.iat) + 600);
      expect(after.jti).not.toBe(before.jti);
    },
  );

  test('is refused after the token expired, for another client, and for a made-up token', async () => {
    const pool = await startPool({ clients: [{ clientId: 'other' }] });
    await pool.signUp(ANN);
    const { RefreshToken } = await pool.signIn(ANN);

    const foreign = await refresh(pool, RefreshToken, { ClientId: 'other' });
    const madeUp = await refresh(pool, `${RefreshToken}x`);
    pool.time.now += 30 * 86_400_000;
    const expired = await refresh(pool, RefreshToken);

    expect(foreign.body).toEqual(notAuthorized('Invalid Refresh Token'));
    expect(madeUp.body).toEqual(notAuthorized('Invalid Refresh Token'));
    expect(expired.body).toEqual(notAuthorized('Refresh Token has expired'));
  });

  test.each([
    ['RevokeToken', 'Refresh Token has been revoked'],
    ['GlobalSignOut', 'Refresh Token has been revoked'],
    ['AdminUserGlobalSignOut', 'Refresh Token has been revoked'],
    ['AdminDisableUser', 'User is disabled.'],
    ['DeleteUser', 'Invalid Refresh Token'],
    ['AdminDeleteUser', 'Invalid Refresh Token'],
  ])('is refused after %s', async (operation, message) => {
    const pool = await startPool();
    await pool.signUp(ANN);
    const { AccessToken, RefreshToken } = await pool.signIn(ANN);

    const ended = await (operation.startsWith('Admin')
      ? pool.admin(operation, { Username: ANN })
      : pool.call(operation, { AccessToken, Token: RefreshToken, ClientId: pool.clientId }));

    expect(ended.status).toBe(200);
    expect(ended.text).toBe(operation.endsWith('DeleteUser') ? '' : '{}');
    expect((await refresh(pool, RefreshToken)).body).toEqual(notAuthorized(message));
    expect((await refreshByFlow(pool, RefreshToken)).body).toEqual(notAuthorized(message));
  });

  test('is refused for a client without the flow', async () => {
    const pool = await startPool({ clients: [{ clientId: 'once', explicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] }] });

    const refused = await pool.call('InitiateAuth', {
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId: 'once',
      AuthParameters: { REFRESH_TOKEN: 'x' },
    });

    expect(refused.body.message).toBe('REFRESH_TOKEN_AUTH flow not enabled for this client');
  });
});

describe('revocation', () => {
  const getUser = (pool: RunningPool, AccessToken: string): Promise<Answer> => pool.call('GetUser', { AccessToken });

  test('by RevokeToken ends one sign-in and leaves the others', async () => {
    const pool = await startPool();
    await pool.signUp(ANN);
    const [one, two] = [await pool.signIn(ANN), await pool.signIn(ANN)];

    await pool.call('RevokeToken', { Token: one.RefreshToken, ClientId: pool.clientId });

    expect((await getUser(pool, one.AccessToken)).body).toEqual(notAuthorized('Access Token has been revoked'));
    expect((await getUser(pool, two.AccessToken)).status).toBe(200);
    expect((await refresh(pool, two.RefreshToken)).status).toBe(200);
  });

  test('by a global sign-out ends all so far, and none that follows in the same millisecond', async () => {
    const pool = await startPool();
    await pool.signUp(ANN);
    const before = [await pool.signIn(ANN), await pool.signIn(ANN)];

    await pool.call('GlobalSignOut', { AccessToken: before[0]?.AccessToken });

    const after = await pool.signIn(ANN);
    for (const { AccessToken } of before) {
      expect((await getUser(pool, AccessToken)).body).toEqual(notAuthorized('Access Token has been revoked'));
    }
    expect((await getUser(pool, after.AccessToken)).status).toBe(200);
  });

  test('takes refresh tokens of the client itself only', async () => {
    const pool = await startPool({ clients: [{ clientId: 'other' }] });
    await pool.signUp(ANN);
    const { AccessToken, RefreshToken } = await pool.signIn(ANN);
    const revoke = (Token: string, ClientId: string) => pool.call('RevokeToken', { Token, ClientId });

    expect((await revoke(AccessToken, pool.clientId)).body.__type).toBe('UnsupportedTokenTypeException');
    expect((await revoke(RefreshToken, 'other')).body.__type).toBe('UnauthorizedException');
    expect((await revoke(RefreshToken, 'absent')).body.__type).toBe('UnauthorizedException');
    expect((await revoke(`${RefreshToken}x`, pool.clientId)).text).toBe('{}');
    expect((await getUser(pool, AccessToken)).status).toBe(200);
  });
});

describe('a client with a secret', () => {
  const clientSecret = 'c2VjcmV0';
  const clientId = 'confidential';
  const message = `Client ${clientId} is configured with secret but SECRET_HASH was not received`;
  const wrong = `SecretHash does not match for the client: ${clientId}`;

  test('must prove it in every operation', async () => {
    const pool = await startPool({ clients: [{ clientId, clientSecret }] });
    const hash = secretHash(ANN, clientId, clientSecret);
    const signUp = (SecretHash?: string) => pool.call('SignUp', { ClientId: clientId, Username: ANN, SecretHash });
    const start = (SECRET_HASH?: string) =>
      pool.call('InitiateAuth', {
        AuthFlow: 'CUSTOM_AUTH',
        ClientId: clientId,
        AuthParameters: { USERNAME: ANN, SECRET_HASH: SECRET_HASH ?? null },
      });

    expect((await signUp()).body).toEqual(notAuthorized(message));
    expect((await signUp('wrong')).body).toEqual(notAuthorized(wrong));
    expect((await signUp(hash)).status).toBe(200);
    expect((await start()).body).toEqual(notAuthorized(message));
    expect((await start('wrong')).body).toEqual(notAuthorized(wrong));

    const challenge = await start(hash);
    const respond = (SECRET_HASH: string | null) =>
      pool.respond(challenge, '', {
        ClientId: clientId,
        ChallengeResponses: { USERNAME: ANN, ANSWER: RIGHT_ANSWER, SECRET_HASH },
      });
    expect((await respond(null)).body).toEqual(notAuthorized(message));
    const { RefreshToken } = (await respond(hash)).body.AuthenticationResult as { RefreshToken: string };

    expect((await refresh(pool, RefreshToken, { ClientId: clientId })).status).toBe(400);
    expect((await refresh(pool, RefreshToken, { ClientId: clientId, ClientSecret: clientSecret })).status).toBe(200);
    expect((await pool.call('RevokeToken', { Token: RefreshToken, ClientId: clientId })).body.__type).toBe(
      'UnauthorizedException',
    );
  });

  test('is the only kind that may send a hash', async () => {
    const pool = await startPool();

    const refused = await pool.call('SignUp', { ClientId: pool.clientId, Username: ANN, SecretHash: 'abc' });

    expect(refused.body).toEqual(notAuthorized(`Unable to verify secret hash for client ${pool.clientId}`));
  });
});
