import { describe, expect, test } from '@jest/globals';
import { createClient } from '../../../web/client/client.ts';
import { failure, fakePool, recordingStorage, tokensOf } from './fake-pool.ts';

const signedIn = async (...replies: Parameters<typeof fakePool>) => {
  const pool = fakePool({ body: { AuthenticationResult: tokensOf('sub-1') } }, ...replies);
  const storage = recordingStorage();
  const client = createClient({ endpoint: 'http://127.0.0.1:1', clientId: 'c', fetch: pool.fetch, storage });
  await client.start('ann@example.com');
  return { pool, storage, client };
};

const refreshed = (serial: number, withRefreshToken = false) => {
  const { RefreshToken, ...tokens } = tokensOf('sub-1', serial);
  return { body: { AuthenticationResult: withRefreshToken ? { ...tokens, RefreshToken } : tokens } };
};

describe('refresh', () => {
  test('replaces the two tokens and keeps the refresh token', async () => {
    const { client, pool } = await signedIn(refreshed(2));

    const session = await client.refresh();

    expect(pool.sent[1]).toMatchObject({
      operation: 'GetTokensFromRefreshToken',
      body: { ClientId: 'c', RefreshToken: 'refresh-sub-1-1' },
    });
    expect(session.claims.serial).toBe(2);
    expect(session.refreshToken).toBe('refresh-sub-1-1');
    expect(client.session()).toEqual(session);
  });

  test('takes a rotated refresh token', async () => {
    const { client } = await signedIn(refreshed(2, true));

    await client.refresh();

    expect(client.session()?.refreshToken).toBe('refresh-sub-1-2');
  });

  test('is one request for two calls at once', async () => {
    const { client, pool } = await signedIn(refreshed(2));

    await Promise.all([client.refresh(), client.refresh()]);

    expect(pool.sent).toHaveLength(2);
  });

  test.each([
    ['a revoked token', failure('NotAuthorizedException', 'Refresh Token has been revoked'), 'signed-out', false],
    ['a disabled user', failure('NotAuthorizedException', 'User is disabled.'), 'signed-out', false],
    ['no network', new TypeError('fetch failed'), 'offline', true],
    ['a failing pool', failure('InternalErrorException', '', 500), 'server', true],
  ])('on %s rejects and clears the session only where it has ended', async (_, reply, expected, isKept) => {
    const { client } = await signedIn(reply);

    await expect(client.refresh()).rejects.toMatchObject({ name: 'ClientError', code: expected });

    expect(client.session() !== null).toBe(isKept);
  });

  test('keeps a session whose refresh token was rotated elsewhere, until it is refused again', async () => {
    const rotated = failure('RefreshTokenReuseException', 'Refresh token has been rotated');
    const { client } = await signedIn(rotated, rotated);

    await expect(client.refresh()).rejects.toMatchObject({ code: 'server' });
    expect(client.session()).not.toBeNull();

    await expect(client.refresh()).rejects.toMatchObject({ code: 'signed-out' });
    expect(client.session()).toBeNull();
  });

  test('never brings back a session that was signed out meanwhile', async () => {
    const { client } = await signedIn(new Promise<never>(() => undefined), { body: {} });

    const refresh = client.refresh().catch((error: unknown) => error);
    await client.signOut();

    expect(await refresh).toMatchObject({ code: 'signed-out' });
    expect(client.session()).toBeNull();
  });

  test('without a session rejects with signed-out', async () => {
    const client = createClient({ region: 'eu-west-1', clientId: 'c', fetch: fakePool().fetch });

    await expect(client.refresh()).rejects.toMatchObject({ code: 'signed-out' });
  });
});

describe('signOut', () => {
  test('revokes the refresh token, and removes every key', async () => {
    const { client, pool, storage } = await signedIn({ body: '' });
    storage.setItem('CognitoIdentityServiceProvider.c.sub-1.clockDrift', '-824');
    storage.setItem('unrelated', 'kept');

    expect(await client.signOut()).toEqual({ revoked: true });

    expect(pool.sent[1]).toMatchObject({
      operation: 'RevokeToken',
      body: { ClientId: 'c', Token: 'refresh-sub-1-1' },
    });
    expect([...storage.items.keys()]).toEqual(['unrelated']);
  });

  test('forgets the session even if the revocation cannot be sent, and says so', async () => {
    const { client, storage } = await signedIn(new TypeError('fetch failed'));

    expect(await client.signOut()).toEqual({ revoked: false });

    expect(storage.items.size).toBe(0);
  });

  test('has forgotten the session before the pool answers, and once for two calls', async () => {
    const revocation = Promise.withResolvers<never>();
    const { client, pool, storage } = await signedIn(revocation.promise);

    const first = client.signOut();
    expect(client.session()).toBeNull();
    expect(storage.items.size).toBe(0);

    expect(await client.signOut()).toEqual({ revoked: false });
    revocation.resolve({ body: {} } as never);
    expect(await first).toEqual({ revoked: true });
    expect(pool.sent.filter(({ operation }) => operation === 'RevokeToken')).toHaveLength(1);
  });

  test('alone outlives the page', async () => {
    const pool = fakePool({ body: { AuthenticationResult: tokensOf('sub-1') } }, { body: {} });
    const kept: unknown[] = [];
    const fetch: typeof globalThis.fetch = (url, init) => {
      kept.push(init?.keepalive);
      return pool.fetch(url, init);
    };
    const client = createClient({ endpoint: 'http://x', clientId: 'c', fetch });

    await client.start('ann@example.com');
    await client.signOut();

    expect(kept).toEqual([false, true]);
  });

  test('takes away the same tokens once more where another library has put them back, and no others', async () => {
    const revocations = [Promise.withResolvers<never>(), Promise.withResolvers<never>()] as const;
    const { client, pool, storage } = await signedIn(revocations[0].promise);
    pool.reply({ body: { AuthenticationResult: tokensOf('sub-2', 2) } }, revocations[1].promise);
    const answered = { body: {} } as never;
    const before = [...storage.items];

    const first = client.signOut();
    for (const [key, value] of before) storage.setItem(key, value);
    revocations[0].resolve(answered);
    await first;
    expect(client.session()).toBeNull();

    await client.start('bas@example.com');
    const second = client.signOut();
    for (const [key, value] of before) storage.setItem(key, value);
    revocations[1].resolve(answered);
    expect(await second).toEqual({ revoked: true });
    expect(client.session()?.refreshToken).toBe('refresh-sub-1-1');
  });

  test('without a session sends nothing', async () => {
    const pool = fakePool();
    const client = createClient({ region: 'eu-west-1', clientId: 'c', fetch: pool.fetch });

    expect(await client.signOut()).toEqual({ revoked: false });
    expect(pool.sent).toEqual([]);
  });
});
