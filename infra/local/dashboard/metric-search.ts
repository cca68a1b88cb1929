/** What a SEARCH asks for. */
export type MetricSearch = {
  readonly namespace: string;
  /** The dimensions that a metric must have, these and no others. */
  readonly dimensions: readonly string[];
  readonly name: string;
  /** Values that some of them must have. */
  readonly wanted: Readonly<Record<string, string>>;
  readonly stat: string;
};

const SEARCH = /^SEARCH\('\{([^}]+)\}\s*([^']*)',\s*'([^']+)'(?:,\s*\d+)?\)$/;

/**
 * Reads a SEARCH expression that names a metric and its dimensions; null for any other expression.
 * Source: CloudWatch User Guide, "CloudWatch search expression syntax"
 */
export const readSearch = (expression: string): MetricSearch | null => {
  const [, schema = '', query = '', stat = ''] = SEARCH.exec(expression.trim()) ?? [];
  const [namespace = '', ...dimensions] = schema.split(',').map((part) => part.trim());
  const terms = Object.fromEntries(
    [...query.matchAll(/([\w.]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );
  const { MetricName: name, ...wanted } = terms;
  return name === undefined || namespace === '' ? null : { namespace, dimensions, name, wanted, stat };
};

/** True for a metric that the search finds. */
export const isFound = (
  search: MetricSearch,
  metric: {
    readonly namespace: string;
    readonly name: string;
    readonly dimensions: Readonly<Record<string, string>>;
  },
): boolean =>
  metric.namespace === search.namespace &&
  metric.name === search.name &&
  Object.keys(metric.dimensions).length === search.dimensions.length &&
  search.dimensions.every((name) => Object.hasOwn(metric.dimensions, name)) &&
  Object.entries(search.wanted).every(([name, value]) => metric.dimensions[name] === value);
