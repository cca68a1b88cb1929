import { describe, expect, test } from '@jest/globals';
import { tokenStore } from '../../../web/client/token-store.ts';
import { jwt } from '../../helpers/pool-answers.ts';
import { recordingStorage, tokensOf } from './fake-pool.ts';

const tokens = (username: string, serial = 1) => {
  const { IdToken, AccessToken, RefreshToken } = tokensOf(username, serial);
  return { idToken: IdToken, accessToken: AccessToken, refreshToken: RefreshToken };
};

describe('tokenStore', () => {
  test("writes exactly Amplify's keys, the refresh token last and no clock drift", () => {
    const storage = recordingStorage();

    tokenStore(storage, 'c').write(tokens('sub-1'));

    expect(storage.log).toEqual([
      'set CognitoIdentityServiceProvider.c.sub-1.accessToken',
      'set CognitoIdentityServiceProvider.c.sub-1.idToken',
      'set CognitoIdentityServiceProvider.c.LastAuthUser',
      'set CognitoIdentityServiceProvider.c.sub-1.refreshToken',
    ]);
    expect(storage.items.get('CognitoIdentityServiceProvider.c.LastAuthUser')).toBe('sub-1');
  });

  test('leaves nothing of the user before', () => {
    const storage = recordingStorage();
    const store = tokenStore(storage, 'c');

    store.write(tokens('sub-1'));
    store.write(tokens('sub-2'));

    expect([...storage.items.keys()].filter((key) => key.includes('sub-1'))).toEqual([]);
    expect(store.read()?.username).toBe('sub-2');
  });

  test('keeps the session that is there where the next one finds no room', () => {
    const storage = recordingStorage();
    const store = tokenStore(storage, 'c');
    store.write(tokens('sub-1'));
    const before = store.read();
    storage.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };

    expect(() => store.write(tokens('sub-2'))).toThrow('full');

    expect(store.read()).toEqual(before);
  });

  test.each([
    ['behind', -3_600_000],
    ['ahead', 3_600_000],
    ['right', 0],
  ])('judges the end of new tokens by a clock that is %s', (_, offset) => {
    const now = 1_700_000_000_000;
    const issued = { iat: now / 1000, exp: now / 1000 + 900 };
    const fresh = {
      idToken: jwt({ 'cognito:username': 'sub-1', ...issued }),
      accessToken: jwt({ username: 'sub-1', ...issued }),
      refreshToken: 'refresh-1',
    };
    const storage = recordingStorage();
    const store = tokenStore(storage, 'c', () => now + offset);

    expect(store.write(fresh)?.expiresAt).toBe(now + offset + 900_000);

    expect(store.read()?.expiresAt).toBe(now + offset + 900_000);
    expect(tokenStore(storage, 'c').read()?.expiresAt).toBe(now + 900_000);
  });

  test('renews a user where another library keeps them, under the address', () => {
    const storage = recordingStorage();
    const { idToken, accessToken, refreshToken } = tokens('sub-1');
    const prefix = 'CognitoIdentityServiceProvider.c.';
    const kept = { idToken, accessToken, refreshToken };
    for (const [name, token] of Object.entries(kept)) storage.setItem(`${prefix}ann@example.com.${name}`, token);
    storage.setItem(`${prefix}LastAuthUser`, 'ann@example.com');

    tokenStore(storage, 'c').write(tokens('sub-1', 2));

    expect(storage.getItem(`${prefix}LastAuthUser`)).toBe('ann@example.com');
    expect(storage.getItem(`${prefix}ann@example.com.idToken`)).toBe(tokens('sub-1', 2).idToken);
  });

  test('drops the clock drift that Amplify stored for earlier tokens', () => {
    const storage = recordingStorage();
    const store = tokenStore(storage, 'c');
    store.write(tokens('sub-1'));
    storage.setItem('CognitoIdentityServiceProvider.c.sub-1.clockDrift', '-5000');

    store.write(tokens('sub-1', 2));

    expect(storage.getItem('CognitoIdentityServiceProvider.c.sub-1.clockDrift')).toBeNull();
  });

  test.each([
    ['accessToken', null],
    ['idToken', 'garbage'],
    ['idToken', jwt({ exp: 1 })],
    ['idToken', jwt({ 'cognito:username': 'sub-1', exp: -1e300 })],
    ['accessToken', jwt({ username: 'sub-1' })],
    ['refreshToken', ''],
  ])('reads no session where the %s is %j', (name, value) => {
    const storage = recordingStorage();
    const store = tokenStore(storage, 'c');
    store.write(tokens('sub-1'));

    const key = `CognitoIdentityServiceProvider.c.sub-1.${name}`;
    if (value === null) storage.removeItem(key);
    else storage.setItem(key, value);

    expect(store.read()).toBeNull();
  });

  test('keeps two app clients apart', () => {
    const storage = recordingStorage();

    tokenStore(storage, 'a').write(tokens('sub-1'));

    expect(tokenStore(storage, 'b').read()).toBeNull();
  });
});
