import { describe, expect, test } from '@jest/globals';
import { readChallenge } from '../../../web/client/challenge.ts';
import { type ClientErrorCode, clientErrorCodes } from '../../../web/client/errors.ts';
import type { AddressState, CodeState } from '../../../web/sign-in/state.ts';
import { faceOf, stateName } from '../../../web/widget/face.ts';
import { newsOf } from '../../../web/widget/news.ts';
import { en, sayIn } from '../../../web/widget/texts.ts';

const quiet = { error: null, fault: null, notice: null, pending: null };
const address = (change: Partial<AddressState> = {}): AddressState => ({
  ...quiet,
  screen: 'address',
  mode: 'sign-up',
  address: 'ann@example.com',
  ...change,
});
const code = (parameters: Record<string, string> = {}, change: Partial<CodeState> = {}): CodeState => ({
  ...quiet,
  screen: 'code',
  mode: 'sign-up',
  address: 'ann@example.com',
  challenge: readChallenge('ann@example.com', { expiresIn: '600', ...parameters }, 0),
  after: 'start',
  via: null,
  waits: {},
  isEnded: false,
  ...change,
});
const wording = {
  say: sayIn({}, 'en', false),
  locale: 'en',
  identifier: 'any',
  channels: 'email sms',
} as const;
const face = (state: AddressState | CodeState, now = 0) => faceOf(state, wording, now);

const said: Readonly<Record<ClientErrorCode, keyof typeof en>> = {
  'invalid-address': 'error.address',
  'address-not-supported': 'error.address',
  'sign-up-closed': 'error.account',
  'user-not-found': 'error.account',
  'user-not-confirmed': 'error.account',
  disabled: 'error.account',
  'try-later': 'error.later',
  'limit-exceeded': 'error.later',
  'session-expired': 'error.ended',
  'not-authorized': 'error.ended',
  'signed-out': 'error.expired',
  offline: 'error.offline',
  timeout: 'error.offline',
  misconfigured: 'error.setup',
  'foreign-client': 'error.setup',
  'user-exists': 'error.server',
  busy: 'error.server',
  cancelled: 'error.server',
  server: 'error.server',
};

describe('faceOf', () => {
  test.each(clientErrorCodes)('says what to do about %s, and no more', (error) => {
    expect(face(address({ error })).error).toBe(en[said[error]]);
    expect(face(code({ reason: 'wrong' }, { error })).error).toBe(en[said[error]]);
  });

  test.each([
    [{ reason: 'wrong', attemptsLeft: '2' }, 'That code is not right. 2 tries left.'],
    [{ reason: 'expired' }, en.expired],
    [{ reason: 'spent' }, en.spent],
  ])('marks the field for %j', (parameters, error) => {
    expect(face(code(parameters))).toMatchObject({ field: 'code', isInvalid: true, error });
  });

  test('says when the code has run out, and never while an answer is under way', () => {
    expect(face(code(), 599_999).error).toBe('');
    expect(face(code(), 600_000).error).toBe(en.overdue);
    expect(face(code({}, { pending: 'answer' }), 600_000)).toMatchObject({ error: '', submit: en.checking });
  });

  test('offers what the page lets it of the channels, each with its own wait', () => {
    const state = code({ channels: 'email,sms,push' }, { waits: { usual: 30_000, sms: 130_000 } });

    expect(face(state)).toMatchObject({
      ways: en.ways,
      resend: 'Send again in 0:30',
      email: en['by.email'],
      sms: 'Text message in 3 minutes',
      idle: ['resend', 'sms'],
    });
    expect(face(state).push).toBeUndefined();
    expect(face(code({ channels: 'email,push' })).ways).toBeUndefined();
  });

  test.each([
    [{ channel: 'auto', channels: 'email,sms,push' }, ' Look in your mail, your messages, or your app.'],
    // Named because the deployment has no other, or because it discloses where the code went.
    [{ channel: 'sms', channels: 'sms' }, ' Look in your messages.'],
    [{ channel: 'push', channels: 'email,sms,push' }, ' Look in your app.'],
    [{}, ' '],
  ])('says where the code may be, whatever the page offers: %j', (parameters, places) => {
    const intro = `If you can sign in with ann@example.com, a code is on its way.${places}`;

    for (const mode of ['sign-in', 'sign-up'] as const) expect(face(code(parameters, { mode })).intro).toBe(intro);
  });

  test('asks for no code where none can be tried, and offers to begin anew where the try has ended', () => {
    const limited = code({ step: 'limited' }, { waits: { usual: 60_000 } });
    expect(face(limited)).toMatchObject({ title: en.limitedTitle, resend: 'Send again in 1:00', idle: ['resend'] });
    expect(face(limited).error).toMatch(/^Too many codes or tries\. /);
    expect(face(limited).field).toBeUndefined();

    const ended = face(code({}, { isEnded: true, error: 'not-authorized' }));
    expect(ended).toMatchObject({ title: en.endedTitle, restart: en.restart });
    expect([ended.field, ended.resend, ended.submit]).toEqual([undefined, undefined, undefined]);
  });
});

describe('what a page is told', () => {
  const names = (...states: Parameters<typeof newsOf>) => newsOf(...states).map(([name]) => name);

  test('a code, once it is asked for, and not one that was waiting before', () => {
    expect(names(code(), address({ pending: 'start' }))).toEqual(['code-sent']);
    expect(names(code(), address())).toEqual([]);
    expect(names(code({ reason: 'wrong' }), code({}, { pending: 'answer' }))).toEqual([]);
    expect(names(code({ step: 'limited' }), address({ pending: 'start' }))).toEqual([]);
  });

  test('a failure, under its own name', () => {
    const [news] = newsOf(address({ error: 'offline' }), address({ pending: 'start' }));

    expect(news).toEqual(['error', { code: 'offline' }]);
  });

  test.each([
    [address(), 'address'],
    [address({ pending: 'start' }), 'sending'],
    [code(), 'code'],
    [code({}, { pending: 'resend' }), 'resending'],
    [code({ step: 'limited' }), 'limited'],
    [code({}, { isEnded: true }), 'ended'],
  ])('the name of a state', (state, name) => {
    expect(stateName(state)).toBe(name);
  });
});
