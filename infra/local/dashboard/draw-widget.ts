import type { MetricWidget, Row, RowOptions } from '../../aws/dashboard-body.ts';
import { evaluate, type Values } from './metric-math.ts';
import { isFound, type MetricSearch, readSearch } from './metric-search.ts';
import { KEPT_MS, type Series } from './metric-store.ts';
import { emptyBucket, isCount, statistic } from './statistic.ts';

/** One line of a graph. `isCount`: its values add up; else the latest one says most. */
export type Line = { readonly label: string; readonly isCount: boolean; readonly values: Values };

/** A graph, ready to be drawn. */
export type Graph = {
  readonly title: string;
  /** False where only AWS measures what it shows. */
  readonly isMeasured: boolean;
  readonly isStacked: boolean;
  readonly lines: readonly Line[];
  readonly min: number | null;
  readonly max: number | null;
  /** Levels that mean something. */
  readonly levels: readonly { readonly label: string; readonly value: number }[];
};

/** The moments that are drawn: each point tells of the stretch that ends there. */
export type Axis = { readonly ends: readonly number[]; readonly stepMs: number };

/** What the laptop measures itself; everything else is AWS's. */
const NAMESPACES: ReadonlySet<string> = new Set(['Doorcode']);
/** From this period on a point stands for the whole period up to it: a day's total is no matter of five seconds. */
const LONG_PERIOD_SECONDS = 3_600;

/**
 * Computes the lines of one widget of the CloudWatch dashboard from what was measured here. Its period is CloudWatch's;
 * here a point tells of one step of the axis, so that something is seen at once.
 * @throws {TypeError} for an expression or a statistic that is not known here
 */
export const drawWidget = ({ properties }: MetricWidget, all: readonly Series[], axis: Axis): Graph => {
  const rows = properties.metrics.map((row) => readRow(row, properties.stat));
  const windowMs = properties.period >= LONG_PERIOD_SECONDS ? KEPT_MS : axis.stepMs;
  const addsUp = (stat: string) => isCount(stat) && windowMs === axis.stepMs;
  const draw = (series: Series | undefined, stat: string): Values =>
    axis.ends.map((end) => statistic(series?.between(end - windowMs, end) ?? emptyBucket, stat));
  const direct = new Map(
    rows.flatMap((row): readonly (readonly [string, Values])[] => {
      if (row.kind === 'metric' && row.id !== undefined) return [[row.id, valuesOf(row, all, draw)]];
      if (row.kind !== 'sum' || row.id === undefined) return [];
      const found = all.filter((series) => isFound(row.search, series)).map((series) => draw(series, row.search.stat));
      return [[row.id, axis.ends.map((_, at) => found.reduce((sum, values) => sum + (values[at] ?? 0), 0))]];
    }),
  );

  const names = new Set(rows.flatMap((row) => (row.kind === 'search' ? [row.search.name] : [])));
  const lines = rows.flatMap((row): Line[] => {
    if (row.kind === 'search') {
      const found = all.filter((series) => isFound(row.search, series));
      const isMixed = names.size > 1 || rows.length > names.size;
      const lines = found.map((series) => ({
        label: labelOf(series, isMixed),
        isCount: addsUp(row.search.stat),
        values: draw(series, row.search.stat),
      }));
      // In an order that stays the same whichever was measured first.
      return lines.toSorted((a, b) => (a.label < b.label ? -1 : 1));
    }
    if (!row.isVisible) return [];
    if (row.kind === 'sum') throw new TypeError(`the sum ${row.label} is not drawn here but in other rows: hide it`);
    if (row.kind === 'metric')
      return [{ label: row.label, isCount: addsUp(row.stat), values: valuesOf(row, all, draw) }];
    return [
      { label: row.label, isCount: false, values: evaluate(row.expression, (id) => direct.get(id), axis.ends.length) },
    ];
  });
  const { left } = properties.yAxis ?? {};
  return {
    title: properties.title,
    isMeasured: rows.some((row) => NAMESPACES.has(row.namespace)),
    isStacked: properties.stacked === true,
    lines,
    min: left?.min ?? null,
    max: left?.max ?? null,
    levels: properties.annotations?.horizontal ?? [],
  };
};

type ReadRow = { readonly namespace: string; readonly label: string; readonly isVisible: boolean } & (
  | {
      readonly kind: 'metric';
      readonly id: string | undefined;
      readonly name: string;
      readonly dimensions: Readonly<Record<string, string>>;
      readonly stat: string;
    }
  | { readonly kind: 'search'; readonly search: MetricSearch }
  | { readonly kind: 'sum'; readonly id: string | undefined; readonly search: MetricSearch }
  | { readonly kind: 'math'; readonly expression: string }
);

const readRow = (row: Row, defaultStat: string): ReadRow => {
  const options = row.find((part): part is RowOptions => typeof part === 'object') ?? {};
  const [namespace = '', name = '', ...pairs] = row.filter((part) => typeof part === 'string');
  const common = { label: options.label || name, isVisible: options.visible !== false };
  const { expression } = options;
  if (expression !== undefined) {
    const search = readSearch(expression);
    if (search !== null) return { kind: 'search', ...common, namespace: search.namespace, search };
    const summed = readSearch(/^SUM\((.*)\)$/.exec(expression)?.[1] ?? '');
    if (summed !== null) return { kind: 'sum', ...common, namespace: summed.namespace, id: options.id, search: summed };
    return { kind: 'math', ...common, label: options.label || expression, namespace: '', expression };
  }
  const dimensions = Object.fromEntries(
    pairs.flatMap((part, at) => (at % 2 === 0 ? [[part, pairs[at + 1] ?? ''] as const] : [])),
  );
  return { kind: 'metric', ...common, namespace, id: options.id, name, dimensions, stat: options.stat ?? defaultStat };
};

/** A count of ours that nobody has counted yet is nought: all that counts runs here. */
const valuesOf = (
  row: Extract<ReadRow, { kind: 'metric' }>,
  all: readonly Series[],
  draw: (series: Series | undefined, stat: string) => Values,
): Values => {
  const search = { ...row, dimensions: Object.keys(row.dimensions), wanted: row.dimensions };
  const found = all.find((series) => isFound(search, series));
  const values = draw(found, row.stat);
  return found === undefined && !(isCount(row.stat) && NAMESPACES.has(row.namespace)) ? values.map(() => null) : values;
};

/** The values of the dimensions that differ; with several metrics in one graph, its name in words as well. */
const labelOf = ({ name, dimensions }: Series, isMixed: boolean): string => {
  const { service: _service, ...others } = dimensions;
  const values = Object.values(others).join(', ');
  if (!isMixed && values !== '') return values;
  const words = name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return values === '' ? words : `${words}: ${values}`;
};
