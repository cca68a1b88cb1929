import { describe, expect, test } from '@jest/globals';
import { createController } from '../../../web/sign-in/controller.ts';
import { challengeAnswer, failure, tokensOf } from '../client/fake-pool.ts';
import { setUp, signedIn } from './scripted-controller.ts';

describe('the controller', () => {
  test('walks from the address to the account', async () => {
    const { controller, operations } = setUp(
      challengeAnswer('s1'),
      challengeAnswer('s2', { reason: 'wrong' }),
      signedIn,
    );
    const screens: string[] = [];
    controller.subscribe(({ screen, pending }) => screens.push(`${screen} ${pending}`));

    await controller.submitAddress('ann@example.com');
    await controller.submitCode('111111');
    await controller.submitCode('123 456');

    expect(screens).toEqual(['address start', 'code null', 'code answer', 'code null', 'code answer', 'account null']);
    expect(operations()).toEqual(['InitiateAuth', 'RespondToAuthChallenge', 'RespondToAuthChallenge']);
  });

  test('sends one request for a double submit', async () => {
    const { controller, operations } = setUp(challengeAnswer('s1'), signedIn);

    await Promise.all([controller.submitAddress('ann@example.com'), controller.submitAddress('ann@example.com')]);
    await Promise.all([controller.submitCode('123456'), controller.submitCode('123456')]);

    expect(operations()).toEqual(['InitiateAuth', 'RespondToAuthChallenge']);
  });

  test.each(['', '12345', '1234567', '12345a', '12,456'])('spends no try on %j', async (typed) => {
    const { controller, operations } = setUp(challengeAnswer('s1'));
    await controller.submitAddress('ann@example.com');

    await controller.submitCode(typed);

    expect(controller.state()).toMatchObject({ screen: 'code', fault: { typed: typed.length } });
    expect(operations()).toEqual(['InitiateAuth']);
  });

  test('goes on with a sign-in where the address is taken', async () => {
    const { controller, operations } = setUp(failure('UsernameExistsException'), challengeAnswer('s1'));
    controller.reset({ mode: 'sign-up' });

    await controller.submitAddress('ann@example.com');

    expect(controller.state()).toMatchObject({ screen: 'code', mode: 'sign-up', error: null });
    expect(operations()).toEqual(['SignUp', 'InitiateAuth']);
  });

  test('asks for another code only when the server lets it', async () => {
    const { controller, operations, time } = setUp(challengeAnswer('s1'), challengeAnswer('s2'));
    await controller.submitAddress('ann@example.com');

    time.now += 29_999;
    await controller.resend();
    expect(operations()).toHaveLength(1);
    time.now += 1;
    await controller.resend();

    expect(operations()).toHaveLength(2);
    expect(controller.state()).toMatchObject({ after: 'resend' });
  });

  test('asks for another channel in the same round at once, and remembers which', async () => {
    const { controller, pool } = setUp(challengeAnswer('s1'), challengeAnswer('s2'));
    await controller.submitAddress('ann@example.com');

    await controller.resend('push');

    expect(pool.sent[1]?.body).toMatchObject({ ClientMetadata: { action: 'resend', channel: 'push' } });
    expect(controller.state()).toMatchObject({ screen: 'code', after: 'resend', via: 'push' });
  });

  test('keeps a wait for every channel that was asked for', async () => {
    const { controller, operations, time } = setUp(
      challengeAnswer('s1'),
      challengeAnswer('s2', { resendIn: '60' }),
      challengeAnswer('s3', { reason: 'wrong', resendIn: '50' }),
      challengeAnswer('s4'),
    );
    await controller.submitAddress('ann@example.com');
    await controller.resend('sms');
    time.now += 10_000;
    await controller.submitCode('111111');
    expect(controller.state()).toMatchObject({ via: 'sms', waits: { usual: 1_030_000, sms: 1_060_000 } });

    await controller.resend('sms');
    await controller.resend();
    expect(operations()).toHaveLength(3);
    time.now += 20_000;
    await controller.resend();

    expect(operations()).toHaveLength(4);
  });

  test('shows the channel that was asked for, and every wait, when it opens on a challenge', async () => {
    const { controller, client, time } = setUp(challengeAnswer('s1'), challengeAnswer('s2', { resendIn: '60' }));
    await controller.submitAddress('ann@example.com');
    time.now += 10_000;
    await controller.resend('sms');

    const reopened = createController(client, { clock: () => time.now });
    reopened.open();

    expect(reopened.state()).toMatchObject({ via: 'sms', waits: { usual: 1_030_000, sms: 1_070_000 } });
  });

  test('ends a step that fails in a way nobody foresaw, and reports it', async () => {
    const { controller, client } = setUp(challengeAnswer('s1'), challengeAnswer('s2'));
    await controller.submitAddress('ann@example.com');
    const fault = new DOMException('full', 'QuotaExceededError');
    const reported: unknown[] = [];
    Object.assign(globalThis, { reportError: (error: unknown) => reported.push(error) });
    client.answer = () => Promise.reject(fault);

    await controller.submitCode('123456');
    Reflect.deleteProperty(globalThis, 'reportError');
    expect(controller.state()).toMatchObject({ screen: 'code', pending: null, error: 'server', isEnded: false });
    expect(reported).toEqual([fault]);
    await controller.submitCode('123456');

    expect(controller.state()).toMatchObject({ pending: null, error: 'server' });
  });

  test('says so where another step of the client is under way', async () => {
    const late = Promise.withResolvers<never>();
    const { controller, client } = setUp(late.promise);
    const other = client.start('bas@example.com');

    await controller.submitAddress('ann@example.com');

    expect(controller.state()).toMatchObject({ screen: 'address', pending: null, error: 'busy' });
    late.resolve(challengeAnswer('s1') as never);
    await other;
  });

  test('keeps what the last answer came to when nothing is submitted right after', async () => {
    const { controller } = setUp(challengeAnswer('s1'), challengeAnswer('s2', { reason: 'wrong', attemptsLeft: '2' }));
    await controller.submitAddress('ann@example.com');
    await controller.submitCode('');
    expect(controller.state()).toMatchObject({ fault: { kind: 'empty' } });
    await controller.submitCode('111111');

    await controller.submitCode(' ');

    expect(controller.state()).toMatchObject({ fault: null, challenge: { reason: 'wrong', attemptsLeft: 2 } });
  });

  test('takes a phone number as typed, and asks for the country code of one without', async () => {
    const { controller, operations } = setUp(challengeAnswer('s1'));

    await controller.submitAddress('06-1234 5678');
    expect(controller.state()).toMatchObject({ fault: 'no-country-code', address: '06-1234 5678' });
    expect(operations()).toEqual([]);
    await controller.submitAddress('0031 6 1234 5678');

    expect(controller.state()).toMatchObject({ screen: 'code', address: '+31612345678' });
  });

  test('leaves the account to sign in again, and where its tokens are no longer taken', async () => {
    const { controller, client, operations } = setUp(
      challengeAnswer('s1'),
      signedIn,
      {},
      challengeAnswer('s2'),
      signedIn,
      {},
    );
    await controller.submitAddress('ann@example.com');
    await controller.submitCode('123456');

    await controller.signOut({ address: 'ann@example.com', notice: 'sign-in-again' });
    expect(controller.state()).toMatchObject({
      screen: 'address',
      address: 'ann@example.com',
      notice: 'sign-in-again',
    });
    expect(client.session()).toBeNull();
    await controller.submitAddress('ann@example.com');
    await controller.submitCode('123456');
    await controller.sessionEnded();

    expect(controller.state()).toMatchObject({ screen: 'address', error: 'signed-out' });
    expect(operations().filter((operation) => operation === 'RevokeToken')).toHaveLength(2);
  });

  test('ends the try when its session is spent, and begins another for the same address', async () => {
    const { controller, pool } = setUp(
      challengeAnswer('s1'),
      failure('UserLambdaValidationException', 'VerifyAuthChallengeResponse failed with error TRY_LATER.'),
      challengeAnswer('s2', { reason: 'reused' }),
    );
    await controller.submitAddress('ann@example.com');
    await controller.submitCode('123456');
    expect(controller.state()).toMatchObject({ screen: 'code', error: 'try-later', isEnded: true });

    await controller.restart();

    expect(controller.state()).toMatchObject({ screen: 'code', isEnded: false, error: null });
    expect(pool.sent[2]?.body).toMatchObject({ AuthParameters: { USERNAME: 'ann@example.com' } });
  });

  test('speaks of a new account only when there is one', async () => {
    const { controller } = setUp(
      challengeAnswer('s1'),
      new TypeError('fetch failed'),
      { body: { UserConfirmed: true } },
      challengeAnswer('s2'),
    );
    const modes: string[] = [];
    controller.subscribe(({ mode, pending }) => modes.push(`${mode} ${pending}`));
    await controller.submitAddress('ann@example.com');

    await controller.restart('sign-up');
    expect(controller.state()).toMatchObject({ mode: 'sign-in', error: 'offline' });
    await controller.restart('sign-up');

    expect(modes.slice(2)).toEqual(['sign-in start', 'sign-in null', 'sign-in start', 'sign-up null']);
  });

  test('an answer that comes after the address was changed changes nothing', async () => {
    let respond: (reply: { body: object }) => void = () => {};
    const late = new Promise<{ body: object }>((resolve) => {
      respond = resolve;
    });
    const { controller, client } = setUp(challengeAnswer('s1'), late as never);
    await controller.submitAddress('ann@example.com');

    const answer = controller.submitCode('123456');
    controller.reset({ address: 'ann@example.com' });
    respond(signedIn);
    await answer;

    expect(controller.state()).toMatchObject({ screen: 'address', address: 'ann@example.com', error: null });
    expect(client.session()).toBeNull();
  });

  test('refreshes the tokens of the account that it shows', async () => {
    const { controller, client, operations, time } = setUp(challengeAnswer('s1'), signedIn, {
      body: { AuthenticationResult: { ...tokensOf('sub-1', 2, 9_000), RefreshToken: undefined } },
    });
    await controller.submitAddress('ann@example.com');
    await controller.submitCode('123456');
    time.now = 3_000_000;

    controller.open();
    await controller.refresh(() => client.refresh());

    expect(operations().at(-1)).toBe('GetTokensFromRefreshToken');
    expect(controller.state()).toMatchObject({
      screen: 'account',
      notice: 'refreshed',
      session: { expiresAt: 9_000_000 },
    });
  });
});
