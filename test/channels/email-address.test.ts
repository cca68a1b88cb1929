import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatMailbox, isSingleEmailAddress, parseMailbox } from '../../channels/email-address.ts';
import { hostileEmailAddresses } from './hostile-destinations.ts';

describe('a single email address', () => {
  test.each([
    'ann@example.com',
    'ann.lee+tag@mail.example.co.uk',
    "o'neil@example.com",
    'a@b.io',
    'ann@xn--bcher-kva.example',
    `${'a'.repeat(64)}@example.com`,
    '123456@example.com',
  ])('is %s', (address) => {
    expect(isSingleEmailAddress(address)).toBe(true);
  });

  test('is none of the hostile corpus', () => {
    expect(hostileEmailAddresses.filter(isSingleEmailAddress)).toEqual([]);
    expect(new Set(hostileEmailAddresses).size).toBeGreaterThan(280);
  });

  test('is decided fast for any length', () => {
    const start = performance.now();

    isSingleEmailAddress(`${'a.'.repeat(500_000)}@${'a-'.repeat(500_000)}`);

    expect(performance.now() - start).toBeLessThan(50);
  });

  test('never holds what a header or a list could be made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (before, after) => {
        const address = `${before}ann@example.com${after}`;
        if (isSingleEmailAddress(address)) expect(address).toMatch(/^[!-~]+$/);
        if (/["(),:;<>[\\\]\s]/.test(address)) expect(isSingleEmailAddress(address)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a mailbox', () => {
  test.each([
    ['codes@example.com', 'codes@example.com'],
    ['Example <codes@example.com>', 'Example <codes@example.com>'],
    ['"Example, Inc." <codes@example.com>', '"Example, Inc." <codes@example.com>'],
    ['Ann "A" Lee <codes@example.com>', '"Ann \\"A\\" Lee" <codes@example.com>'],
    ['Café <codes@example.com>', '=?UTF-8?B?Q2Fmw6k=?= <codes@example.com>'],
  ])('%s is written %s', (text, written) => {
    const mailbox = parseMailbox(text);

    expect(mailbox).not.toBeNull();
    expect(mailbox && formatMailbox(mailbox)).toBe(written);
  });

  test('keeps a long name whole in encoded words of at most 75 characters', () => {
    const name = 'Überörtliche Ämterverwaltung für Bürgerdienste 🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑';

    const words = formatMailbox({ name, address: 'codes@example.com' }).split(' ').slice(0, -1);

    expect(Math.max(...words.map(({ length }) => length))).toBeLessThanOrEqual(75);
    const decoded = words.map((word) => Buffer.from(word.slice('=?UTF-8?B?'.length, -2), 'base64').toString()).join('');
    expect(decoded).toBe(name);
  });

  test.each(['', 'Example', 'a@example.com, b@example.com', 'Example <a@example.com> x', 'A\r\n <a@example.com>'])(
    'is not %j',
    (text) => {
      expect(parseMailbox(text)).toBeNull();
    },
  );
});
