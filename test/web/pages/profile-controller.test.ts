import { describe, expect, test } from '@jest/globals';
import { createAccount } from '../../../web/client/account.ts';
import { AccountError, accountErrorCodes } from '../../../web/client/account-error.ts';
import { createProfileController } from '../../../web/pages/sign-in/profile/profile-controller.ts';
import { usable } from '../../../web/pages/sign-in/profile/profile-state.ts';
import { formMessage, wordError } from '../../../web/pages/sign-in/profile/profile-wording.ts';
import { en } from '../../../web/pages/sign-in/profile/texts.ts';
import { accountBody, challengeBody, fakeAccount, refusal } from '../client/fake-account.ts';

const setUp = (...replies: Parameters<typeof fakeAccount>) => {
  const service = fakeAccount(...replies);
  const time = { now: 1_000_000 };
  const told: string[] = [];
  const clock = () => time.now;
  const session = async () => ({ accessToken: 't' });
  const account = createAccount({ endpoint: 'http://x', session, fetch: service.fetch, clock });
  const profile = createProfileController({
    account,
    clock,
    signedOut: () => void told.push('signed out'),
    claimsChanged: () => void told.push('claims changed'),
  });
  const calls = () => service.asked.map(({ call }) => call);
  return { profile, service, time, told, calls };
};

const phone = { medium: 'sms', value: '+31612345678', verified: true };

describe('the profile', () => {
  test('walks from the account to a proven phone', async () => {
    const proven = accountBody({ addresses: [phone] });
    const { profile, calls, told } = setUp({ body: accountBody() }, { body: challengeBody() }, { body: proven });
    await profile.read();
    profile.openForm('sms');
    await profile.submitAddress('0031 6 1234 5678');
    expect(profile.state().form).toMatchObject({ challenge: { id: 'challenge-1' }, resendAt: 1_030_000 });

    await profile.submitCode('123456');

    expect(profile.state()).toMatchObject({
      account: { addresses: [phone] },
      form: null,
      pending: null,
      notice: { at: 'addresses', value: '+31612345678', isReplaced: false },
    });
    expect(calls()).toEqual(['GET /account', 'POST /account/addresses', 'POST /account/addresses/confirm']);
    expect(told).toEqual(['claims changed']);
  });

  test('sends one request for a double submit, and none for what cannot be a code', async () => {
    const { profile, calls } = setUp({ body: challengeBody() });
    profile.openForm('sms');

    await Promise.all([profile.submitAddress('+31612345678'), profile.submitAddress('+31612345678')]);
    await profile.submitCode('12345');
    await profile.submitCode('12345a');

    expect(calls()).toEqual(['POST /account/addresses']);
    expect(profile.state().form?.codeFault).toEqual({ kind: 'not-digits', typed: 6 });
  });

  test('sends the code again only when the service lets it', async () => {
    const { profile, calls, time } = setUp({ body: challengeBody() }, { body: challengeBody({ challenge: 'c2' }) });
    profile.openForm('sms');
    await profile.submitAddress('+31612345678');

    time.now += 29_999;
    await profile.resend();
    expect(calls()).toHaveLength(1);
    time.now += 1;
    await profile.resend();

    expect(profile.state().form).toMatchObject({ challenge: { id: 'c2' }, isResent: true });
  });

  test('an answer that comes after the form was closed opens it no more', async () => {
    let answer: (reply: { body: object }) => void = () => {};
    const late = new Promise<{ body: object }>((resolve) => {
      answer = resolve;
    });
    const { profile } = setUp(late as never);
    profile.openForm('sms');

    const sending = profile.submitAddress('+31612345678');
    profile.closeForm();
    answer({ body: challengeBody() });
    await sending;

    expect(profile.state()).toMatchObject({ form: null, pending: null });
  });

  test('goes back to the address where it is taken, and keeps the code form where another code helps', async () => {
    const { profile } = setUp(
      { body: challengeBody() },
      refusal(400, 'WRONG_CODE', { attemptsLeft: 1 }),
      refusal(409, 'ADDRESS_TAKEN'),
    );
    profile.openForm('sms');
    await profile.submitAddress('+31612345678');

    await profile.submitCode('111111');
    expect(profile.state().form).toMatchObject({ challenge: { id: 'challenge-1' }, error: { code: 'wrong-code' } });
    await profile.submitCode('123456');

    expect(profile.state().form).toMatchObject({
      challenge: null,
      typed: '+31612345678',
      error: { code: 'address-taken' },
    });
  });

  test('says where the session has ended', async () => {
    const { profile, told } = setUp(refusal(401, 'UNAUTHORIZED'), refusal(401, 'UNAUTHORIZED'));

    await profile.read();

    expect(told).toEqual(['signed out']);
  });
});

describe('the words of the profile', () => {
  test.each(accountErrorCodes)('say %s as a sentence without jargon', (code) => {
    expect(en.errors[code]).toMatch(/^[A-Z].{15,}\.$/);
  });

  test('add the facts of a refusal', () => {
    const word = (error: AccountError) => wordError(error, en, 'en').text;

    expect(word(new AccountError('limited', { resendIn: 300 }))).toContain('in 5 minutes.');
    expect(word(new AccountError('limited'))).toBe(en.errors.limited);
    expect(word(new AccountError('wrong-code', { attemptsLeft: 1 }))).toBe('That code is not right. 1 try left.');
    expect(word(new AccountError('wrong-code'))).toBe(en.errors['wrong-code']);
  });

  test('say that a code has run out, once nothing else is to be said', async () => {
    const { profile, time } = setUp({ body: challengeBody() });
    profile.openForm('sms');
    await profile.submitAddress('+31612345678');
    const { form } = profile.state();
    if (form === null) throw new Error('the form is closed');
    const say = (now: number, pending: 'confirm' | null) => formMessage(form, pending, now, en, 'en')?.text;

    expect(say(time.now, null)).toBeUndefined();
    expect(say(time.now + 600_000, null)).toBe(en.addresses.overdue);
    expect(say(time.now + 600_000, 'confirm')).toBeUndefined();
  });
});

test('only proven addresses and devices can carry a code', () => {
  const device = { id: 'd', platform: 'fcm', name: 'n', registeredAt: '', lastSeenAt: '' } as const;
  const base = { channel: null, channels: [], devices: [], addresses: [] } as const;

  expect([...usable({ ...base, addresses: [{ medium: 'sms', value: '+1', verified: false }] })]).toEqual([]);
  expect([
    ...usable({ ...base, addresses: [{ medium: 'sms', value: '+1', verified: true }], devices: [device] }),
  ]).toEqual(['sms', 'push']);
});
