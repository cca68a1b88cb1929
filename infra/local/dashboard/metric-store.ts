import { readEmf } from './emf.ts';
import { addValues, type Bucket, emptyBucket, mergeBuckets } from './statistic.ts';

/** The finest step that is kept, ms. */
export const STEP_MS = 5_000;
/** What is older is forgotten, ms. */
export const KEPT_MS = 60 * 60 * 1_000;
/** More series than any deployment has: a bound, should a dimension ever run wild. */
const MAX_SERIES = 2_000;

/** The measurements of one metric with one set of dimensions. */
export type Series = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Everything measured from `from` on and before `to`, ms since the epoch, in steps of `STEP_MS`. */
  between(from: number, to: number): Bucket;
};

/** The metrics that the functions print, for the last hour. */
export type MetricStore = {
  /** Takes what a function printed, metrics or not. */
  append(output: string): void;
  series(): readonly Series[];
};

export const createMetricStore = (): MetricStore => {
  const all = new Map<string, Series & { readonly buckets: Map<number, Bucket> }>();

  const find = (key: string, make: () => Pick<Series, 'namespace' | 'name' | 'dimensions'>) => {
    const known = all.get(key);
    // Moved to the end: the first one is always the one that was silent longest.
    all.delete(key);
    const buckets = known?.buckets ?? new Map<number, Bucket>();
    const found = known ?? { ...make(), buckets, between: (from: number, to: number) => between(buckets, from, to) };
    all.set(key, found);
    const [oldest] = all.keys();
    if (all.size > MAX_SERIES && oldest !== undefined) all.delete(oldest);
    return found;
  };

  return {
    append(output) {
      for (const line of output.split('\n')) {
        for (const { namespace, name, dimensions, at, values } of readEmf(line)) {
          const key = JSON.stringify([
            namespace,
            name,
            Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1)),
          ]);
          const { buckets } = find(key, () => ({ namespace, name, dimensions }));
          const step = Math.floor(at / STEP_MS);
          buckets.set(step, addValues(buckets.get(step) ?? emptyBucket, values));
          for (const old of buckets.keys()) if (old < step - KEPT_MS / STEP_MS) buckets.delete(old);
        }
      }
    },
    series: () => [...all.values()],
  };
};

const between = (buckets: ReadonlyMap<number, Bucket>, from: number, to: number): Bucket => {
  const found: Bucket[] = [];
  for (let step = Math.floor(from / STEP_MS); step * STEP_MS < to; step += 1) {
    const bucket = buckets.get(step);
    if (bucket !== undefined) found.push(bucket);
  }
  return mergeBuckets(found);
};
