import { afterEach, describe, expect, test } from '@jest/globals';
import { createClient } from '../../../web/client/client.ts';
import { type KeeperOptions, keepSession, type SessionKeeper } from '../../../web/client/session-keeper.ts';
import { memoryStorage } from '../../../web/client/storage.ts';
import type { Session } from '../../../web/client/token-store.ts';
import { failure, fakePool, tokensOf } from './fake-pool.ts';

const keepers: SessionKeeper[] = [];
afterEach(() => {
  for (const keeper of keepers.splice(0)) keeper.stop();
});

/** One lock for all tabs, as the browser keeps it. */
const fakeLocks = () => {
  let last: Promise<unknown> = Promise.resolve();
  const request = (_: string, task: () => Promise<unknown>) => {
    last = last.then(task, task);
    return last;
  };
  return { request } as unknown as NonNullable<KeeperOptions['locks']>;
};

/** Tabs of one browser: a shared storage, and a session whose tokens run out at 2000 s. */
const openTabs = async (count: number, locks?: KeeperOptions['locks']) => {
  const storage = memoryStorage();
  const time = { now: 1_000_000 };
  const clock = () => time.now;
  const pool = fakePool({ body: { AuthenticationResult: tokensOf('sub-1') } });
  const connect = () => createClient({ endpoint: 'http://x', clientId: 'c', fetch: pool.fetch, clock, storage });
  await connect().start('ann@example.com');
  const tabs = Array.from({ length: count }, () => {
    const client = connect();
    const heard: (Session | null)[] = [];
    const onChange = (session: Session | null) => void heard.push(session);
    const keeper = keepSession({ client, clientId: 'c', onChange, clock, locks });
    keepers.push(keeper);
    return { client, keeper, heard };
  });
  const refreshes = () => pool.sent.filter(({ operation }) => operation === 'GetTokensFromRefreshToken');
  return { tabs, storage, time, pool, refreshes };
};

const renewed = (serial: number, exp: number) => ({ body: { AuthenticationResult: tokensOf('sub-1', serial, exp) } });

describe('keeping a session', () => {
  test('gives the tokens that are there while they are good', async () => {
    const { tabs, refreshes } = await openTabs(1, fakeLocks());

    expect((await tabs[0]?.keeper.session())?.refreshToken).toBe('refresh-sub-1-1');
    expect(refreshes()).toEqual([]);
  });

  test('renews a minute before the end, with the refresh token of the last rotation', async () => {
    const { tabs, time, pool, refreshes } = await openTabs(1, fakeLocks());
    pool.reply(renewed(2, 3_000), renewed(3, 4_000));
    const [tab] = tabs;
    time.now = 1_939_999;
    tab?.keeper.check();
    expect(refreshes()).toHaveLength(0);

    time.now = 1_940_000;
    tab?.keeper.check();
    await tab?.keeper.refresh();
    time.now = 2_940_000;
    await tab?.keeper.refresh();

    expect(refreshes().map(({ body }) => body.RefreshToken)).toEqual(['refresh-sub-1-1', 'refresh-sub-1-2']);
    expect(tab?.heard.map((session) => session?.refreshToken)).toEqual(['refresh-sub-1-2', 'refresh-sub-1-3']);
  });

  test('makes one request of twenty tabs that wake up together', async () => {
    const { tabs, time, pool, refreshes } = await openTabs(20, fakeLocks());
    pool.reply(renewed(2, 9_000));
    time.now = 5_000_000;

    const sessions = await Promise.all(tabs.map(({ keeper }) => keeper.session()));

    expect(refreshes()).toHaveLength(1);
    expect(new Set(sessions.map((session) => session?.refreshToken))).toEqual(new Set(['refresh-sub-1-2']));
  });

  test('tells the end of a session that the pool no longer takes', async () => {
    const { tabs, time, pool } = await openTabs(1, fakeLocks());
    pool.reply(failure('NotAuthorizedException', 'Refresh Token has been revoked'));
    time.now = 2_000_000;
    const [tab] = tabs;

    expect(await tab?.keeper.session()).toBeNull();
    tab?.keeper.check();

    expect(tab?.heard).toEqual([null]);
    expect(await tab?.keeper.session()).toBeNull();
  });

  test('gives nobody where a sign-out comes before the renewal has ended', async () => {
    const { tabs, time, pool } = await openTabs(1, fakeLocks());
    pool.reply(new Promise<never>(() => undefined), { body: {} });
    time.now = 2_000_000;
    const [tab] = tabs;

    const session = tab?.keeper.session();
    await Promise.resolve();
    void tab?.client.signOut();

    expect(await session).toBeNull();
  });

  test('keeps the session through a broken connection, and tries again after a while only', async () => {
    const { tabs, time, pool, refreshes } = await openTabs(1, fakeLocks());
    pool.reply(new TypeError('fetch failed'), renewed(2, 9_000));
    time.now = 1_950_000;
    const [tab] = tabs;
    await expect(tab?.keeper.refresh()).rejects.toMatchObject({ code: 'offline' });
    tab?.keeper.check();
    expect(refreshes()).toHaveLength(1);
    expect(tab?.heard).toEqual([]);

    time.now += 30_000;
    tab?.keeper.check();
    await tab?.keeper.refresh();

    expect(refreshes()).toHaveLength(2);
  });

  test('hands out no tokens that have run out while they cannot be renewed', async () => {
    const { tabs, time, pool, refreshes } = await openTabs(1, fakeLocks());
    pool.reply(new TypeError('fetch failed'), renewed(2, 9_000));
    time.now = 2_000_000;
    const [tab] = tabs;

    for (let tries = 0; tries < 3; tries += 1) {
      await expect(tab?.keeper.session()).rejects.toMatchObject({ code: 'offline' });
    }
    expect(refreshes()).toHaveLength(1);
    time.now += 30_000;

    expect((await tab?.keeper.session())?.refreshToken).toBe('refresh-sub-1-2');
  });

  test('makes no stream of requests of a clock that is wrong by years', async () => {
    const { tabs, time, pool, refreshes } = await openTabs(1, fakeLocks());
    pool.reply(renewed(2, 9_000));
    time.now = 1e15;
    const [tab] = tabs;

    for (let at = 0; at < 20; at += 1) await tab?.keeper.session();

    expect(refreshes()).toHaveLength(1);
  });

  test('hears of another tab, and of another library only when it has finished writing', async () => {
    const { tabs, storage, heard } = await openTabs(1, fakeLocks()).then((all) => ({
      ...all,
      heard: all.tabs[0]?.heard,
    }));
    const key = 'CognitoIdentityServiceProvider.c.sub-1.refreshToken';
    const token = storage.getItem(key) ?? '';

    storage.removeItem(key);
    tabs[0]?.keeper.check();
    storage.setItem(key, token);
    tabs[0]?.keeper.check();
    expect(heard).toEqual([]);

    storage.removeItem(key);
    tabs[0]?.keeper.check();
    tabs[0]?.keeper.check();
    expect(heard).toEqual([null]);
  });
});
