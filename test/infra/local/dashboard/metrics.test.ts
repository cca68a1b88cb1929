import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readEmf } from '../../../../infra/local/dashboard/emf.ts';
import { createMetricStore, KEPT_MS, STEP_MS } from '../../../../infra/local/dashboard/metric-store.ts';
import { addValues, emptyBucket, mergeBuckets, statistic } from '../../../../infra/local/dashboard/statistic.ts';
import { emfLine } from './emf-lines.ts';

describe('readEmf', () => {
  test('reads every metric with every set of dimensions', () => {
    const line = JSON.stringify({
      _aws: {
        Timestamp: 5,
        CloudWatchMetrics: [
          { Namespace: 'N', Dimensions: [['a', 'b'], ['a']], Metrics: [{ Name: 'X', Unit: 'Count' }, { Name: 'Y' }] },
        ],
      },
      a: '1',
      b: '2',
      X: 3,
      Y: [4, 5],
    });

    expect(readEmf(line)).toEqual([
      { namespace: 'N', name: 'X', unit: 'Count', dimensions: { a: '1', b: '2' }, at: 5, values: [3] },
      { namespace: 'N', name: 'Y', unit: 'None', dimensions: { a: '1', b: '2' }, at: 5, values: [4, 5] },
      { namespace: 'N', name: 'X', unit: 'Count', dimensions: { a: '1' }, at: 5, values: [3] },
      { namespace: 'N', name: 'Y', unit: 'None', dimensions: { a: '1' }, at: 5, values: [4, 5] },
    ]);
  });

  test.each([
    ['a log line', '{"message":"outcome"}'],
    ['text', 'START RequestId'],
    ['broken JSON', '{"_aws":'],
    ['another shape', '{"_aws":{"Timestamp":"now"}}'],
    ['a dimension that is missing', emfLine({ X: 1 }).replace('"service":"doorcode"', '"other":"x"')],
    ['a value that is none', emfLine({ X: 1 }).replace('"X":1}', '"X":"one"}')],
  ])('finds none in %s', (_, line) => {
    expect(readEmf(line)).toEqual([]);
  });

  test('takes whatever is printed', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (line) => Array.isArray(readEmf(line))));
  });
});

describe('statistic', () => {
  const bucket = addValues(emptyBucket, [4, 1, 3, 2]);

  test.each([
    ['Sum', 10],
    ['SampleCount', 4],
    ['Average', 2.5],
    ['Minimum', 1],
    ['Maximum', 4],
    ['p50', 3],
    ['p99.9', 4],
  ])('%s', (stat, value) => {
    expect(statistic(bucket, stat)).toBe(value);
  });

  test('counts of nothing are nought, everything else of nothing is unknown', () => {
    expect(statistic(emptyBucket, 'Sum')).toBe(0);
    expect(statistic(emptyBucket, 'p95')).toBeNull();
    expect(() => statistic(bucket, 'TM(10%:90%)')).toThrow('the statistic TM(10%:90%) is not drawn here');
  });

  test('is the same however the values were split', () => {
    const values = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(
        values,
        fc.nat(60),
        fc.constantFrom('Sum', 'Average', 'Minimum', 'Maximum', 'p95'),
        (all, at, stat) => {
          const split = mergeBuckets([addValues(emptyBucket, all.slice(0, at)), addValues(emptyBucket, all.slice(at))]);
          expect(statistic(split, stat)).toBe(statistic(addValues(emptyBucket, all), stat));
        },
      ),
    );
  });
});

describe('the metric store', () => {
  test('keeps series apart by name and dimensions, in whatever order those stand', () => {
    const store = createMetricStore();
    store.append(emfLine({ CodeSent: 1 }, { channel: 'email', provider: 'ses' }, 1_000));
    store.append(emfLine({ CodeSent: 1 }, { provider: 'ses', channel: 'email' }, 2_000));
    store.append(emfLine({ CodeSent: 1 }, { channel: 'sms', provider: 'sns' }, 2_000));
    store.append(`noise\n${emfLine({ SignInStarted: 2 }, {}, 3_000)}`);

    const sums = store
      .series()
      .map((series) => [series.name, series.dimensions.channel, series.between(0, 10_000).sum]);
    expect(sums).toEqual([
      ['CodeSent', 'email', 2],
      ['CodeSent', 'sms', 1],
      ['SignInStarted', undefined, 2],
    ]);
  });

  test('tells of a stretch what was measured in it', () => {
    const store = createMetricStore();
    for (let step = 0; step < 4; step += 1) store.append(emfLine({ X: 10 ** step }, {}, step * STEP_MS));

    const [series] = store.series();
    expect(series?.between(STEP_MS, 3 * STEP_MS).sum).toBe(110);
  });

  test('forgets what is older than an hour, and the series that was silent longest when there are too many', () => {
    const store = createMetricStore();
    store.append(emfLine({ X: 1 }, {}, 0));
    store.append(emfLine({ X: 1 }, {}, KEPT_MS + 2 * STEP_MS));
    expect(store.series()[0]?.between(0, 2 * KEPT_MS).sum).toBe(1);

    for (let at = 0; at < 2_100; at += 1) store.append(emfLine({ Y: 1 }, { reason: `r${at}` }, KEPT_MS));
    const reasons = store.series().map(({ dimensions }) => dimensions.reason);
    expect(reasons).toHaveLength(2_000);
    expect(reasons).not.toContain('r0');
    expect(reasons).toContain('r2099');
  });
});
