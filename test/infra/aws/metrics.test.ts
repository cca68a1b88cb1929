import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  COLD_START,
  type MetricDefinition,
  metricDefinitions,
  NAMESPACE,
  serviceName,
} from '../../../functions/runtime/telemetry.ts';
import { alarmDefinitions } from '../../../infra/aws/alarm-definitions.ts';
import { defaultThresholds } from '../../../infra/aws/alarm-thresholds.ts';
import type { DashboardBody, Row } from '../../../infra/aws/dashboard-body.ts';
import { dashboardBody } from '../../../infra/aws/dashboard-rows.ts';
import { Doorcode } from '../../../infra/aws/doorcode.ts';
import { metricsPage } from '../../../infra/aws/metrics-page.ts';
import { fullProps, inlineCode, plainProps, synthesise } from '../../helpers/synthesise.ts';

const subject = {
  region: 'eu-west-1',
  service: 'example',
  functions: { triggers: 'example-triggers', account: 'example-account' },
  tables: ['records', 'audit'],
  configurationSet: 'example',
  deadLetters: 'example-dead-letters',
  smsPerDay: 1_000,
};
const body = dashboardBody(subject);
const alarms = alarmDefinitions(subject);

/** One series by name and its dimensions in the alphabet's order, as `Name{a,b}`. */
const series = (name: string, dimensions: readonly string[]) => `${name}{${[...dimensions].sort().join(',')}}`;

/** Every series that the functions emit. */
const emittedBy = (definitions: Readonly<Record<string, MetricDefinition>>): ReadonlySet<string> =>
  new Set([
    ...Object.entries(definitions).flatMap(([name, { dimensions, isSummed }]) => [
      series(name, ['service', ...dimensions]),
      ...(isSummed === true ? [series(name, ['service'])] : []),
    ]),
    series(COLD_START, ['service', 'function_name']),
  ]);
const emitted = emittedBy(metricDefinitions);

const seriesOf = (row: Row): readonly string[] => {
  const texts = row.filter((part): part is string => typeof part === 'string');
  const options = row.find((part) => typeof part !== 'string');
  const search = /SEARCH\('\{(?<schema>[^}]*)\} MetricName="(?<name>\w+)"/.exec(options?.expression ?? '')?.groups;
  if (search !== undefined) {
    const [namespace, ...dimensions] = (search.schema ?? '').split(',');
    return namespace === NAMESPACE ? [series(search.name ?? '', dimensions)] : [];
  }
  const [namespace, name = '', ...pairs] = texts;
  return namespace === NAMESPACE
    ? [
        series(
          name,
          pairs.filter((_, at) => at % 2 === 0),
        ),
      ]
    : [];
};
const shownBy = ({ widgets }: DashboardBody): readonly string[] =>
  widgets.flatMap((widget) => (widget.type === 'metric' ? widget.properties.metrics.flatMap(seriesOf) : []));
const watched = alarms.flatMap(({ metrics }) =>
  metrics
    .filter(({ namespace }) => namespace === NAMESPACE)
    .map(({ name, dimensions }) => series(name, Object.keys(dimensions))),
);

describe('widgets and alarms', () => {
  test('name what some function emits, with its dimensions', () => {
    for (const one of [...shownBy(body), ...watched]) expect(emitted).toContain(one);
  });

  test('show every series that a function emits, with every set of its dimensions', () => {
    const shown = new Set([...shownBy(body), ...watched]);

    expect([...emitted].filter((one) => !shown.has(one))).toEqual([]);
  });

  test.each(Object.keys(metricDefinitions))('would miss %s if it were renamed', (name) => {
    const { [name as keyof typeof metricDefinitions]: definition, ...others } = metricDefinitions;
    const renamed = emittedBy({ ...others, [`${name}Renamed`]: definition });

    expect([...shownBy(body), ...watched].every((one) => renamed.has(one))).toBe(false);
  });
});

describe('the dashboard', () => {
  test('of a template is the one that is drawn elsewhere, with the deployment’s names', () => {
    const [dashboard] = Object.values(synthesise(fullProps).template.findResources('AWS::CloudWatch::Dashboard'));
    const text = JSON.stringify(dashboard?.Properties.DashboardBody);

    for (const { type, properties } of body.widgets) {
      if (type === 'metric') expect(text).toContain(properties.title);
    }
  });

  test('keeps within CloudWatch’s grid, nothing over anything else', () => {
    for (const { x, width } of body.widgets) expect(x + width).toBeLessThanOrEqual(24);
    const places = body.widgets.map(({ x, y }) => `${x},${y}`);
    expect(new Set(places).size).toBe(places.length);
  });

  test('uses each id once in a widget, as CloudWatch wants them', () => {
    for (const widget of body.widgets) {
      if (widget.type !== 'metric') continue;
      const ids = widget.properties.metrics.flatMap((row) =>
        row.flatMap((part) => (typeof part === 'string' ? [] : (part.id ?? []))),
      );
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ids) expect(id).toMatch(/^[a-z]\w*$/);
    }
  });
});

describe('the alarms', () => {
  test('are nine, or eight where no text messages are sent', () => {
    synthesise(fullProps).template.resourceCountIs('AWS::CloudWatch::Alarm', 9);
    synthesise(plainProps).template.resourceCountIs('AWS::CloudWatch::Alarm', 8);
  });

  test.each(alarms)('say what to look at and what to do: $id', ({ description }) => {
    expect(description).toMatch(/Look at .* Do: /s);
    expect(description.length).toBeLessThanOrEqual(1_024);
  });

  test('are within what CloudWatch takes: ten metrics, each with its id in the expression', () => {
    const many = { ...subject, functions: Object.fromEntries([...'abcdefg'].map((name) => [name, name])) };
    for (const { metrics, expression } of alarmDefinitions(many)) {
      expect(metrics.length).toBeLessThanOrEqual(10);
      for (const { id } of metrics) expect(expression).toMatch(new RegExp(`\\b${id}\\b`));
    }
  });

  test.each(alarms)('name rows and graphs that there are: $id', ({ description }) => {
    const titles = body.widgets.map(({ type, properties }) =>
      type === 'text' ? properties.markdown.replace('## ', '') : properties.title,
    );
    const named = [...description.matchAll(/“([^”]*)”/g)].map(([, name]) => name);

    expect(named.length).toBeGreaterThan(0);
    for (const name of named) expect(titles).toContain(name);
  });

  test('take refused sign-ups for no faults, and nothing else away from errors', () => {
    const [errors] = alarms.filter(({ id }) => id === 'TriggerErrors');
    const metrics = Object.fromEntries(
      (errors?.metrics ?? []).map(({ id, name, dimensions }) => [id, `${name} ${dimensions.code ?? 'of a function'}`]),
    );
    const terms = (errors?.expression ?? '').replace(/^SUM\(\[(.*)\]\)$/, '$1').split(/, (?=-|FILL)/);
    const parts = terms.map((term) => {
      const [, sign, id = ''] = /^(-1 \* )?FILL\((\w+), 0\)$/.exec(term) ?? [];
      return `${sign === undefined ? '+' : '-'} ${metrics[id]}`;
    });

    expect(parts).toEqual([
      '+ Errors of a function',
      '+ Errors of a function',
      '- Refused INVALID_ADDRESS',
      '- Refused ADDRESS_NOT_SUPPORTED',
      '- Refused SIGN_UP_CLOSED',
    ]);
  });

  test('hold text messages to new numbers, and no others, against the budget of new numbers', () => {
    const [budget] = alarms.filter(({ id }) => id === 'SmsBudget');

    expect(budget?.metrics.map(({ name }) => name)).toEqual(['SmsToNewNumbers']);
  });

  test('begin at the named thresholds', () => {
    const thresholds = Object.fromEntries(alarms.map(({ id, threshold }) => [id, threshold]));

    expect(thresholds).toEqual({
      ConversionDrop: defaultThresholds.conversionPercent,
      SendFailures: defaultThresholds.sendFailurePercent,
      TriggersSlow: 3_000,
      TriggerErrors: 1,
      TriggersThrottled: 1,
      BounceRate: 2,
      ComplaintRate: 0.1,
      FailureSpike: defaultThresholds.failedSignIns,
      SmsBudget: 800,
    });
  });
});

describe('two deployments in one account and region', () => {
  const app = new App();
  const templates = [{}, { serviceName: 'second' }].map((own, at) => {
    const stack = new Stack(app, `Stack${at}`);
    return { stack, made: new Doorcode(stack, 'Doorcode', { ...fullProps, functionCode: inlineCode, ...own }) };
  });

  test('are told apart by the functions, too', () => {
    expect(serviceName({ POWERTOOLS_SERVICE_NAME: 'second' })).toBe('second');
    expect(serviceName({})).toBe('doorcode');
  });

  test.each([
    [/^Stack0-Doorcode-\w+$/, 0],
    [/^second$/, 1],
  ] as const)('have metrics of their own: %s', (name, at) => {
    const template = Template.fromStack(templates[at]?.stack as Stack);
    const found = (type: string) => Object.values(template.findResources(type));
    const own = found('AWS::CloudWatch::Alarm')
      .flatMap(({ Properties }) => Properties.Metrics)
      .flatMap(({ MetricStat }) => (MetricStat?.Metric.Namespace === NAMESPACE ? MetricStat.Metric.Dimensions : []))
      .filter((dimension: { Name: string }) => dimension.Name === 'service');
    const drawn = JSON.stringify(found('AWS::CloudWatch::Dashboard')).replaceAll('\\', '');

    for (const { Properties } of found('AWS::Lambda::Function')) {
      expect(Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME).toMatch(name);
    }
    expect(own.length).toBeGreaterThan(5);
    for (const { Value } of own) expect(Value).toMatch(name);
    const services = [...drawn.matchAll(/ service="([^"]*)"/g)].map(([, service]) => service);
    expect(services.length).toBeGreaterThan(5);
    for (const service of services) expect(service).toMatch(name);
  });
});

describe('the page on metrics', () => {
  test('is as the definitions are now: npm run docs:metrics writes it', async () => {
    expect(await readFile(new URL('../../../docs/metrics.md', import.meta.url), 'utf8')).toBe(metricsPage());
  });
});
