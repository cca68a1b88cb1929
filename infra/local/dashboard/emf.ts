import * as v from 'valibot';

/** One measurement, as a function printed it. */
export type DataPoint = {
  readonly namespace: string;
  readonly name: string;
  readonly unit: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** ms since the epoch. */
  readonly at: number;
  readonly values: readonly number[];
};

const directive = v.object({
  Namespace: v.string(),
  Dimensions: v.array(v.array(v.string())),
  Metrics: v.array(v.object({ Name: v.string(), Unit: v.optional(v.string(), 'None') })),
});

const emfLine = v.looseObject({
  _aws: v.object({ Timestamp: v.number(), CloudWatchMetrics: v.array(directive) }),
});

/**
 * Reads one printed line as CloudWatch does: a point for each metric and each set of dimensions. Any other line holds none.
 * Source: CloudWatch User Guide, "Specification: Embedded metric format"
 */
export const readEmf = (line: string): readonly DataPoint[] => {
  if (!line.startsWith('{') || !line.includes('"_aws"')) return [];
  let input: unknown;
  try {
    input = JSON.parse(line);
  } catch {
    return [];
  }
  const parsed = v.safeParse(emfLine, input);
  if (!parsed.success) return [];
  const { _aws, ...members } = parsed.output;
  return _aws.CloudWatchMetrics.flatMap(({ Namespace: namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) => {
      const dimensions = dimensionsOf(names, members);
      if (dimensions === null) return [];
      return Metrics.flatMap(({ Name: name, Unit: unit }): DataPoint[] => {
        const values = valuesOf(members[name]);
        return values.length === 0 ? [] : [{ namespace, name, unit, dimensions, at: _aws.Timestamp, values }];
      });
    }),
  );
};

/** Null where the line lacks one of them: CloudWatch takes no such metric. */
const dimensionsOf = (
  names: readonly string[],
  members: Readonly<Record<string, unknown>>,
): Record<string, string> | null => {
  const entries = names.map((name) => [name, members[name]] as const);
  if (entries.some(([, value]) => typeof value !== 'string')) return null;
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
};

const valuesOf = (member: unknown): readonly number[] =>
  (Array.isArray(member) ? member : [member]).filter((value) => typeof value === 'number' && Number.isFinite(value));
