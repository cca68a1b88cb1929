import { beforeAll, describe, expect, test } from '@jest/globals';
import { signInCalls } from '../../helpers/cognito-calls.ts';
import { sharedStack } from '../../helpers/shared-stack.ts';
import { wrongCode } from '../../helpers/sign-in-codes.ts';
import { type RigOptions, runCommand } from './cli-rig.ts';

const stack = sharedStack();
let calls: ReturnType<typeof signInCalls>;

beforeAll(() => {
  calls = signInCalls(stack.config);
});

const command = (args: readonly string[], options?: RigOptions) =>
  runCommand([...args, '--local', stack.config.web], options);

/** Answers wrong ten times: three codes take three each, and a code that is asked for by channel the last. */
const lockOut = async (name: string) => {
  for (let sessions = 0; sessions < 3; sessions += 1) {
    let round = await calls.start(name);
    const code = await stack.codeFor(name);
    for (let tries = 0; tries < 3; tries += 1) round = await calls.answer(round, wrongCode(code));
  }
  const asked = await calls.answer(await calls.start(name), 'resend', { action: 'resend', channel: 'email' });
  await calls.answer(asked, wrongCode(await stack.codeFor(name)));
};

describe('limits', () => {
  test('says that nothing is in the way', async () => {
    const { status, out } = await command(['limits', '--user', 'bas@example.com']);

    expect(status).toBe(0);
    expect(out.split('\n')).toEqual([
      'Nothing stops bas@example.com from signing in.',
      '  wrong answers: 0 of 10 in 60 min, 0 of 20 in 24 h',
    ]);
  });

  test('shows what is used up and until when; clears the wrong answers, and the audit trail says so', async () => {
    await lockOut('ann@example.com');
    expect((await calls.start('ann@example.com')).body.ChallengeParameters.step).toBe('limited');

    const before = await command(['limits', '--user', 'ann@example.com']);
    const cleared = await command(['limits', '--user', 'ann@example.com', '--clear']);
    const again = await command(['limits', '--user', 'ann@example.com', '--clear']);

    expect(before.out).toMatch(
      /^ann@example\.com cannot sign in: too many wrong answers\. Sign-in works again from .* UTC on \(in (?:59|60) min\)\./,
    );
    expect(before.out).toContain('wrong answers: 10 of 10 in 60 min, 10 of 20 in 24 h; the next one from');
    expect(cleared.out).toContain(
      'Cleared 10 wrong answer(s) of ann@example.com, and wrote that into the audit trail.',
    );
    expect(cleared.out).toContain('wrong answers: 0 of 10 in 60 min');
    expect(again.out).toContain('had no wrong answers: nothing to clear.');
    const { out } = await command(['audit', '--user', 'ann@example.com']);
    expect(out).toContain('A code was asked for and refused: there were too many wrong answers lately');
    expect(out).toContain('An operator cleared the wrong answers, so that this person can sign in again.');
    const round = await calls.start('ann@example.com');
    const next = await calls.answer(round, 'resend', { action: 'resend', channel: 'sms' });
    expect(next.body.ChallengeParameters.step).toBe('code');
  }, 15_000);

  test('gives the same as JSON', async () => {
    const { out } = await command(['limits', '--user', 'ann@example.com', '--json']);

    const { subject, cleared, limits } = JSON.parse(out);
    expect(subject).toMatch(/^user#/);
    expect(cleared).toBeNull();
    expect(limits[0]).toMatchObject({
      what: 'wrong answers',
      windows: [
        { seconds: 3_600, limit: 10, used: 0 },
        { seconds: 86_400, limit: 20, used: 0 },
      ],
    });
    expect(limits.map(({ what }: { what: string }) => what)).toContain('messages to ann@example.com');
  });
});

describe('a name that no account has', () => {
  test.each([
    ['limits', []],
    ['devices', []],
    ['forget', ['--yes']],
  ])('is told first: %s', async (name, more) => {
    const { status, notes } = await command([name, '--user', 'nobody@example.com', ...more]);

    expect(status).toBe(0);
    expect(notes).toMatch(/^nobody@example\.com, a name that no account has: check the spelling\./);
  });

  test('is not said of an account', async () => {
    expect((await command(['limits', '--user', 'bas@example.com'])).notes).toBe('');
  });
});

describe('devices', () => {
  test('lists them without their tokens', async () => {
    const { out } = await command(['devices', '--user', 'pia@example.com']);
    const [json] = JSON.parse((await command(['devices', '--user', 'pia@example.com', '--json'])).out);

    expect(out).toContain('pia@example.com has 1 device(s)');
    expect(out).toMatch(/Pia’s phone \(apns, …ffee00\): registered \d{4}-\d\d-\d\d, last seen \d/);
    expect(out).not.toContain('c0ffee00c0ffee00');
    expect(json).toMatchObject({ name: 'Pia’s phone', platform: 'apns', isLive: true, tokenEndsWith: 'ffee00' });
  });

  test('says that there is none', async () => {
    expect((await command(['devices', '--user', 'bas@example.com'])).out).toBe(
      'bas@example.com has no device: notifications cannot reach them.',
    );
  });
});

describe('forget', () => {
  const rowsLeft = async (name: string) => (await command(['audit', '--user', name, '--json'])).out;

  test('asks first, and erases nothing without a yes', async () => {
    const alone = await command(['forget', '--user', 'pia@example.com']);
    const refused = await command(['forget', '--user', 'pia@example.com'], { answers: ['no'] });

    expect([alone.status, alone.notes]).toEqual([
      1,
      'nobody is there to confirm that pia@example.com is erased: give --yes if you are sure',
    ]);
    expect(refused.status).toBe(1);
    expect(refused.notes).toContain('nothing was erased');
    expect((await command(['devices', '--user', 'pia@example.com'])).out).toContain('1 device(s)');
  });

  test('erases record, devices and audit rows of one person, and says what Cognito holds', async () => {
    await calls.signUp('gus@example.com');
    const round = await calls.start('gus@example.com');
    await calls.answer(round, await stack.codeFor('gus@example.com'));
    await calls.start('pia@example.com');
    expect((await rowsLeft('gus@example.com')).split('\n')).toHaveLength(3);

    const gus = await command(['forget', '--user', 'gus@example.com'], { answers: ['yes'] });
    const pia = await command(['forget', '--user', 'pia@example.com', '--yes']);

    expect(gus.notes).toContain('This erases the sign-in record, the devices and 3 audit row(s) of gus@example.com');
    expect(gus.out).toMatch(/^Erased the sign-in record, the devices and 3 audit row\(s\) of gus@example\.com\./);
    expect(gus.out).toMatch(
      /Cognito still holds the account [0-9a-f-]{36} \(CONFIRMED\): sub, email, email_verified\./,
    );
    expect(gus.out).toMatch(
      /aws cognito-idp admin-delete-user --user-pool-id us-east-1_Doorcode1 --username [0-9a-f-]{36}/,
    );
    expect(pia.out).toContain('Erased the sign-in record');
    expect(await rowsLeft('gus@example.com')).toBe('');
    expect((await command(['devices', '--user', 'pia@example.com'])).out).toContain('has no device');
    // Nobody else's history goes with it.
    expect((await rowsLeft('ann@example.com')).split('\n').length).toBeGreaterThan(5);
  });
});
