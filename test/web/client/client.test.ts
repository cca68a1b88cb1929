import { describe, expect, test } from '@jest/globals';
import { createClient } from '../../../web/client/client.ts';
import { challengeAnswer, failure, fakePool, tokensOf } from './fake-pool.ts';
import { code, setUp } from './scripted-client.ts';

describe('start', () => {
  test('sends CUSTOM_AUTH with the trimmed name and returns the challenge as the server words it', async () => {
    const { client, pool } = setUp(challengeAnswer('s1', { channels: 'email,sms,fax', channel: 'auto' }));

    const step = await client.start(' ann@example.com ');

    expect(pool.sent).toEqual([
      {
        operation: 'InitiateAuth',
        url: 'http://127.0.0.1:9229/',
        body: { AuthFlow: 'CUSTOM_AUTH', ClientId: 'client1', AuthParameters: { USERNAME: 'ann@example.com' } },
      },
    ]);
    expect(step).toEqual({
      kind: 'challenge',
      name: 'ann@example.com',
      step: 'code',
      reason: 'sent',
      channel: 'auto',
      channels: ['email', 'sms'],
      codeLength: 6,
      expiresIn: 600,
      resendIn: 30,
      attemptsLeft: 3,
      receivedAt: 1_000_000,
      via: null,
      waits: { usual: 1_030_000 },
    });
    expect(client.challenge()).toEqual(step);
  });

  test('reads parameters it does not know as a plain six-digit code', async () => {
    const { client } = setUp({ body: { Session: 's1', ChallengeParameters: { USERNAME: 'u', expiresIn: '-1' } } });

    expect(await client.start('ann@example.com')).toMatchObject({
      step: 'code',
      reason: 'sent',
      channel: 'auto',
      channels: [],
      codeLength: 6,
      expiresIn: 0,
      attemptsLeft: 1,
    });
  });

  test('is one request for two equal calls at once, and busy for a different one', async () => {
    const { client, pool } = setUp(challengeAnswer('s1'));

    const first = client.start('ann@example.com');
    const second = client.start('ann@example.com');
    const other = client.start('bob@example.com');

    expect(second).toBe(first);
    expect(await code(other)).toBe('busy');
    await first;
    expect(pool.sent).toHaveLength(1);
  });

  test('takes a phone number as people write it', async () => {
    const { client, pool } = setUp(challengeAnswer('s1'));

    expect(await client.start('0031 (6) 12-34.56 78')).toMatchObject({ name: '+31612345678' });

    expect(pool.sent[0]?.body.AuthParameters).toEqual({ USERNAME: '+31612345678' });
  });

  test('throws a TypeError on an empty name', () => {
    const { client } = setUp();

    expect(() => client.start('  ')).toThrow(new TypeError('start: name is empty'));
  });
});

describe('answer', () => {
  test('sends the normalised code with the newest session, round after round', async () => {
    const { client, pool } = setUp(
      challengeAnswer('s1'),
      challengeAnswer('s2', { reason: 'wrong', attemptsLeft: '2' }),
      { body: { AuthenticationResult: tokensOf('sub-1'), ChallengeParameters: {} } },
    );
    await client.start('ann@example.com');

    const wrong = await client.answer(' 12 34-55 ');
    const right = await client.answer('１２３４５６');

    expect(wrong).toMatchObject({ kind: 'challenge', reason: 'wrong', attemptsLeft: 2 });
    expect(pool.sent[1]?.body).toEqual({
      ChallengeName: 'CUSTOM_CHALLENGE',
      ClientId: 'client1',
      Session: 's1',
      ChallengeResponses: { USERNAME: 'sub-1', ANSWER: '123455' },
    });
    expect(pool.sent[2]?.body).toMatchObject({ Session: 's2', ChallengeResponses: { ANSWER: '123456' } });
    expect(right).toMatchObject({ kind: 'session', username: 'sub-1', expiresAt: 2_000_000 });
    expect(client.session()?.claims.email).toBe('änn@example.com');
    expect(client.challenge()).toBeNull();
  });

  test('goes on after a reload, in a new client on the same storage', async () => {
    const { client, make, pool } = setUp(challengeAnswer('s1'), {
      body: { AuthenticationResult: tokensOf('sub-1') },
    });
    await client.start('ann@example.com');

    const reloaded = make();
    await reloaded.answer('123456');

    expect(pool.sent[1]?.body).toMatchObject({ Session: 's1' });
    expect(make().session()).toMatchObject({ username: 'sub-1', refreshToken: 'refresh-sub-1-1' });
  });

  test('is refused as expired without a challenge, and with one that no session outlives', async () => {
    const { client, time } = setUp(challengeAnswer('s1'));

    expect(await code(client.answer('123456'))).toBe('session-expired');
    await client.start('ann@example.com');
    time.now += 15 * 60_000;

    expect(client.challenge()).toBeNull();
    expect(await code(client.answer('123456'))).toBe('session-expired');
  });

  test.each([
    ['an answer that ends the sign-in', failure('NotAuthorizedException', 'Incorrect username or password.'), false],
    ['a trigger that fails', failure('UserLambdaValidationException', 'X failed with error TRY_LATER.'), false],
    ['a broken connection', new TypeError('fetch failed'), true],
    ['a throttled request', failure('TooManyRequestsException', 'Rate exceeded'), true],
  ])('after %s the challenge is kept only if its session may be unspent', async (_, reply, isKept) => {
    const { client } = setUp(challengeAnswer('s1'), reply);
    await client.start('ann@example.com');

    await code(client.answer('123456'));

    expect(client.challenge() !== null).toBe(isKept);
  });
});

describe('resend', () => {
  test('answers "resend" with the action, channel and locale as client metadata', async () => {
    const { client, pool } = setUp(challengeAnswer('s1'), challengeAnswer('s2'), challengeAnswer('s3'));
    await client.start('ann@example.com');

    await client.resend();
    await client.resend({ channel: 'sms', locale: 'nl' });

    expect(pool.sent[1]?.body).toMatchObject({
      Session: 's1',
      ChallengeResponses: { USERNAME: 'sub-1', ANSWER: 'resend' },
      ClientMetadata: { action: 'resend' },
    });
    expect(pool.sent[2]?.body).toMatchObject({
      Session: 's2',
      ClientMetadata: { action: 'resend', channel: 'sms', locale: 'nl' },
    });
  });

  test('cannot overlap an answer, which would spend the same session twice', async () => {
    const { client, pool } = setUp(challengeAnswer('s1'), challengeAnswer('s2'));
    await client.start('ann@example.com');

    const answer = client.answer('123456');

    expect(await code(client.resend())).toBe('busy');
    await answer;
    expect(pool.sent).toHaveLength(2);
  });
});

describe('signUp', () => {
  test('creates an account without a password from an email address', async () => {
    const { client, pool } = setUp({ body: { UserConfirmed: true, UserSub: 'sub-1' } });

    await client.signUp('new@example.com', { locale: 'nl', attributes: { name: 'New', email: 'evil@example.com' } });

    expect(pool.sent[0]).toMatchObject({ operation: 'SignUp' });
    expect(pool.sent[0]?.body).toEqual({
      ClientId: 'client1',
      Username: 'new@example.com',
      UserAttributes: [
        { Name: 'name', Value: 'New' },
        { Name: 'email', Value: 'new@example.com' },
        { Name: 'locale', Value: 'nl' },
      ],
    });
  });

  test('takes a leading plus for a phone number, and a password where the pool demands one', async () => {
    const { client, pool } = setUp({ body: {} });

    await client.signUp('+31 6 1234 5678', { password: 'long and random' });

    expect(pool.sent[0]?.body).toMatchObject({
      Username: '+31612345678',
      Password: 'long and random',
      UserAttributes: [{ Name: 'phone_number', Value: '+31612345678' }],
    });
  });

  test('rejects with user-exists', async () => {
    const { client } = setUp(failure('UsernameExistsException', 'User already exists'));

    expect(await code(client.signUp('ann@example.com'))).toBe('user-exists');
  });
});

describe('cancel', () => {
  test('ends the request under way, forgets the challenge and lets the next sign-in begin', async () => {
    const { client, pool } = setUp(challengeAnswer('s1'), new Promise<never>(() => undefined), challengeAnswer('s2'));
    await client.start('ann@example.com');

    const hanging = client.answer('123456');
    client.cancel();
    const next = client.start('bob@example.com');

    expect(await code(hanging)).toBe('cancelled');
    expect(await next).toMatchObject({ name: 'bob@example.com' });
    expect(client.challenge()).toMatchObject({ name: 'bob@example.com' });
    expect(pool.sent).toHaveLength(3);
  });
});

describe('the network', () => {
  test('gives up after the time-out, even on a fetch that does not heed its signal', async () => {
    const fetch = () => new Promise<never>(() => undefined);
    const client = createClient({ region: 'eu-west-1', clientId: 'c', fetch, timeoutMs: 5 });

    expect(await code(client.start('ann@example.com'))).toBe('timeout');
  });

  test.each([
    ['a page of HTML', { status: 502, body: '<html>' }, 'server'],
    ['half a JSON', { body: '{"Session":' }, 'server'],
    ['null', { body: 'null' }, 'server'],
    ['no session', { body: { ChallengeName: 'CUSTOM_CHALLENGE' } }, 'server'],
    [
      'tokens without a refresh token',
      { body: { AuthenticationResult: { IdToken: 'a.b.c', AccessToken: 'a.b.c' } } },
      'server',
    ],
    ['tokens that are none', { body: { AuthenticationResult: { ...tokensOf('u'), IdToken: 'x' } } }, 'server'],
    ['a failed fetch', new TypeError('fetch failed'), 'offline'],
  ])('words %s', async (_, reply, expected) => {
    const { client } = setUp(reply);

    expect(await code(client.start('ann@example.com'))).toBe(expected);
    expect(client.session()).toBeNull();
  });
});

describe('createClient', () => {
  test.each([
    [{ clientId: 'c' }, 'createClient: give either region or endpoint, and not both'],
    [{ clientId: 'c', region: 'eu-west-1', endpoint: 'http://x' }, 'give either region or endpoint'],
    [{ clientId: '', region: 'eu-west-1' }, 'clientId is empty'],
    [{ clientId: 'c', region: 'mars' }, 'region "mars" is no AWS region'],
  ])('refuses %j', (options, message) => {
    expect(() => createClient(options)).toThrow(message);
  });

  test.each([
    ['eu-west-1', 'https://cognito-idp.eu-west-1.amazonaws.com/'],
    ['us-gov-west-1', 'https://cognito-idp.us-gov-west-1.amazonaws.com/'],
    ['cn-north-1', 'https://cognito-idp.cn-north-1.amazonaws.com.cn/'],
  ])('finds the endpoint of %s', async (region, url) => {
    const pool = fakePool(challengeAnswer('s1'));

    await createClient({ region, clientId: 'c', fetch: pool.fetch }).start('ann@example.com');

    expect(pool.sent[0]?.url).toBe(url);
  });
});
