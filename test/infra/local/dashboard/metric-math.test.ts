import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluate } from '../../../../infra/local/dashboard/metric-math.ts';
import { isFound, readSearch } from '../../../../infra/local/dashboard/metric-search.ts';

const rows: Readonly<Record<string, readonly (number | null)[]>> = { a: [1, 2, null], b: [4, 0, 6] };
const of = (expression: string) => evaluate(expression, (id) => rows[id], 3);

describe('metric math', () => {
  test.each([
    ['a + b * 2', [9, 2, null]],
    ['(a + b) * 2', [10, 4, null]],
    ['100 * a / b', [25, null, null]],
    ['a - 1 - 1', [-1, 0, null]],
    ['-a', [-1, -2, null]],
    ['IF(b > 0, a / b)', [0.25, null, null]],
    ['IF(b > 3, 1, 0)', [1, 0, 1]],
    ['IF(a >= 2, 100 * FILL(b, 0) / a, 100)', [100, 0, null]],
    ['FILL(a, 7)', [1, 2, 7]],
    ['a == 1', [1, 0, null]],
    ['1.5', [1.5, 1.5, 1.5]],
  ])('%s', (expression, values) => {
    expect(of(expression)).toEqual(values);
  });

  test.each([
    ['a +', 'it ends too early'],
    ['(a', ') is missing before its end'],
    ['c', 'no row has the id c'],
    ['RATE(a)', 'RATE with 1 argument(s) is not known'],
    ['a b', 'b is left over'],
    ['a $ b', 'it has  $ b'],
    ['* a', '* stands where a value should'],
  ])('%s is refused in words', (expression, words) => {
    expect(() => of(expression)).toThrow(`the expression "${expression}" is not drawn here: ${words}`);
  });

  test('agrees with arithmetic', () => {
    const number = fc.integer({ min: 0, max: 99 });
    fc.assert(
      fc.property(number, number, number, (x, y, z) => {
        expect(evaluate(`${x} + ${y} * ${z} - ${x}`, () => undefined, 1)).toEqual([y * z]);
        expect(evaluate(`(${x} + ${y}) * ${z}`, () => undefined, 1)).toEqual([(x + y) * z]);
      }),
    );
  });
});

describe('SEARCH', () => {
  const search = readSearch(
    `SEARCH('{Doorcode,service,channel} MetricName="RightAnswer" service="doorcode"', 'Sum', 300)`,
  );

  test('says what it looks for', () => {
    expect(search).toEqual({
      namespace: 'Doorcode',
      dimensions: ['service', 'channel'],
      name: 'RightAnswer',
      wanted: { service: 'doorcode' },
      stat: 'Sum',
    });
    expect(readSearch('IF(a > 0, b)')).toBeNull();
  });

  test.each([
    [true, { service: 'doorcode', channel: 'email' }],
    [false, { service: 'doorcode' }],
    [false, { service: 'other', channel: 'email' }],
    [false, { service: 'doorcode', channel: 'email', provider: 'ses' }],
  ])('%s for %j', (found, dimensions) => {
    if (search === null) throw new Error('not read');

    expect(isFound(search, { namespace: 'Doorcode', name: 'RightAnswer', dimensions })).toBe(found);
    expect(isFound(search, { namespace: 'Doorcode', name: 'WrongAnswer', dimensions })).toBe(false);
  });
});
