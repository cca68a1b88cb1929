import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { destinationKey, destinationRecordKey, unknownRecordKey } from '../../../functions/sign-in/keys.ts';
import { canonicalPhone } from '../../../functions/sign-in/phone.ts';

const INDEX = Buffer.alloc(32, 3);

/** One digit run between separators, as people and phone books write it. */
const GROUPINGS = [
  ['+31612345678'],
  ['+31', '612345678'],
  ['+31', '6', '12345678'],
  ['+31', '6', '12', '34', '56', '78'],
  ['+31', '6', '123', '456', '78'],
  ['+31', '612', '345', '678'],
  ['+316', '1234', '5678'],
  ['+31', '61', '23', '45', '67', '8'],
  [...'+31612345678'.replace('+3', '').split('')].with(0, '+31'),
];
const SEPARATORS = [' ', '  ', '-', '.', '/', '\u00a0', '\u2009', '\u2010', '\u2011', '\u2013', '\u2014', '\u202f'];
const scripts: [string, number][] = [
  ['ASCII', 0x30],
  ['full-width', 0xff10],
  ['Arabic-Indic', 0x660],
  ['Persian', 0x6f0],
];
const inScript = (text: string, zero: number) =>
  text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));

const spellings = [
  ...GROUPINGS.flatMap((groups) => SEPARATORS.map((separator) => groups.join(separator))),
  ...SEPARATORS.map((separator) => `+31${separator}(6)${separator}12345678`),
  ...scripts.flatMap(([, zero]) =>
    [...GROUPINGS, ['+31', '(6)', '12345678']].flatMap((groups) =>
      [' ', '-', '\u00a0'].map((separator) => inScript(groups.join(separator), zero)),
    ),
  ),
  ' +31612345678',
  '+31612345678 ',
  '   +31 6 12 34 56 78   ',
  '＋31612345678',
  '＋31 6 1234 5678',
  '+31 (0)6 12345678',
  '+310612345678',
];

describe('a phone number', () => {
  test('comes in two hundred spellings, as the table wants', () => {
    expect(new Set(spellings).size).toBeGreaterThanOrEqual(200);
  });

  test('is one number, with one key, however it is spelt', () => {
    const found = spellings.map((spelling) => [spelling, canonicalPhone(spelling)?.canonical]);

    expect(found.filter(([, canonical]) => canonical !== '+31612345678')).toEqual([]);
    for (const keyOf of [
      (text: string) => destinationKey(INDEX, 'sms', canonicalPhone(text)?.canonical ?? text),
      (text: string) => destinationRecordKey(INDEX, 'sms', canonicalPhone(text)?.canonical ?? text),
      (text: string) => unknownRecordKey(INDEX, text),
    ]) {
      expect(new Set(spellings.map(keyOf)).size).toBe(1);
    }
  });

  test('knows its country and the block that it was sold in', () => {
    expect(canonicalPhone('+31 6 12345678')).toEqual({ canonical: '+31612345678', country: 'NL', prefix: '3161234' });
  });

  test.each([
    ['NL', '+31612345678'],
    ['DE', '+4915112345678'],
    ['FR', '+33612345678'],
    ['GB', '+447400123456'],
    ['BE', '+32470123456'],
    ['US', '+12015550123'],
    ['CA', '+15062345678'],
    ['IN', '+918123456789'],
    ['BR', '+5511961234567'],
    ['SA', '+966512345678'],
    ['JP', '+819012345678'],
  ])('of a mobile in %s is taken', (country, number) => {
    expect(canonicalPhone(number)).toMatchObject({ canonical: number, country });
  });

  test.each([
    ['a landline', '+31201234567'],
    ['a German landline', '+4930123456'],
    ['a British landline', '+441212345678'],
    ['a toll-free number', '+318001234'],
    ['an American toll-free number', '+18002345678'],
    ['an international toll-free number', '+80012345678'],
    ['a premium number', '+31909123456'],
    ['an American premium number', '+19002345678'],
    ['a shared-cost number', '+441844123456'],
    ['an international premium number', '+979123456789'],
    ['a satellite number', '+870773111632'],
    ['an international network', '+882161234567'],
    ['a number of no plan', '+999123456789'],
    ['an unassigned country', '+21012345678'],
    ['a number too short', '+3161234567'],
    ['a number too long', '+316123456789'],
    ['a national number', '0612345678'],
    ['a number with an exit code', '0031612345678'],
    ['a number without its plus', '31612345678'],
    ['an emergency number', '+31112'],
    ['a short code', '+1 12345'],
    ['nothing', ''],
    ['a plus alone', '+'],
  ])('is not %s', (_, text) => {
    expect(canonicalPhone(text)).toBeUndefined();
  });

  test.each([
    ['two numbers', '+31612345678 +31612345679'],
    ['two numbers with a comma', '+31612345678,+31612345679'],
    ['two numbers with a semicolon', '+31612345678;+31612345679'],
    ['an extension', '+31612345678 ext. 5'],
    ['an extension by x', '+31612345678x5'],
    ['a tel link', 'tel:+31612345678'],
    ['a parameter', '+31612345678;phone-context=+1'],
    ['a line break', '+31612345678\r\n+31612345679'],
    ['a number inside a text', 'call +31612345678 now'],
    ['letters', '+31-6-FLOWERS1'],
    ['a null', '+31612345678\u0000'],
    ['a right-to-left mark', '\u202e+31612345678'],
    ['a zero-width space', '+31\u200b612345678'],
    ['two pluses', '++31612345678'],
    ['a plus in the middle', '+316+12345678'],
    ['an address', 'ann@example.com'],
  ])('is not a text with %s in it', (_, text) => {
    expect(canonicalPhone(text)).toBeUndefined();
  });

  test('is nothing that is not a short text', () => {
    for (const value of [undefined, null, 31612345678, ['+31612345678'], {}, { toString: () => '+31612345678' }]) {
      expect(canonicalPhone(value)).toBeUndefined();
    }
    for (const unit of ['1', '+', ' ', '(', '+31 ', '\u0661', '.']) {
      const startedAt = performance.now();
      expect(canonicalPhone(unit.repeat(1_000_000))).toBeUndefined();
      expect(performance.now() - startedAt).toBeLessThan(50);
    }
  });

  test('is E.164 and stays what it is, whatever was typed', () => {
    const typed = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.string({ unit: fc.constantFrom(...'+0123456789 ()-./\u00a0\u0661\uff11'), maxLength: 32 }),
      fc
        .tuple(fc.constantFrom('+31', '+49', '+1', '+44'), fc.stringMatching(/^\d{6,12}$/))
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(typed, (text) => {
        const found = canonicalPhone(text);
        if (found === undefined) return;

        expect(found.canonical).toMatch(/^\+[1-9]\d{6,14}$/);
        expect(found.country).toMatch(/^[A-Z]{2}$/);
        expect(found.prefix).toBe(found.canonical.slice(1, 8));
        expect(canonicalPhone(found.canonical)).toEqual(found);
      }),
      { numRuns: 2_000 },
    );
  });
});
