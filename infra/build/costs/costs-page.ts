import { assume, assumptions, freeAllowances } from './assumptions.ts';
import { isSteady, metricsBill, perThousand, standingBill, totalOf, usersBill } from './bill.ts';
import type { CostFacts, DeploymentFacts } from './cost-facts.ts';
import { loweringSection, unprovenSection } from './costs-advice.ts';
import { countsSection, perThousandSection, textSection } from './costs-sign-ins.ts';
import { dollars, grouped, table } from './markdown.ts';
import type { Usage } from './measure.ts';
import { type Price, type Prices, usdOf } from './prices.ts';

/** The functions that one sign-in by email starts: the triggers, and the one for mail events. */
const COLD_START_STREAMS = 2;

const MONTHS = [1_000, 10_000, 100_000, 1_000_000] as const;

/** The page on what a deployment costs, from facts, prices and assumptions alone. */
export const costsPage = (facts: CostFacts, prices: Prices): string =>
  [
    '# What it costs',
    '',
    '<!-- Written by `npm run docs:costs` from the template, a run on the local stack and infra/build/costs/prices.json. Change those, not this. -->',
    '',
    'US dollars, list prices of `us-east-1` as stored public pages gave them on 2026-11-22; they may be older, and yours',
    'differ by region, plan and contract. What stands is counted in the template that `npm run synth` writes, what a',
    'sign-in asks for in a run of the real functions on the local stack. No bill has been seen.',
    '',
    ...shortAnswer(facts, prices),
    ...idleSection(facts, prices),
    ...perThousandSection(facts, prices),
    ...textSection(facts, prices),
    ...metricsSection(facts, prices),
    ...monthsSection(facts, prices),
    ...loweringSection(facts, prices),
    ...countsSection(facts),
    ...assumptionsSection(),
    ...pricesSection(prices),
    ...unprovenSection(),
  ].join('\n');

const idle = ({ standing }: DeploymentFacts, prices: Prices): number => totalOf(standingBill(standing, prices));

/** A thousand sign-ins, from steady traffic to containers that each begin from nothing. */
const range = (usage: Usage, { memoryMb }: DeploymentFacts, prices: Prices, firewall = false): string => {
  const lines = perThousand(usage, { prices, memoryMb, firewall });
  return `${dollars(totalOf(lines.filter(isSteady)))} to ${dollars(totalOf(lines))}`;
};

const emailBill = ({ email, deployments }: CostFacts, prices: Prices): number =>
  totalOf(perThousand(email.email, { prices, memoryMb: deployments.email.memoryMb, firewall: false }));

const emailStreams = ({ email }: CostFacts): number => email.email.printed.streams.length + COLD_START_STREAMS;

const shortAnswer = (facts: CostFacts, prices: Prices): readonly string[] => {
  const { deployments } = facts;
  const metrics = (count: number): string => dollars(metricsBill(count, Number.POSITIVE_INFINITY, prices));
  const all =
    new Set(Object.values(facts.channels).flatMap(({ printed }) => printed.streams)).size + COLD_START_STREAMS;
  const three = (one: DeploymentFacts, firewall: boolean): string => {
    const of = (usage: Usage) => range(usage, one, prices, firewall);
    const { email, push, sms } = facts.channels;
    return `email ${of(email)}, push ${of(push)}, SMS ${of(sms)} and the carriers`;
  };
  return [
    '## The short answer',
    '',
    ...table(
      ['deployment', 'idle, a month', 'custom metrics while in use, a month', 'per 1,000 sign-ins'],
      [
        [
          'email alone, defaults',
          dollars(idle(deployments.email, prices)),
          metrics(emailStreams(facts)),
          `email ${range(facts.email.email, deployments.email, prices)}`,
        ],
        [
          'email, SMS and push',
          dollars(idle(deployments.channels, prices)),
          metrics(all),
          three(deployments.channels, false),
        ],
        [
          'the same with firewall and web hosting',
          dollars(idle(deployments.everything, prices)),
          metrics(all),
          three(deployments.everything, true),
        ],
      ],
    ),
    '',
    `Cognito comes on top, and is most of the bill of a large site: ${usdOf(prices, 'cognito.lite')} for each monthly active user on`,
    `Lite, ${usdOf(prices, 'cognito.essentials')} on Essentials, each after ${grouped(freeAllowances.cognitoUsers)} free ones an account,`,
    `${usdOf(prices, 'cognito.plus')} on Plus from the first. Doorcode needs Lite and no more. Text messages are the other large thing.`,
    '',
  ];
};

const idleSection = ({ deployments }: CostFacts, prices: Prices): readonly string[] => {
  const lines = (one: DeploymentFacts) => standingBill(one.standing, prices);
  const what = [...new Set(Object.values(deployments).flatMap((one) => lines(one).map((line) => line.what)))];
  const cell = (one: DeploymentFacts, name: string): string => {
    const found = lines(one).find((line) => line.what === name);
    return found === undefined ? '' : `${found.quantity}: ${dollars(found.usd)}`;
  };
  const all = [deployments.email, deployments.channels, deployments.everything];
  const { alarms, dashboard } = deployments.channels;
  return [
    '## Idle',
    '',
    'A month in which nobody signs in.',
    '',
    ...table(
      ['what stands', 'email alone', 'three channels', 'with firewall and hosting'],
      [
        ...what.map((name) => [name, ...all.map((one) => cell(one, name))]),
        ['**together**', ...all.map((one) => `**${dollars(idle(one, prices))}**`)],
      ],
    ),
    '',
    '- Keys: one that codes derive from, one that names people and addresses, one that encrypts tables and alarms. The last',
    '  is rotated each year, and the first two rotations add a dollar a month each. A code key that was replaced stays, for',
    '  a dollar, until you schedule its deletion.',
    `- Alarms: ${deployments.email.alarms} of them with email alone, ${alarms} with text messages. Each is metric math, which is charged by the metrics in`,
    `  it. No alarm looks more often than every 60 seconds. Accounts have ${freeAllowances.alarmMetrics} metrics free.`,
    `- The dashboard names ${dashboard.named} metrics and runs ${dashboard.searches} searches, which find as many as there are. Accounts have ${freeAllowances.dashboards} dashboards`,
    `  free of up to ${freeAllowances.metricsPerFreeDashboard} metrics each: with email alone and nothing going wrong this one may be among them.`,
    '- Nothing is charged, while nobody comes, for functions, roles, the pool, queues, topics, the API, the rule on mail',
    '  events, the distribution and the configuration set. Tables, their way back in time, logs and the bucket cost by what',
    `  they hold: ${usdOf(prices, 'dynamodb.storage')}, ${usdOf(prices, 'dynamodb.recovery')}, ${usdOf(prices, 'logs.stored')} and ${usdOf(prices, 's3.storage')} for a GB and month.`,
    '',
  ];
};

const metricsSection = (facts: CostFacts, prices: Prices): readonly string[] => {
  const { deployments, email, channels } = facts;
  const each = usdOf(prices, 'cloudwatch.metric');
  const streams = (all: readonly string[]) => all.map((one) => `\`${one}\``).join(', ');
  return [
    '## Custom metrics',
    '',
    `Each value of each dimension is a metric of its own, for ${each} a month, by the hours in which it has data. An idle`,
    'deployment makes none. A sign-in by email that goes well makes',
    `${email.email.printed.streams.length}: ${streams(email.email.printed.streams)};`,
    `and \`ColdStart\` for each function that starts. By text message they are ${channels.sms.printed.streams.length}, by push ${channels.push.printed.streams.length}. A country of text`,
    'messages is one more, a country that is not in `sms.countries` can be none.',
    '',
    `The worst hour, in which everything that can go wrong does, has ${deployments.email.mostStreams} with email alone and ${deployments.channels.mostStreams} with three`,
    `channels and ${facts.countries} countries: ${dollars(metricsBill(deployments.email.mostStreams, Number.POSITIVE_INFINITY, prices))} and ${dollars(metricsBill(deployments.channels.mostStreams, Number.POSITIVE_INFINITY, prices))} if a whole month were like that. No user, client or address`,
    'is ever a dimension, so no amount of traffic makes more.',
    '',
  ];
};

const monthsSection = (facts: CostFacts, prices: Prices): readonly string[] => {
  const standing = idle(facts.deployments.email, prices);
  return [
    '## A month',
    '',
    `Email alone, with ${assume('signInsPerUser')} sign-ins of each active user. Metrics are counted as if each sign-in had an hour of its own.`,
    '',
    ...table(
      ['sign-ins', 'stands', 'metrics', 'sign-ins themselves', 'Cognito Lite', 'together', 'with Essentials'],
      MONTHS.map((signIns) => {
        const users = signIns / assume('signInsPerUser');
        const metrics = metricsBill(emailStreams(facts), signIns, prices);
        const themselves = (emailBill(facts, prices) * signIns) / 1_000;
        const lite = usersBill('lite', users, prices);
        const own = standing + metrics + themselves;
        return [
          grouped(signIns),
          ...[standing, metrics, themselves, lite, own + lite, own + usersBill('essentials', users, prices)].map(
            dollars,
          ),
        ];
      }),
    ),
    '',
  ];
};

const assumptionsSection = (): readonly string[] => [
  '## Assumptions',
  '',
  'What neither the template nor a local run can tell (`infra/build/costs/assumptions.ts`):',
  '',
  ...table(
    ['number', 'of', 'from'],
    Object.values(assumptions).map(({ value, says, from }) => [value, says, from]),
  ),
  '',
  'Every sign-in is counted in a container that remembers nothing: with KMS asked anew and, at most, asked again for the',
  'table key by each request to DynamoDB, which in truth keeps it for five minutes. Log lines are counted with the longest',
  'name that a function can have, with the three lines that Lambda adds to each run, and with 26 bytes for each line.',
  'Free allowances of an account are left out, but for Cognito’s users.',
  '',
];

const pricesSection = (prices: Prices): readonly string[] => {
  const text = ({ usd }: Price): string => (usd === null ? 'not found' : String(Number(usd.toPrecision(6))));
  const plain = (value: string): string => (/e-/.test(value) ? Number(value).toFixed(10).replace(/0+$/, '') : value);
  return [
    '## Prices',
    '',
    'They stand in `infra/build/costs/prices.json`. `npm run --silent docs:costs -- --prices mine.json` prints this page',
    'with yours, such as `{"sms.NL": 0.07}`, and changes no file.',
    '',
    ...table(
      ['price', 'US dollars', 'for one', 'as of', 'source'],
      Object.entries(prices).map(([name, price]) => [
        `\`${name}\``,
        plain(text(price)),
        price.unit,
        price.asOf ?? '',
        price.source ?? 'none',
      ]),
    ),
    '',
  ];
};
