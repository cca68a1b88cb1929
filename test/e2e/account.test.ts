import { describe, expect, test } from '@jest/globals';
import { cognitoCall, signInCalls } from '../helpers/cognito-calls.ts';
import { sharedStack } from '../helpers/shared-stack.ts';
import { codeIn, wrongCode } from '../helpers/sign-in-codes.ts';

const stack = sharedStack();

const newestTo = async (to: string) => (await stack.inbox()).find((message) => message.to === to);

/** Signs up, signs in, and calls the account API as that person. */
const member = async (name: string) => {
  const calls = signInCalls(stack.config);
  const attribute = name.startsWith('+') ? 'phone_number' : 'email';
  await cognitoCall(stack.config.cognito, 'SignUp', {
    ClientId: stack.config.clientId,
    Username: name,
    UserAttributes: [{ Name: attribute, Value: name }],
  });
  const round = await calls.start(name);
  const { body } = await calls.answer(round, codeIn(await newestTo(name)));
  const token: string = body.AuthenticationResult.AccessToken;
  return {
    token,
    api: async (method: string, path: string, input?: object, headers: Record<string, string> = {}) => {
      const answer = await fetch(`${stack.config.web}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
        ...(input && { body: JSON.stringify(input) }),
      });
      return { status: answer.status, body: await answer.json() };
    },
  };
};

describe('a signed-in person', () => {
  test('adds a number, proves it, prefers SMS and signs in by SMS; the address proven before is told', async () => {
    const name = 'mia@example.com';
    const phone = '+31612340001';
    const { api } = await member(name);

    const started = await api('POST', '/account/addresses', { address: '+31 6 1234 0001' });
    const code = codeIn(await newestTo(phone));
    const { challenge } = started.body;
    const wrong = await api('POST', '/account/addresses/confirm', {
      address: phone,
      challenge,
      code: wrongCode(code),
    });
    const confirmed = await api('POST', '/account/addresses/confirm', { address: phone, challenge, code });
    const preferring = await api('PUT', '/account/channel', { channel: 'sms' });

    expect(started).toMatchObject({
      status: 202,
      body: { medium: 'sms', codeLength: 6, resendIn: 30, attemptsLeft: 3 },
    });
    expect(wrong).toEqual({ status: 400, body: { error: 'WRONG_CODE', attemptsLeft: 2 } });
    expect(confirmed.status).toBe(200);
    expect(confirmed.body.addresses).toContainEqual({ medium: 'sms', value: phone, verified: true });
    expect(preferring.body).toMatchObject({ channel: 'sms' });
    expect(await newestTo(name)).toMatchObject({ subject: expect.stringContaining('phone number') });

    const calls = signInCalls(stack.config);
    const round = await calls.start(name);
    const message = (await stack.inbox())[0];
    const { body } = await calls.answer(round, codeIn(message));
    expect(message).toMatchObject({ medium: 'sms', to: phone });
    expect(body.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('changes the address: the new one is proven first, the old one told', async () => {
    const { api } = await member('old-address@example.com');
    const started = await api('POST', '/account/addresses', { address: 'new-address@example.com' });
    const code = codeIn(await newestTo('new-address@example.com'));

    const confirmed = await api('POST', '/account/addresses/confirm', {
      address: 'new-address@example.com',
      challenge: started.body.challenge,
      code,
    });

    expect(confirmed.body.addresses).toEqual([{ medium: 'email', value: 'new-address@example.com', verified: true }]);
    expect((await newestTo('old-address@example.com'))?.text).not.toMatch(/\d{6}|new-address/);
    expect((await newestTo('old-address@example.com'))?.subject).toContain('changed');
  });

  test('a code for an address signs nobody in, and proves no other address', async () => {
    const name = 'careful@example.com';
    const { api } = await member(name);
    const started = await api('POST', '/account/addresses', { address: '+31612340003' });
    const code = codeIn(await newestTo('+31612340003'));
    const calls = signInCalls(stack.config);
    const round = await calls.start(name);

    const signIn = await calls.answer(round, code);
    const other = await api('POST', '/account/addresses/confirm', {
      address: '+31612340004',
      challenge: started.body.challenge,
      code,
    });

    expect(signIn.body.AuthenticationResult).toBeUndefined();
    expect(other).toMatchObject({ status: 410, body: { error: 'EXPIRED_CODE' } });
  });

  test('registers, keeps and removes devices; codes follow', async () => {
    const name = 'devices@example.com';
    const { api } = await member(name);
    const device = { token: 'ab'.repeat(32), platform: 'apns', name: 'Phone' };

    const first = await api('PUT', '/account/devices', device);
    const again = await api('PUT', '/account/devices', { ...device, name: 'Renamed' });
    await api('PUT', '/account/channel', { channel: 'push' });
    await signInCalls(stack.config).start(name);
    const message = (await stack.inbox())[0];
    const removed = await api('DELETE', `/account/devices/${first.body.devices[0].id}`);

    expect(first.body.devices).toMatchObject([{ platform: 'apns', name: 'Phone' }]);
    expect(again.body.devices).toMatchObject([{ id: first.body.devices[0].id, name: 'Renamed' }]);
    expect(message).toMatchObject({ medium: 'push', to: device.token, device: 'apns' });
    expect(removed.body.devices).toEqual([]);
    expect(await api('DELETE', '/account/devices/none')).toMatchObject({
      status: 404,
      body: { error: 'UNKNOWN_DEVICE' },
    });
  });

  test('a token that changes attributes at Cognito itself makes no code go anywhere new', async () => {
    const name = 'victim@example.com';
    const { token } = await member(name);
    const changes = [
      { Name: 'phone_number', Value: '+31612340009' },
      { Name: 'custom:channel', Value: 'sms' },
      { Name: 'email', Value: 'thief@example.com' },
    ];

    for (const change of changes) {
      await cognitoCall(stack.config.cognito, 'UpdateUserAttributes', { AccessToken: token, UserAttributes: [change] });
    }
    await signInCalls(stack.config).start(name);

    expect((await stack.inbox())[0]).toMatchObject({ medium: 'email', to: name });
    expect(await newestTo('+31612340009')).toBeUndefined();
    expect(await newestTo('thief@example.com')).toBeUndefined();
  });

  test('nor for somebody who is known by a number alone', async () => {
    const phone = '+31612340010';
    const { token } = await member(phone);
    const change = [{ Name: 'phone_number', Value: '+31612340011' }];

    await cognitoCall(stack.config.cognito, 'UpdateUserAttributes', { AccessToken: token, UserAttributes: change });
    for (const name of [phone, '+31612340011']) await signInCalls(stack.config).start(name);

    expect(await newestTo('+31612340011')).toBeUndefined();
  });

  test.each([
    ['no token', {}],
    ['no bearer', { authorization: 'Basic abc' }],
    ['an invented token', { authorization: `Bearer ${'x'.repeat(40)}.${'y'.repeat(40)}.${'z'.repeat(40)}` }],
  ])('%s is refused', async (_name, headers) => {
    const answer = await fetch(`${stack.config.web}/account`, { headers: headers as Record<string, string> });

    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ error: 'UNAUTHORIZED' });
  });

  test('a revoked token is refused, although its signature still holds', async () => {
    const { api, token } = await member('revoked@example.com');
    await cognitoCall(stack.config.cognito, 'GlobalSignOut', { AccessToken: token });

    expect(await api('GET', '/account')).toEqual({ status: 401, body: { error: 'UNAUTHORIZED' } });
  });

  test.each([
    ['POST', '/account/addresses', { address: '+31201234567' }, 400, 'INVALID_ADDRESS'],
    ['POST', '/account/addresses', { address: '+18005550123' }, 400, 'INVALID_ADDRESS'],
    ['POST', '/account/addresses', { address: '+4520123456' }, 400, 'ADDRESS_NOT_SUPPORTED'],
    ['POST', '/account/addresses', { address: 'a..b@example.com' }, 400, 'INVALID_ADDRESS'],
    ['POST', '/account/addresses', {}, 400, 'INVALID_REQUEST'],
    ['PUT', '/account/channel', { channel: 'pigeon' }, 400, 'CHANNEL_NOT_OFFERED'],
    ['PUT', '/account/devices', { token: 'a b', platform: 'apns', name: 'x' }, 400, 'INVALID_DEVICE'],
    ['PUT', '/account/devices', { token: 'no-hexadecimal', platform: 'apns', name: 'x' }, 400, 'INVALID_DEVICE'],
    ['GET', '/account/nothing', undefined, 404, 'NOT_FOUND'],
  ])('%s %s %j answers %i %s', async (method, path, input, status, error) => {
    const { api } = await member(`wrong-${error.toLowerCase().replaceAll('_', '-')}@example.com`);

    expect(await api(method, path, input)).toEqual({ status, body: { error } });
  });

  test('a number whose budgets cannot be counted is for later, and the next try sends', async () => {
    const { api } = await member('counted@example.com');
    const phone = '+31612340009';
    const ask = () => api('POST', '/account/addresses', { address: phone });

    await stack.fault({ service: 'dynamodb', operation: 'UpdateItem', times: -1, status: 400 });
    const refused = await ask();
    await stack.clearFaults();
    const again = await ask();

    expect(refused).toEqual({ status: 503, body: { error: 'TRY_LATER' } });
    expect(again.status).toBe(202);
    expect(codeIn(await newestTo(phone))).toMatch(/^\d{6}$/);
  });

  test('with the database down: TRY_LATER, nothing sent', async () => {
    const { api } = await member('later@example.com');
    await stack.fault({ service: 'dynamodb', times: -1, status: 500 });

    const answer = await api('POST', '/account/addresses', { address: '+31612340008' });

    expect(answer).toEqual({ status: 503, body: { error: 'TRY_LATER' } });
    expect(await newestTo('+31612340008')).toBeUndefined();
  });
});
