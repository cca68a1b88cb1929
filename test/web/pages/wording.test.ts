import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readChallenge } from '../../../web/client/challenge.ts';
import { clientErrorCodes } from '../../../web/client/errors.ts';
import { codeIn, originBound, previewOf, shortToken, withMessage, wordAge } from '../../../web/pages/inbox/message.ts';
import { codeMessage, wordClaim } from '../../../web/pages/sign-in/wording.ts';
import { en, textsFor } from '../../../web/pages/texts.ts';
import type { CodeState } from '../../../web/sign-in/state.ts';
import { wordWait } from '../../../web/sign-in/word-time.ts';

const state = (parameters: Record<string, string> = {}, change: Partial<CodeState> = {}): CodeState => ({
  screen: 'code',
  mode: 'sign-in',
  address: 'ann@example.com',
  challenge: readChallenge('ann@example.com', { expiresIn: '600', resendIn: '30', ...parameters }, 0),
  after: 'answer',
  via: null,
  waits: {},
  error: null,
  fault: null,
  notice: null,
  isEnded: false,
  pending: null,
  ...change,
});
const text = (of: CodeState, now = 0) => codeMessage(of, en, 'en', now)?.text;

describe('codeMessage', () => {
  test('has words for every reason, and none when a code was sent', () => {
    expect(text(state({ reason: 'sent' }, { after: 'start' }))).toBeUndefined();
    expect(text(state({ reason: 'wrong', attemptsLeft: '1' }))).toBe('That code is not right. 1 try left.');
    expect(text(state({ reason: 'reused' }))).toBe(en.code.reused);
    expect(text(state({ reason: 'expired' }))).toBe(en.code.expired);
    expect(text(state({ reason: 'spent' }))).toBe(en.code.spent);
    expect(text(state({ reason: 'sent' }, { after: 'resend' }))).toBe(en.code.resent);
    expect(text(state({ reason: 'sent' }), 600_000)).toBe(en.code.overdue);
    expect(text(state({ step: 'limited', resendIn: '300' }))).toBe(
      'Too many codes or tries for now. You can ask again in 5 minutes.',
    );
    expect(text(state({ step: 'limited', resendIn: '0' }))).toBe(en.code.limitedUnknown);
  });

  test('puts a failure before what the last challenge said', () => {
    expect(text(state({ reason: 'wrong' }, { error: 'offline' }))).toBe(en.errors.offline);
    expect(text(state({ reason: 'wrong' }, { fault: { kind: 'short', typed: 3 } }))).toContain('this has 3');
  });
});

describe('wordWait', () => {
  test.each([
    [-5, '0:00'],
    [1, '0:01'],
    [24_000, '0:24'],
    [90_000, '1:30'],
    [119_001, '2 minutes'],
    [120_000, '2 minutes'],
    [2_400_000, '40 minutes'],
    [7_200_000, '2 hours'],
    [86_400_000, '24 hours'],
  ])('says %i ms as %s', (milliseconds, words) => {
    expect(wordWait(milliseconds, 'en')).toBe(words);
  });
});

describe('the texts', () => {
  test.each(clientErrorCodes)('word %s as a sentence without jargon', (code) => {
    expect(en.errors[code]).toMatch(/^[A-Z].{15,}\.$/);
  });

  test('fall back to English', () => {
    expect(textsFor(['xx', 'en-GB']).locale).toBe('en-GB');
    expect(textsFor(['constructor', 'xx'])).toEqual({ locale: 'en', texts: en });
  });
});

describe('wordClaim', () => {
  test('shows any claim as text', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (name, value) => {
        expect(typeof wordClaim(name, value, en, 'en')).toBe('string');
      }),
    );
  });

  test('shows truth and times in words', () => {
    expect(wordClaim('email_verified', true, en, 'en')).toBe('yes');
    expect(wordClaim('exp', 1_795_345_692, en, 'en')).toMatch(/2026/);
    expect(wordClaim('exp', 1e300, en, 'en')).toBe('1e+300');
  });
});

describe('the messages of the inbox', () => {
  const message = (id: string, body: string | null) => ({
    id,
    at: '2026-11-22T10:00:00.000Z',
    provider: 'ses',
    medium: 'email',
    to: 'a@example.com',
    subject: null,
    text: body,
    html: null,
    device: null,
  });

  test.each([
    ['Your code is 482913.', '482913'],
    ['Order 12345678901, code 4829131234', '4829131234'],
    ['No code 12345', null],
    [null, null],
  ])('finds the code in %j', (body, code) => {
    expect(codeIn(message('1', body))).toBe(code);
  });

  test.each([
    ['Code 482913.\n\n@app.example #482913', 'Code 482913.', '@app.example #482913'],
    ['Code 482913.\n@app.example #482913 @host.example', 'Code 482913.', '@app.example #482913 @host.example'],
    ['Write to @app.example about #482913', 'Write to @app.example about #482913', null],
    ['@app.example #482913', '@app.example #482913', null],
    [null, '', null],
  ])('have the last line of %j apart where it binds the code to an origin', (text, body, origin) => {
    expect(originBound(message('1', text))).toEqual({ body, origin });
  });

  test.each([
    ['c0ffee00'.repeat(8), 'c0ffee00…ffee00'],
    [
      'arn:aws:sns:us-east-1:000000000000:endpoint/GCM/doorcode/1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d',
      '1a2b3c4d…4b5c6d',
    ],
    ['+31612345678', '+31612345678'],
  ])('name the device %s by both ends', (token, short) => {
    expect(shortToken(token)).toBe(short);
  });

  test('are shown once, whichever way they came first', () => {
    const [one, two] = [message('1', 'a'), message('2', 'b')];

    expect(withMessage([one], two).map(({ id }) => id)).toEqual(['2', '1']);
    expect(withMessage([two, one], two).map(({ id }) => id)).toEqual(['2', '1']);
  });

  test('have a one-line preview, and a date unless they are of today', () => {
    expect(previewOf(message('1', ' a \n\n b '))).toBe('a b');
    const now = Date.parse('2026-11-22T10:00:00.000Z');
    expect(wordAge('2026-11-20T10:00:00.000Z', now, 'en')).toBe('Nov 20, 2026');
    expect(wordAge('2026-11-22T10:00:00.000Z', now, 'en')).toMatch(/^\d?\d:\d\d/);
  });
});
