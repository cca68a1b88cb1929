import { describe, expect, test } from '@jest/globals';
import { createAccount, type SessionSource } from '../../../web/client/account.ts';
import { AccountError, accountErrorCodes } from '../../../web/client/account-error.ts';
import { ClientError } from '../../../web/client/errors.ts';
import { accountBody, challengeBody, fakeAccount, refusal } from './fake-account.ts';

const setUp = (...replies: Parameters<typeof fakeAccount>) => {
  const service = fakeAccount(...replies);
  const renewals: boolean[] = [];
  const session: SessionSource = async ({ renew }) => {
    renewals.push(renew);
    return { accessToken: `token-${renewals.filter(Boolean).length}` };
  };
  const { fetch } = service;
  const account = createAccount({ endpoint: 'https://app.example/api/', session, fetch, clock: () => 1_000_000 });
  return { account, service, renewals };
};

const failed = async (promise: Promise<unknown>): Promise<AccountError> => {
  const error = await promise.then(
    () => 'resolved',
    (cause: unknown) => cause,
  );
  if (!(error instanceof AccountError)) throw new Error(`not an AccountError: ${String(error)}`);
  return error;
};

describe('the account client', () => {
  test('reads the account with the access token, and leaves out what it does not know', async () => {
    const device = { id: 'd1', platform: 'fcm', name: 'Pixel', registeredAt: '2026-01-01', lastSeenAt: '2026-02-01' };
    const body = accountBody({
      channel: 'sms',
      channels: ['email', 'sms', 'fax'],
      devices: [device, { ...device, id: 'd2', platform: 'pigeon' }],
    });
    const { account, service } = setUp({ body });

    expect(await account.read()).toEqual({ ...body, channels: ['email', 'sms'], devices: [device] });

    expect(service.asked).toEqual([{ call: 'GET /api/account', token: 'Bearer token-0', body: null }]);
  });

  test('adds a phone: sends a code to the number as meant, confirms it, then fetches tokens with the new claims', async () => {
    const account2 = accountBody({ channel: 'sms' });
    const { account, service, renewals } = setUp({ status: 202, body: challengeBody() }, { body: account2 });

    const challenge = await account.sendCode('0031 6 1234-5678');
    const after = await account.confirm(challenge, ' 12 34-56 ');

    expect(challenge).toEqual({
      address: '+31612345678',
      id: 'challenge-1',
      medium: 'sms',
      codeLength: 6,
      expiresIn: 600,
      resendIn: 30,
      attemptsLeft: 3,
      receivedAt: 1_000_000,
    });
    expect(after).toEqual(account2);
    expect(service.asked.map(({ call, body }) => [call, body])).toEqual([
      ['POST /api/account/addresses', { address: '+31612345678' }],
      ['POST /api/account/addresses/confirm', { address: '+31612345678', challenge: 'challenge-1', code: '123456' }],
    ]);
    expect(renewals).toEqual([false, false, true]);
  });

  test('a change stands where new tokens cannot be had just now', async () => {
    const { fetch } = fakeAccount({ body: accountBody({ channel: 'push' }) });
    const session: SessionSource = async ({ renew }) => {
      if (renew) throw new ClientError('offline');
      return { accessToken: 't' };
    };

    const account = createAccount({ endpoint: 'http://x', session, fetch });

    expect(await account.setChannel('push')).toMatchObject({ channel: 'push' });
  });

  test('sets the channel, registers and removes devices', async () => {
    const { account, service } = setUp(...Array.from({ length: 3 }, () => ({ body: accountBody() })));

    await account.setChannel(null);
    await account.putDevice({ token: 'ab'.repeat(32), platform: 'apns', name: 'Phone' });
    await account.removeDevice('a/b');

    expect(service.asked.map(({ call, body }) => [call, body])).toEqual([
      ['PUT /api/account/channel', { channel: null }],
      ['PUT /api/account/devices', { token: 'ab'.repeat(32), platform: 'apns', name: 'Phone' }],
      ['DELETE /api/account/devices/a%2Fb', null],
    ]);
  });

  test('tries once more with new tokens when a token has run out on the way', async () => {
    const { account, service } = setUp(refusal(401, 'UNAUTHORIZED'), { body: accountBody() });

    await account.read();

    expect(service.asked.map(({ token }) => token)).toEqual(['Bearer token-0', 'Bearer token-1']);
  });

  test('is signed out where new tokens are refused as well, and where nobody is signed in', async () => {
    const { account } = setUp(refusal(401, 'UNAUTHORIZED'), refusal(401, 'UNAUTHORIZED'));
    const { fetch } = fakeAccount();
    const nobody = createAccount({ endpoint: 'http://x', session: async () => null, fetch });

    expect((await failed(account.read())).code).toBe('signed-out');
    expect((await failed(nobody.read())).code).toBe('signed-out');
  });

  test('renews tokens of a client that are about to run out', async () => {
    const { fetch, asked } = fakeAccount({ body: accountBody() }, { body: accountBody() });
    const held = { accessToken: 'old', expiresAt: 10_000 };
    const time = { now: 1_000 };
    const client = { session: () => held as never, refresh: async () => ({ accessToken: 'new' }) as never };
    const account = createAccount({ endpoint: 'http://x', session: client, fetch, clock: () => time.now });

    await account.read();
    time.now = 6_000;
    await account.read();

    expect(asked.map(({ token }) => token)).toEqual(['Bearer old', 'Bearer new']);
  });

  test('makes one request of two equal changes at once, and refuses another one', async () => {
    const { account, service } = setUp({ body: accountBody() });

    const first = account.setChannel('sms');
    const second = account.setChannel('sms');
    const other = failed(account.setChannel('push'));

    expect((await other).code).toBe('busy');
    expect(await second).toEqual(await first);
    expect(service.asked).toHaveLength(1);
  });

  test.each([
    [refusal(400, 'INVALID_ADDRESS'), 'invalid-address', null, null],
    [refusal(400, 'ADDRESS_NOT_SUPPORTED'), 'address-not-supported', null, null],
    [refusal(403, 'SIGN_IN_AGAIN'), 'sign-in-again', null, null],
    [refusal(429, 'LIMITED', { resendIn: 90 }), 'limited', 90, null],
    [refusal(429, 'LIMITED', { resendIn: -1 }), 'limited', null, null],
    [refusal(503, 'TRY_LATER'), 'try-later', null, null],
    [refusal(400, 'WRONG_CODE', { attemptsLeft: 2 }), 'wrong-code', null, 2],
    [refusal(410, 'EXPIRED_CODE'), 'expired-code', null, null],
    [refusal(409, 'ADDRESS_TAKEN'), 'address-taken', null, null],
    [refusal(400, 'CHANNEL_NOT_OFFERED'), 'channel-not-offered', null, null],
    [refusal(400, 'INVALID_DEVICE'), 'invalid-device', null, null],
    [refusal(404, 'UNKNOWN_DEVICE'), 'unknown-device', null, null],
    [refusal(404, 'constructor'), 'misconfigured', null, null],
    [{ status: 429, body: '<html>' }, 'limited', null, null],
    [{ status: 500, body: '' }, 'server', null, null],
    [{ body: '[' }, 'server', null, null],
    [{ body: { addresses: 'none' } }, 'server', null, null],
    [{ body: { addresses: [{ medium: 'email' }], devices: [] } }, 'server', null, null],
    [new TypeError('fetch failed'), 'offline', null, null],
  ])('reads the answer %j as %s', async (reply, code, resendIn, attemptsLeft) => {
    const { account } = setUp(reply);

    expect(await failed(account.read())).toMatchObject({ code, resendIn, attemptsLeft });
  });

  test('gives up after the time-out', async () => {
    const fetch = () => new Promise<never>(() => undefined);
    const session: SessionSource = async () => ({ accessToken: 't' });
    const account = createAccount({ endpoint: 'http://x', session, fetch, timeoutMs: 5 });

    expect((await failed(account.read())).code).toBe('timeout');
  });

  test('refuses a challenge that cannot be read', async () => {
    const { account } = setUp({ status: 202, body: challengeBody({ medium: 'fax' }) });

    expect((await failed(account.sendCode('ann@example.com'))).code).toBe('server');
  });

  test.each(accountErrorCodes)('explains %s in the message of its error', (code) => {
    expect(new AccountError(code).message).toMatch(new RegExp(`^${code}: \\S.{15,}`));
  });
});
