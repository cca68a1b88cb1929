import { describe, expect, test } from '@jest/globals';
import { challengeAnswer, tokensOf } from './fake-pool.ts';
import { code, setUp } from './scripted-client.ts';

describe('a challenge that waits for its answer', () => {
  test('keeps to its own challenge where another client of the page begins one', async () => {
    const signedIn = { body: { AuthenticationResult: tokensOf('sub-1') } };
    const { client, make, pool } = setUp(challengeAnswer('s1'), challengeAnswer('s2'), signedIn, signedIn);
    const other = make();
    await client.start('ann@example.com');
    await other.start('bas@example.com');
    expect(make().challenge()).toMatchObject({ name: 'bas@example.com' });

    await client.answer('123456');
    expect([client.challenge(), other.challenge()?.name]).toEqual([null, 'bas@example.com']);
    await other.answer('654321');

    expect(pool.sent.slice(2).map(({ body }) => body.Session)).toEqual(['s1', 's2']);
  });

  test('takes up no challenge that another client of the page began later', async () => {
    const { client, make } = setUp(challengeAnswer('s1'));
    const other = make();

    await client.start('ann@example.com');

    expect(other.challenge()).toBeNull();
    other.cancel();
    expect(client.challenge()).toMatchObject({ name: 'ann@example.com' });
  });

  test('is still taken after the clock was set back, by less than a session lives', async () => {
    const { client, time, make } = setUp(challengeAnswer('s1'), {
      body: { AuthenticationResult: tokensOf('sub-1') },
    });
    await client.start('ann@example.com');
    time.now -= 15 * 60_000 - 1;

    expect(make().challenge()).not.toBeNull();
    time.now -= 1;
    expect(make().challenge()).toBeNull();
    time.now += 1;

    expect(await client.answer('123456')).toMatchObject({ kind: 'session' });
  });
});

describe('what was asked for', () => {
  test('stays with the challenge, through a wrong answer and a reload', async () => {
    const { client, make, time } = setUp(
      challengeAnswer('s1'),
      challengeAnswer('s2', { resendIn: '60' }),
      challengeAnswer('s3', { reason: 'wrong', resendIn: '50' }),
    );
    await client.start('ann@example.com');
    await client.resend({ channel: 'sms' });
    time.now += 10_000;
    await client.answer('111111');

    expect(make().challenge()).toMatchObject({ via: 'sms', waits: { usual: 1_030_000, sms: 1_060_000 } });
  });

  test('is the usual channel again after a code that names none, and nothing in the next sign-in', async () => {
    const { client } = setUp(
      challengeAnswer('s1'),
      challengeAnswer('s2'),
      challengeAnswer('s3'),
      challengeAnswer('s4'),
    );
    await client.start('ann@example.com');

    expect(await client.resend({ channel: 'push' })).toMatchObject({ via: 'push' });
    expect(await client.resend()).toMatchObject({ via: null });
    expect(await client.start('ann@example.com')).toMatchObject({ via: null, waits: { usual: 1_030_000 } });
  });
});

describe('a storage that takes nothing more', () => {
  test('costs neither the challenge nor the session', async () => {
    const { client, storage, challengeStorage } = setUp(challengeAnswer('s1'), challengeAnswer('s2'), {
      body: { AuthenticationResult: tokensOf('sub-1') },
    });
    for (const one of [storage, challengeStorage]) {
      one.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    }

    await client.start('ann@example.com');
    await client.answer('111111');

    expect(await client.answer('123456')).toMatchObject({ kind: 'session' });
    expect(client.session()).toMatchObject({ username: 'sub-1' });
    expect(await code(client.resend())).toBe('session-expired');
  });
});
