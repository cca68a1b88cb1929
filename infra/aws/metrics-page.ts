import {
  COLD_START,
  type MetricDefinition,
  metricDefinitions,
  NAMESPACE,
  SERVICE,
} from '../../functions/runtime/telemetry.ts';
import { type AlarmDefinition, alarmDefinitions } from './alarm-definitions.ts';
import { defaultThresholds } from './alarm-thresholds.ts';
import type { DashboardSubject } from './dashboard-body.ts';
import { metricMeanings } from './metric-meanings.ts';

/** The page is of no deployment: names stand for what they name. */
const subject: DashboardSubject = {
  region: 'region',
  service: SERVICE,
  functions: { triggers: 'triggers' },
  tables: ['records', 'audit'],
  configurationSet: 'set',
  deadLetters: 'queue',
  smsPerDay: 1_000,
};

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const metricRow = ([name, definition]: readonly [string, MetricDefinition]): string => {
  const dimensions = definition.dimensions.map((one) => `\`${one}\``).join(', ');
  const also = definition.isSummed === true ? `${dimensions}; and none` : dimensions || 'none';
  return row(`\`${name}\``, definition.unit, also, metricMeanings[name as keyof typeof metricMeanings]);
};

const alarmRow = ({
  id,
  label,
  comparison,
  threshold,
  period,
  evaluationPeriods,
  datapointsToAlarm,
}: AlarmDefinition) => {
  const sign = { GreaterThanThreshold: '>', GreaterThanOrEqualToThreshold: '≥', LessThanThreshold: '<' }[comparison];
  const often = evaluationPeriods === 1 ? '' : `, ${datapointsToAlarm} of ${evaluationPeriods} times`;
  return row(`\`${id}\``, label, `${sign} ${threshold}`, `${period / 60} min${often}`);
};

const alarmText = ({ id, description }: AlarmDefinition): string => `- **${id}**: ${description}`;

/** The page on metrics and alarms, written from their definitions. */
export const metricsPage = (): string => {
  const alarms = alarmDefinitions(subject, defaultThresholds);
  return [
    '# Metrics and alarms',
    '',
    '<!-- Written by `npm run docs:metrics` from functions/runtime/telemetry.ts and infra/aws. Change those, not this. -->',
    '',
    `Every metric is in the CloudWatch namespace \`${NAMESPACE}\` and carries the dimension \`service\`: the deployment's name, which is \`serviceName\` or the stack's, and \`${SERVICE}\` on the laptop. ` +
      'The functions print them as EMF lines: nothing is called and nothing is waited for. No user, client, address or ' +
      'challenge is ever a dimension.',
    '',
    '## Metrics',
    '',
    row('metric', 'unit', 'dimensions', 'says'),
    row('---', '---', '---', '---'),
    ...Object.entries(metricDefinitions).map(metricRow),
    row(`\`${COLD_START}\``, 'Count', '`function_name`', 'starts of a function’s container'),
    '',
    '## Alarms',
    '',
    'They tell one SNS topic. `alarmThresholds` changes where they begin.',
    '',
    row('alarm', 'of', 'goes off at', 'measured over'),
    row('---', '---', '---', '---'),
    ...alarms.map(alarmRow),
    '',
    'What each of them says:',
    '',
    ...alarms.map(alarmText),
    '',
  ].join('\n');
};
