import { describe, expect, test } from '@jest/globals';
import type { MetricWidget } from '../../../../infra/aws/dashboard-body.ts';
import { dashboardBody } from '../../../../infra/aws/dashboard-rows.ts';
import { dashboardData } from '../../../../infra/local/dashboard/dashboard-data.ts';
import { dashboardRoute } from '../../../../infra/local/dashboard/dashboard-route.ts';
import { createMetricStore } from '../../../../infra/local/dashboard/metric-store.ts';
import { emfLine } from './emf-lines.ts';

const NOW = Date.UTC(2026, 10, 22, 12, 0, 1);
const body = dashboardBody({
  region: 'us-east-1',
  service: 'doorcode',
  functions: { triggers: 'doorcode-triggers' },
  tables: ['records'],
  configurationSet: 'doorcode',
  deadLetters: null,
  smsPerDay: 1_000,
});

/** A store after some sign-ins, ten seconds ago. */
const measured = () => {
  const store = createMetricStore();
  const say = (metrics: Record<string, number>, dimensions: Record<string, string> = {}) =>
    store.append(emfLine(metrics, dimensions, NOW - 10_000));
  for (let at = 0; at < 4; at += 1) say({ SignInStarted: 1 });
  for (let at = 0; at < 3; at += 1) say({ CodeSent: 1 });
  say({ SignInSucceeded: 1 });
  say({ RightAnswer: 1, TimeToSignIn: 900 }, { channel: 'email' });
  say({ SendFailed: 1 }, { channel: 'email', provider: 'ses', reason: 'timeout' });
  say({ ColdStart: 1 }, { function_name: 'doorcode-triggers' });
  say({ SmsToNewNumbers: 5 });
  return store;
};

const graphs = (store = measured()) =>
  new Map(dashboardData(body, store, 5, NOW).sections.flatMap(({ graphs: all }) => all.map((one) => [one.title, one])));
const total = (values: readonly (number | null)[] = []) => values.reduce<number>((sum, value) => sum + (value ?? 0), 0);

describe('the dashboard on the laptop', () => {
  test('draws every widget of the CloudWatch dashboard, by its headings', () => {
    const { sections, times, stepSeconds } = dashboardData(body, measured(), 5, NOW);

    const titles = body.widgets.flatMap((widget) => (widget.type === 'metric' ? [widget.properties.title] : []));
    expect(sections.flatMap(({ graphs: all }) => all.map(({ title }) => title))).toEqual(titles);
    expect(sections.map(({ heading }) => heading)).toContain('Sign-ins');
    expect([times.length, stepSeconds, times.at(-1)]).toEqual([60, 5, Math.ceil(NOW / 5_000) * 5]);
  });

  test('the funnel and conversion say what happened', () => {
    const funnel = Object.fromEntries(
      (graphs().get('Funnel')?.lines ?? []).map((line) => [line.label, total(line.values)]),
    );

    expect(funnel).toMatchObject({ started: 4, 'code sent': 3, 'signed in': 1, 'unknown name': 0 });
    const [conversion] = graphs().get('Conversion, %')?.lines ?? [];
    expect(conversion?.values.filter((value) => value !== null)).toEqual([25]);
    expect(conversion?.isCount).toBe(false);
  });

  test('a share of sent codes is by channel, whichever provider took them', () => {
    const store = measured();
    const say = (name: string, dimensions: Record<string, string>) =>
      store.append(emfLine({ [name]: 1 }, dimensions, NOW - 10_000));
    for (const provider of ['sns', 'pinpoint']) say('CodeSent', { channel: 'sms', provider });
    say('CodeSent', { channel: 'email', provider: 'ses' });
    say('RightAnswer', { channel: 'sms' });

    const lines = graphs(store).get('Codes answered right, % of sent by channel')?.lines ?? [];

    expect(lines.map(({ label, values }) => [label, values.filter((value) => value !== null)])).toEqual([
      ['email', [100]],
      ['sms', [50]],
      ['push', []],
    ]);
  });

  test('a search draws a line for each combination that was measured', () => {
    const failed = graphs().get('Failed sends');

    expect(failed?.lines.map(({ label, values }) => [label, total(values)])).toEqual([['email, ses, timeout', 1]]);
    expect(graphs(createMetricStore()).get('Failed sends')?.lines).toEqual([]);
  });

  test('percentiles are unknown where nothing was measured; what only AWS measures is told apart', () => {
    const [median] = graphs().get('Time to sign in, p50, ms')?.lines ?? [];
    expect(median?.values.filter((value) => value !== null)).toEqual([900]);
    expect(graphs().get('Duration, p99, ms')?.isMeasured).toBe(false);
    expect(graphs().get('Cold starts')).toMatchObject({
      isMeasured: true,
      lines: [{ label: 'triggers', isCount: true }],
    });
  });

  test('a day is no matter of five seconds: its points tell of all that is remembered', () => {
    const day = graphs().get('Text messages a day to new numbers, and the budget');

    expect(day?.lines[0]?.values.at(-1)).toBe(5);
    expect(day?.lines[0]?.isCount).toBe(false);
    expect(day?.levels).toEqual([{ label: 'budget', value: 1_000 }]);
  });

  test('a widget that cannot be drawn is an error that names the expression', () => {
    const widget: MetricWidget = {
      type: 'metric',
      ...{ x: 0, y: 0, width: 1, height: 1 },
      properties: {
        ...{ title: 'x', view: 'timeSeries', region: 'r', period: 300, stat: 'Sum' },
        metrics: [[{ expression: 'RATE(m1)' }], ['Doorcode', 'SignInStarted', 'service', 'doorcode', { id: 'm1' }]],
      },
    };

    expect(() => dashboardData({ start: '', widgets: [widget] }, measured(), 5, NOW)).toThrow('"RATE(m1)"');
  });
});

describe('/dashboard/data.json', () => {
  const route = dashboardRoute({ metrics: measured(), clock: () => NOW });

  test('answers with the widgets', async () => {
    const answer = await route.request('/data.json?minutes=60');

    expect(answer.status).toBe(200);
    const { sections, stepSeconds } = (await answer.json()) as ReturnType<typeof dashboardData>;
    expect(sections[0]?.graphs[0]?.title).toBe('Funnel');
    expect(stepSeconds).toBe(60);
  });

  test('refuses a span that there is not', async () => {
    const answer = await route.request('/data.json?minutes=7');

    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ message: 'minutes is "7": give 5, 15, 60' });
  });
});
