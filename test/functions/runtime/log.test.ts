import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { causeFields, createLog, outcomeFields, redact } from '../../../functions/runtime/log.ts';
import type { Outcome } from '../../../functions/sign-in/ports.ts';
import { recordOutput } from '../../helpers/recorded-output.ts';

describe('redaction', () => {
  test.each([
    ['Email address is not verified: ann@example.com.'],
    ['Email address is not verified. The following identities failed: "Ann" <ann.lee+tag@mail.example.co.uk>'],
    ['invalid recipient ann@xn--bcher-kva.example, eve@evil.example'],
    ['ann@bücher.example bounced'],
    ['mailto:ann@example.com'],
    ["to o'ann@example.com"],
    ["to 'ann'@example.com'"],
    [`${'x'.repeat(250)}ann@example.com`],
    [`${'x '.repeat(140)}ann@example.com`],
  ])('takes the address out of %j', (text) => {
    expect(redact(text)).not.toMatch(/ann|@|eve|example\.c/);
  });

  test.each(['123456', '123 456', '123-456', '1 2 3 4 5 6', '12.34.56', '1234567890', '١٢٣٤٥٦', '+31 6 1234 5678'])(
    'takes the number %s out',
    (number) => {
      expect(redact(`code ${number} sent`)).toBe('code [number] sent');
      expect(redact(`code=${number};`)).toBe('code=[number];');
    },
  );

  test('keeps the words', () => {
    expect(redact('Rate exceeded for 14 of 200 calls')).toBe('Rate exceeded for 14 of 200 calls');
  });

  test('leaves no code and no address in any text, and is short and quick', () => {
    const code = fc.stringMatching(/^\d{6,10}$/);
    const startedAt = performance.now();
    fc.assert(
      fc.property(fc.string(), code, fc.emailAddress(), fc.string(), (before, digits, address, after) => {
        const text = redact(`${before} ${digits} ${address} ${after}`);

        expect(text).not.toContain(digits);
        expect(text).not.toContain(address);
        expect(text.length).toBeLessThanOrEqual(300);
      }),
    );
    for (const unit of ['1', '@', 'a@', '1 ', 'a.', ' ', '+1-']) redact(unit.repeat(1_000_000));
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

describe('the causes of an error', () => {
  test('are listed from the outside in, with status and code', () => {
    const inner = Object.assign(new Error('to ann@example.com'), { code: 'ECONNRESET' });
    const outer = Object.assign(new TypeError('failed', { cause: inner }), { $metadata: { httpStatusCode: 503 } });

    expect(causeFields(outer)).toEqual([
      { name: 'TypeError', message: 'failed', status: 503 },
      { name: 'Error', message: 'to [address]', code: 'ECONNRESET' },
    ]);
  });

  test('end, also where they go in a circle', () => {
    const error = new Error('round');
    error.cause = error;

    expect(causeFields(error)).toHaveLength(4);
  });

  test.each([
    ['a message that is no text', Object.assign(new Error('x'), { message: { to: 'ann@example.com' } })],
    ['no message', Object.assign(new Error('x'), { message: undefined })],
    ['a name that is an address', Object.assign(new Error('x'), { name: 'ann@example.com' })],
    ['a code that is a number', Object.assign(new Error('x'), { code: 123456 })],
    ['a code that is an address', Object.assign(new Error('x'), { code: 'ann@example.com' })],
    ['metadata of null', Object.assign(new Error('x'), { $metadata: null })],
    ['a status that is a text', Object.assign(new Error('x'), { $metadata: { httpStatusCode: 'ann@example.com' } })],
    ['a text', 'ann@example.com 123456'],
    ['null', null],
    ['an object', { message: 'ann@example.com 123456' }],
    ['a function', () => 'ann@example.com'],
  ])('are readable and silent about persons for %s', (_, thrown) => {
    const text = JSON.stringify(causeFields(thrown));

    expect(JSON.parse(text)).toHaveLength(1);
    expect(text).not.toMatch(/ann@|123456/);
  });

  test('are none where nothing was thrown', () => {
    expect(causeFields(undefined)).toEqual([]);
  });
});

describe('a log line', () => {
  test('carries the fields of an outcome that are allowed, and no other', () => {
    const outcome: Required<Outcome> = {
      outcome: 'sent',
      subject: 'user#1',
      at: 1,
      destination: 'key-of-destination',
      medium: 'email',
      provider: 'ses',
      country: 'NL',
      budget: 'new',
      insteadOf: 'sns',
      messageId: 'm-1',
      reason: 'throttled',
      challengeId: 'id',
      generation: 2,
      durationMs: 12.4,
      consecutiveFailures: 3,
    };

    expect(outcomeFields(outcome)).toEqual({
      outcome: 'sent',
      subject: 'user#1',
      channel: 'email',
      provider: 'ses',
      insteadOf: 'sns',
      country: 'NL',
      reason: 'throttled',
      challengeId: 'id',
      generation: 2,
      durationMs: 12,
    });
  });

  test('is one line of JSON at its level', () => {
    const { logger, lines } = recordOutput();
    const log = createLog(logger);
    log.info('one');
    log.warn('two', { reason: 'throttled' });
    log.error('three', { code: 'TRY_LATER', cause: causeFields(new Error('x')) });

    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'INFO', message: 'one' },
      { level: 'WARN', message: 'two', reason: 'throttled' },
      { level: 'ERROR', message: 'three', code: 'TRY_LATER', cause: [{ message: 'x' }] },
    ]);
  });
});
