import { createSecretKey } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type CodeBinding, codesMatch, deriveCode, normaliseAnswer } from '../../../functions/sign-in/code.ts';

const KEY = createSecretKey(Buffer.alloc(32, 7));
const binding: CodeBinding = {
  userPoolId: 'us-east-1_Pool00001',
  clientId: 'client',
  user: 'user#00000000-0000-4000-8000-000000000001',
  challengeId: 'A'.repeat(22),
  generation: 1,
};

describe('a code', () => {
  test('is the same for the same challenge, whenever and wherever it is derived', () => {
    expect(deriveCode(KEY, binding, 10)).toBe(deriveCode(KEY.export(), { ...binding }, 10));
  });

  test.each([
    ['pool', { userPoolId: 'us-east-1_Pool00002' }],
    ['client', { clientId: 'other' }],
    ['user', { user: 'user#00000000-0000-4000-8000-000000000002' }],
    ['challenge', { challengeId: 'B'.repeat(22) }],
    ['generation', { generation: 2 }],
  ])('is another one for another %s', (_, change) => {
    expect(deriveCode(KEY, { ...binding, ...change }, 10)).not.toBe(deriveCode(KEY, binding, 10));
  });

  test('is another one under another key', () => {
    expect(deriveCode(Buffer.alloc(32, 8), binding, 10)).not.toBe(deriveCode(KEY, binding, 10));
  });

  test('is bound to where each field ends, not to the text of all together', () => {
    const left = { ...binding, userPoolId: 'ab', clientId: 'c' };
    const right = { ...binding, userPoolId: 'a', clientId: 'bc' };

    expect(deriveCode(KEY, left, 10)).not.toBe(deriveCode(KEY, right, 10));
  });

  test('of fewer digits is the end of the one with ten', () => {
    for (let generation = 0; generation < 1_000; generation += 1) {
      const ten = deriveCode(KEY, { ...binding, generation }, 10);
      for (const digits of [6, 7, 8, 9]) {
        expect(deriveCode(KEY, { ...binding, generation }, digits)).toBe(ten.slice(10 - digits));
      }
    }
  });

  test('has every digit as often at every place, and uses its whole range, over a million codes of each length', () => {
    const codes = 1_000_000;
    const lengths = [6, 7, 8, 9, 10];
    const counts = new Uint32Array(10 * 10);
    const [least, most] = [lengths.map(() => 1), lengths.map(() => 0)];
    for (let generation = 0; generation < codes; generation += 1) {
      // The shorter codes are its ends, as the test above shows: one derivation serves all five lengths.
      const code = deriveCode(KEY, { ...binding, generation }, 10);
      for (let at = 0; at < 10; at += 1) {
        const cell = at * 10 + code.charCodeAt(at) - 48;
        counts[cell] = (counts[cell] ?? 0) + 1;
      }
      lengths.forEach((digits, at) => {
        const share = (Number(code) % 10 ** digits) / 10 ** digits;
        least[at] = Math.min(least[at] ?? 1, share);
        most[at] = Math.max(most[at] ?? 0, share);
      });
    }

    // Pearson's chi-square with 9 degrees of freedom: fair digits exceed 45 once in a million positions.
    for (let at = 0; at < 10; at += 1) {
      const place = counts.subarray(at * 10, at * 10 + 10);
      const expectation = codes / 10;
      const chiSquare = place.reduce((sum, count) => sum + (count - expectation) ** 2 / expectation, 0);
      expect(place.reduce((sum, count) => sum + count, 0)).toBe(codes);
      expect(chiSquare).toBeLessThan(45);
    }
    // Of a million fair draws, the smallest and the largest stand within 30 millionths of the ends.
    for (const share of least) expect(share).toBeLessThan(30e-6);
    for (const share of most) expect(share).toBeGreaterThan(1 - 30e-6);
  });
});

describe('a typed answer', () => {
  test.each([
    ['123456', '123456'],
    [' 123 456 ', '123456'],
    ['123-456', '123456'],
    ['123\u2011456', '123456'],
    ['123\u2013456', '123456'],
    ['1.2.3.4.5.6', '123456'],
    ['123\u00a0456\n', '123456'],
    ['１２３４５６', '123456'],
    ['１２３－４５６', '123456'],
    ['٠١٢٣٤٥', '012345'],
    ['۰۱۲۳۴۵', '012345'],
    ['०१२३४५', '012345'],
    ['①②③④⑤⑥', '123456'],
    ['𝟏𝟐𝟑𝟒𝟓𝟔', '123456'],
    ['000000', '000000'],
  ])('%j means %s', (typed, digits) => {
    expect(normaliseAnswer(typed)).toBe(digits);
  });

  test.each([
    [''],
    [' '],
    ['-'],
    ['12345a'],
    ['+123456'],
    ['1e5'],
    ['0x1234'],
    ['½'],
    ['一二三四五六'],
    ['1'.repeat(21)],
    ['1'.repeat(65)],
    [null],
    [undefined],
    [123456],
    [['123456']],
    [{ toString: () => '123456' }],
  ])('%j can be no code', (typed) => {
    expect(normaliseAnswer(typed)).toBeUndefined();
  });

  test('knows the value of every decimal digit of Unicode', () => {
    const isDigit = (point: number) => /\p{Nd}/u.test(String.fromCodePoint(point));
    let checked = 0;
    // Unicode promises runs of ten in order, so a run's zeros are at its tens.
    for (let start = 0; start <= 0x10ffff; start += 1) {
      if (!isDigit(start)) continue;
      let end = start;
      while (isDigit(end)) {
        expect(normaliseAnswer(String.fromCodePoint(end))).toBe(String((end - start) % 10));
        end += 1;
        checked += 1;
      }
      start = end;
    }

    expect(checked).toBeGreaterThanOrEqual(600);
    expect(checked % 10).toBe(0);
  });

  test('is read in no time, however long and odd', () => {
    const startedAt = performance.now();
    for (const unit of ['1', ' ', '-', '\u0661', '\ufdfa', 'a', '\u0300']) {
      for (const length of [64, 10_000, 1_000_000]) normaliseAnswer(unit.repeat(length));
    }

    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  test('is digits or nothing, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        expect(normaliseAnswer(typed) ?? '0').toMatch(/^[0-9]{1,20}$/);
      }),
    );
  });
});

describe('comparing codes', () => {
  test('is right for equal ones alone', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(digits, digits, (left, right) => {
        expect(codesMatch(left, left)).toBe(true);
        expect(codesMatch(left, right)).toBe(left === right);
        expect(codesMatch(left, `${left}0`)).toBe(false);
        expect(codesMatch(left, '')).toBe(false);
      }),
    );
  });
});
