import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { normaliseAnswer } from '../../../functions/sign-in/code.ts';
import { decodeClaims } from '../../../web/client/claims.ts';
import { normalizeAnswer } from '../../../web/client/normalize-answer.ts';
import { jwt } from '../../helpers/pool-answers.ts';

const separators = [
  ' ',
  '-',
  '\u2013',
  '\u2014',
  '\u2212',
  '\u00a0',
  '\u202f',
  '\u200b',
  '\u2011',
  '\t',
  '\n',
  '\ufeff',
  '.',
  '\u00b7',
  '\u2024',
];

/** The zero of scripts that write decimal digits of their own, one of them beyond the first 65,536 characters. */
const zeros = [0x30, 0xff10, 0x660, 0x6f0, 0x966, 0xe50, 0x1040, 0x1e950, 0x1d7ce];

/** What people type and paste, and what they do not. */
const typings = fc
  .array(
    fc.oneof(
      {
        weight: 8,
        arbitrary: fc
          .tuple(fc.constantFrom(...zeros), fc.nat(9))
          .map(([zero, digit]) => String.fromCodePoint(zero + digit)),
      },
      { weight: 4, arbitrary: fc.constantFrom(...separators) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
    ),
    { maxLength: 16 },
  )
  .map((characters) => characters.join(''));

describe('normalizeAnswer', () => {
  test('finds the digits whatever separators stand between them, in the digits of any script', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 6, maxLength: 10 });
    const gaps = fc.array(fc.array(fc.constantFrom(...separators), { maxLength: 3 }), { minLength: 11, maxLength: 11 });

    fc.assert(
      fc.property(digits, gaps, fc.constantFrom(...zeros), (code, spaces, zero) => {
        const typed = code.map((digit, index) => spaces[index]?.join('') + String.fromCodePoint(zero + digit)).join('');

        expect(normalizeAnswer(typed + spaces[10]?.join(''))).toBe(code.join(''));
      }),
    );
  });

  test('is idempotent and never invents a digit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (typed) => {
        const once = normalizeAnswer(typed);

        expect(normalizeAnswer(once)).toBe(once);
        const digits = typed.normalize('NFKC').match(/\p{Nd}/gu) ?? [];
        expect(once.replace(/\D/g, '').length).toBeLessThanOrEqual(digits.length);
      }),
    );
  });

  test('comes to what the triggers come to, but for a minus sign and invisible characters, which they take for wrong', () => {
    fc.assert(
      fc.property(typings, (typed) => {
        const visible = typed.normalize('NFKC').replace(/[\p{Cf}\u2212]/gu, '');

        const answer = normalizeAnswer(typed);

        expect(normaliseAnswer(answer)).toBe(normaliseAnswer(visible));
        expect(/^\d{1,20}$/.test(answer)).toBe(normaliseAnswer(visible) !== undefined);
      }),
      { numRuns: 500 },
    );
  });

  test('keeps a wrong character, so that the server sees a wrong format and not another code', () => {
    expect(normalizeAnswer('12a456')).toBe('12a456');
    expect(normalizeAnswer('12,456')).toBe('12,456');
  });
});

describe('decodeClaims', () => {
  test('returns any claims of any script as they were signed', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' })), (claims) => {
        expect(decodeClaims(jwt(claims))).toEqual(JSON.parse(JSON.stringify(claims)));
      }),
    );
  });

  test.each(['', 'abc', 'a.b', 'a.!!.c', 'a.bnVsbA.c', 'a.W10.c', 'a.IjEi.c', 'a._w.c'])(
    'returns null for %j',
    (token) => {
      expect(decodeClaims(token)).toBeNull();
    },
  );
});
