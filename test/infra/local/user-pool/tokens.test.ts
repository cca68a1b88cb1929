import { afterEach, describe, expect, test } from '@jest/globals';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { lambdaTriggers } from '../../../../infra/local/user-pool/pool-config.ts';
import { startPool, stopPools } from './pool-client.ts';
import { RIGHT_ANSWER } from './scripted-triggers.ts';

afterEach(stopPools);

const ANN = 'ann@example.com';

describe('tokens', () => {
  test('are accepted by aws-jwt-verify, each for its use only', async () => {
    const pool = await startPool({ clock: Date.now });
    await pool.signUp(ANN);
    const { AccessToken, IdToken } = await pool.signIn(ANN);
    const jwks = (await (await fetch(pool.server.jwks)).json()) as never;
    const { userPoolId, clientId } = pool.server;
    const verifierFor = (tokenUse: 'id' | 'access') => {
      const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse });
      verifier.cacheJwks(jwks);
      return verifier;
    };

    await expect(verifierFor('id').verify(IdToken)).resolves.toMatchObject({ email: ANN });
    await expect(verifierFor('access').verify(AccessToken)).resolves.toMatchObject({ client_id: clientId });
    await expect(verifierFor('id').verify(AccessToken)).rejects.toThrow('Token use not allowed');
    await expect(verifierFor('access').verify(IdToken)).rejects.toThrow('Token use not allowed');
  });

  test('carry the claims of Cognito, and no others', async () => {
    const pool = await startPool();
    const sub = (await pool.signUp(ANN)).body.UserSub;
    await pool.admin('AdminUpdateUserAttributes', {
      Username: ANN,
      UserAttributes: [
        { Name: 'email_verified', Value: 'true' },
        { Name: 'custom:channel', Value: 'email' },
      ],
    });

    const { AccessToken, IdToken, RefreshToken } = await pool.signIn(ANN);

    const id = decodeJwt(IdToken);
    const access = decodeJwt(AccessToken);
    const iat = pool.time.now / 1_000;
    const iss = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Doorcode1';
    const { origin_jti, event_id } = id;
    expect(id).toEqual({
      sub,
      iss,
      'cognito:username': sub,
      origin_jti: expect.any(String),
      aud: pool.clientId,
      event_id: expect.any(String),
      token_use: 'id',
      auth_time: iat,
      iat,
      exp: iat + 900,
      jti: expect.any(String),
      email: ANN,
      email_verified: true,
      'custom:channel': 'email',
    });
    expect(access).toEqual({
      sub,
      iss,
      client_id: pool.clientId,
      origin_jti,
      event_id,
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      auth_time: iat,
      iat,
      exp: iat + 900,
      jti: expect.any(String),
      username: sub,
    });
    expect(access.jti).not.toBe(id.jti);
    const headers = [IdToken, AccessToken].map((token) => decodeProtectedHeader(token));
    expect(headers).toEqual(Array(2).fill({ kid: expect.stringMatching(/^[\w+/]{43}=$/), alg: 'RS256' }));
    expect(headers[0]?.kid).not.toBe(headers[1]?.kid);
    expect(RefreshToken).toMatch(
      /^eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ\.[\w-]+\.[\w-]+\.[\w-]+\.[\w-]+$/,
    );
  });

  test('take the lifetimes and readable attributes of their client', async () => {
    const pool = await startPool({
      clients: [
        {
          clientId: 'short',
          accessTokenValiditySeconds: 300,
          idTokenValiditySeconds: 600,
          readAttributes: ['email'],
        },
      ],
    });
    await pool.signUp(ANN);
    const challenge = await pool.start(ANN, 'short');

    const done = await pool.respond(challenge, RIGHT_ANSWER, { ClientId: 'short' });

    const result = done.body.AuthenticationResult as Record<string, string>;
    const iat = pool.time.now / 1_000;
    expect(result.ExpiresIn).toBe(300);
    expect(decodeJwt(result.AccessToken ?? '').exp).toBe(iat + 300);
    expect(decodeJwt(result.IdToken ?? '')).toMatchObject({ exp: iat + 600, email: ANN });
    expect(decodeJwt(result.IdToken ?? '')).not.toHaveProperty('email_verified');
  });

  test('are shaped by PreTokenGeneration, but for the claims it may not touch', async () => {
    const pool = await startPool({
      lambdaTriggers,
      script: {
        TokenGeneration: () => ({
          claimsOverrideDetails: {
            claimsToAddOrOverride: { tenant: 'acme', email: 'gone@example.com', sub: 'forged', aud: 'forged' },
            claimsToSuppress: ['email', 'iss'],
            groupOverrideDetails: { groupsToOverride: ['staff'], iamRolesToOverride: [], preferredRole: '' },
          },
        }),
      },
    });
    const sub = (await pool.signUp(ANN)).body.UserSub;

    const { IdToken, AccessToken } = await pool.signIn(ANN);

    const id = decodeJwt(IdToken);
    expect(id).toMatchObject({ sub, aud: pool.clientId, tenant: 'acme', 'cognito:groups': ['staff'] });
    expect(id.iss).toContain('cognito-idp');
    expect(id).not.toHaveProperty('email');
    expect(decodeJwt(AccessToken)).toMatchObject({ sub, 'cognito:groups': ['staff'] });
    expect(decodeJwt(AccessToken)).not.toHaveProperty('tenant');
  });
});
