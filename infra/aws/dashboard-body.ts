import { COLD_START, type MetricName, metricDefinitions, NAMESPACE } from '../../functions/runtime/telemetry.ts';

/** A CloudWatch dashboard as its API takes it. Source: CloudWatch API Reference, "Dashboard Body Structure and Syntax" */
export type DashboardBody = { readonly start: string; readonly widgets: readonly Widget[] };

export type Widget = TextWidget | MetricWidget;

type Place = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export type TextWidget = Place & { readonly type: 'text'; readonly properties: { readonly markdown: string } };

export type MetricWidget = Place & {
  readonly type: 'metric';
  readonly properties: {
    readonly title: string;
    readonly view: 'timeSeries' | 'singleValue';
    readonly region: string;
    readonly period: number;
    readonly stat: string;
    readonly stacked?: boolean;
    readonly metrics: readonly Row[];
    readonly yAxis?: { readonly left: { readonly min?: number; readonly max?: number; readonly label?: string } };
    readonly annotations?: { readonly horizontal: readonly { readonly label: string; readonly value: number }[] };
  };
};

/** `[namespace, metric, dimension, value, ..., options]`, or `[{expression}]`. */
export type Row = readonly (string | RowOptions)[];

export type RowOptions = {
  readonly id?: string;
  readonly expression?: string;
  readonly label?: string;
  readonly stat?: string;
  readonly visible?: boolean;
  readonly period?: number;
};

/** What a dashboard must be told of its deployment. Names may be tokens of CloudFormation. */
export type DashboardSubject = {
  readonly region: string;
  /** Its name in metrics. */
  readonly service: string;
  /** The functions, by what they do. */
  readonly functions: Readonly<Record<string, string>>;
  readonly tables: readonly string[];
  readonly configurationSet: string;
  /** The queue of what could not be written down; null where there is none. */
  readonly deadLetters: string | null;
  readonly smsPerDay: number | null;
};

const PERIOD = 300;

/** One of our metrics under `service` alone. */
export const totalOf =
  (service: string) =>
  (name: MetricName, options: RowOptions = {}): Row => [
    NAMESPACE,
    name,
    'service',
    service,
    ...(Object.keys(options).length > 0 ? [options] : []),
  ];

/** One of our metrics, a line for each value of its dimensions. */
export const byDimensionOf =
  (service: string) =>
  (name: MetricName, stat: string, id: string): Row => {
    const schema = [NAMESPACE, 'service', ...metricDefinitions[name].dimensions].join(',');
    const expression = `SEARCH('{${schema}} MetricName="${name}" service="${service}"', '${stat}', ${PERIOD})`;
    return [{ expression, id, label: '' }];
  };

/** Right answers in percent of the codes that went by one channel, whichever its providers were. */
export const answeredShare = (service: string, channel: string): readonly Row[] => {
  const [right, sent] = [`right_${channel}`, `sent_${channel}`];
  const schema = [NAMESPACE, 'service', ...metricDefinitions.CodeSent.dimensions].join(',');
  const search = `SEARCH('{${schema}} MetricName="CodeSent" service="${service}" channel="${channel}"', 'Sum', ${PERIOD})`;
  return [
    [{ expression: `IF(${sent} > 0, 100 * FILL(${right}, 0) / ${sent})`, label: channel, id: `share_${channel}` }],
    [{ expression: `SUM(${search})`, id: sent, visible: false }],
    [NAMESPACE, 'RightAnswer', 'service', service, 'channel', channel, { id: right, visible: false }],
  ];
};

/** Lays titled rows of graphs below each other: CloudWatch's grid has 24 columns. */
export const layOut = (
  rows: readonly { readonly heading: string; readonly graphs: readonly MetricWidget['properties'][] }[],
): readonly Widget[] => {
  const widgets: Widget[] = [];
  let y = 0;
  for (const { heading, graphs } of rows) {
    widgets.push({ type: 'text', x: 0, y, width: 24, height: 1, properties: { markdown: `## ${heading}` } });
    y += 1;
    const width = Math.floor(24 / Math.max(1, graphs.length));
    graphs.forEach((properties, at) => {
      widgets.push({ type: 'metric', x: at * width, y, width, height: 6, properties });
    });
    y += 6;
  }
  return widgets;
};

type Graph = Omit<MetricWidget['properties'], 'region' | 'view' | 'period' | 'stat'> &
  Partial<Pick<MetricWidget['properties'], 'view' | 'period' | 'stat'>>;

/** A graph with what is common to all of them. */
export const graph =
  (region: string) =>
  (properties: Graph): MetricWidget['properties'] => ({
    view: 'timeSeries',
    region,
    period: PERIOD,
    stat: 'Sum',
    ...properties,
  });

/** One Lambda metric of every function. */
export const ofFunctions = (functions: DashboardSubject['functions'], metric: string, stat: string): readonly Row[] =>
  Object.entries(functions).map(([label, name]) => ['AWS/Lambda', metric, 'FunctionName', name, { label, stat }]);

/** Cold starts of every function, as they count them themselves. */
export const coldStarts = ({ service, functions }: DashboardSubject): readonly Row[] =>
  Object.entries(functions).map(([label, name]) => [
    NAMESPACE,
    COLD_START,
    'service',
    service,
    'function_name',
    name,
    { label, stat: 'Sum' },
  ]);
