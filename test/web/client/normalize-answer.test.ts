import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeClaims } from '../../../web/client/claims.ts';
import { normalizeAnswer } from '../../../web/client/normalize-answer.ts';
import { jwt } from './fake-pool.ts';

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
];

describe('normalizeAnswer', () => {
  test('finds the digits whatever separators stand between them, plain or full-width', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 6, maxLength: 10 });
    const gaps = fc.array(fc.array(fc.constantFrom(...separators), { maxLength: 3 }), { minLength: 11, maxLength: 11 });

    fc.assert(
      fc.property(digits, gaps, fc.boolean(), (code, spaces, isWide) => {
        const base = isWide ? 0xff10 : 0x30;
        const typed = code.map((digit, index) => spaces[index]?.join('') + String.fromCharCode(base + digit)).join('');

        expect(normalizeAnswer(typed + spaces[10]?.join(''))).toBe(code.join(''));
      }),
    );
  });

  test('is idempotent and never invents a digit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (typed) => {
        const once = normalizeAnswer(typed);

        expect(normalizeAnswer(once)).toBe(once);
        expect(once.replace(/\D/g, '').length).toBeLessThanOrEqual(typed.normalize('NFKC').replace(/\D/g, '').length);
      }),
    );
  });

  test('keeps a wrong character, so that the server sees a wrong format and not another code', () => {
    expect(normalizeAnswer('12a456')).toBe('12a456');
    expect(normalizeAnswer('12.456')).toBe('12.456');
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
