/** What is kept of the values of one stretch of time. */
export type Bucket = {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** For percentiles: the values themselves, or as many as are kept. */
  readonly values: readonly number[];
};

/** A bucket keeps so many values: more would say the same of its percentiles. */
const MAX_VALUES = 500;

export const emptyBucket: Bucket = {
  count: 0,
  sum: 0,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
  values: [],
};

export const addValues = (bucket: Bucket, values: readonly number[]): Bucket => ({
  count: bucket.count + values.length,
  sum: values.reduce((sum, value) => sum + value, bucket.sum),
  min: Math.min(bucket.min, ...values),
  max: Math.max(bucket.max, ...values),
  values: [...bucket.values, ...values].slice(-MAX_VALUES),
});

export const mergeBuckets = (buckets: readonly Bucket[]): Bucket =>
  buckets.reduce(
    (one, other) => ({
      count: one.count + other.count,
      sum: one.sum + other.sum,
      min: Math.min(one.min, other.min),
      max: Math.max(one.max, other.max),
      values: [...one.values, ...other.values],
    }),
    emptyBucket,
  );

/** True for a statistic that is nought, and not unknown, where nothing was measured. */
export const isCount = (stat: string): boolean => stat === 'Sum' || stat === 'SampleCount';

/**
 * A CloudWatch statistic of what was measured; null where nothing was.
 * @throws {TypeError} for a statistic that is not known here
 */
export const statistic = (bucket: Bucket, stat: string): number | null => {
  if (bucket.count === 0) return isCount(stat) ? 0 : null;
  switch (stat) {
    case 'Sum':
      return bucket.sum;
    case 'SampleCount':
      return bucket.count;
    case 'Average':
      return bucket.sum / bucket.count;
    case 'Minimum':
      return bucket.min;
    case 'Maximum':
      return bucket.max;
  }
  const share = /^p(\d{1,2}(?:\.\d+)?)$/.exec(stat)?.[1];
  if (share === undefined) throw new TypeError(`the statistic ${stat} is not drawn here`);
  const sorted = bucket.values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((Number(share) / 100) * sorted.length))] ?? null;
};
