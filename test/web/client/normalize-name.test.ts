import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lacksCountryCode, normalizeName } from '../../../web/client/normalize-name.ts';

describe('normalizeName', () => {
  test.each([
    ['+31 6 1234 5678', '+31612345678'],
    ['0031-6-12.34.56.78', '+31612345678'],
    ['(0031) 6 12345678', '+31612345678'],
    ['+44 (0)20 7946 0958', '+442079460958'],
    ['+1 (415) 555‑0132', '+14155550132'],
    ['\u202a+31 6 1234 5678\u202c', '+31612345678'],
    ['＋31６12345678', '+31612345678'],
    ['+٣١٦١٢٣٤٥٦٧٨', '+31612345678'],
    ['tel:+31612345678', '+31612345678'],
    ['06 1234 5678', '0612345678'],
    ['  +31612345678 ', '+31612345678'],
  ])('reads %j as the number %s', (typed, number) => {
    expect(normalizeName(typed)).toBe(number);
  });

  test.each([
    'ann@example.com',
    '0031612345678@example.com',
    '3b9f1c5e-6a47-4d2b-9d0e-7c1f2a3b4c5d',
    '+',
    '',
    '()',
    'Ａnn',
  ])('leaves %j as it is', (name) => {
    expect(normalizeName(` ${name} `)).toBe(name);
  });

  test('finds the same number however its digits are parted, and changes nothing when applied again', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 6, maxLength: 14 });
    const separators = fc.array(fc.constantFrom('', ' ', '-', '.', '\u00a0', '–', '/'), {
      minLength: 14,
      maxLength: 14,
    });

    fc.assert(
      fc.property(digits, separators, fc.constantFrom('+', '00'), (rest, between, prefix) => {
        const typed = `${prefix}4${rest.map((digit, at) => `${between[at]}${digit}`).join('')}`;
        expect(normalizeName(typed)).toBe(`+4${rest.join('')}`);
      }),
    );
    fc.assert(fc.property(fc.string(), (any) => expect(normalizeName(normalizeName(any))).toBe(normalizeName(any))));
  });
});

test.each([
  ['0612345678', true],
  ['+31612345678', false],
  ['ann@example.com', false],
  ['', false],
])('lacksCountryCode(%j) is %s', (name, expected) => {
  expect(lacksCountryCode(name)).toBe(expected);
});
