import type { Medium } from '../../functions/runtime/config.ts';
import {
  answeredShare,
  byDimensionOf,
  coldStarts,
  type DashboardBody,
  type DashboardSubject,
  graph,
  layOut,
  ofFunctions,
  type Row,
  totalOf,
} from './dashboard-body.ts';

const CHANNELS = ['email', 'sms', 'push'] as const satisfies readonly Medium[];

/** The dashboard of a deployment: what people came for first, what the machines do last. */
export const dashboardBody = (subject: DashboardSubject): DashboardBody => {
  const { region, service, functions, tables, configurationSet, deadLetters, smsPerDay } = subject;
  const total = totalOf(service);
  const byDimension = byDimensionOf(service);
  const draw = graph(region);
  const ofTables = (metric: string, stat: string): readonly Row[] =>
    tables.map((table) => ['AWS/DynamoDB', metric, 'TableName', table, { stat }]);
  const ofSet = (metric: string, options: object): Row => [
    'AWS/SES',
    metric,
    'ses:configuration-set',
    configurationSet,
    { ...options },
  ];

  const funnel = [
    draw({
      title: 'Funnel',
      metrics: [
        total('SignInStarted', { label: 'started' }),
        total('CodeSent', { label: 'code sent' }),
        total('SignInSucceeded', { label: 'signed in' }),
        total('SignInFailed', { label: 'gave up or refused' }),
        total('UnknownUser', { label: 'unknown name' }),
      ],
    }),
    draw({
      title: 'Conversion, %',
      yAxis: { left: { min: 0, max: 100 } },
      metrics: [
        [{ expression: 'IF(started > 0, 100 * done / started)', label: 'signed in of started', id: 'conversion' }],
        total('SignInStarted', { id: 'started', visible: false }),
        total('SignInSucceeded', { id: 'done', visible: false }),
      ],
    }),
    draw({
      title: 'Codes answered right, % of sent by channel',
      yAxis: { left: { min: 0, max: 100 } },
      metrics: CHANNELS.flatMap((channel) => answeredShare(service, channel)),
    }),
  ];
  const time = [
    draw({ title: 'Time to sign in, p50, ms', stat: 'p50', metrics: [byDimension('TimeToSignIn', 'p50', 'median')] }),
    draw({ title: 'Time to sign in, p95, ms', stat: 'p95', metrics: [byDimension('TimeToSignIn', 'p95', 'slow')] }),
    draw({
      title: 'Mail delivery, p95, ms',
      stat: 'p95',
      metrics: [byDimension('DeliveryLatency', 'p95', 'delivery')],
    }),
  ];
  const providers = [
    draw({ title: 'Send latency, p95, ms', stat: 'p95', metrics: [byDimension('SendLatency', 'p95', 'latency')] }),
    draw({ title: 'Failed sends', metrics: [byDimension('SendFailed', 'Sum', 'failed')] }),
    draw({ title: 'Fallbacks', metrics: [byDimension('CodeFallback', 'Sum', 'fallback')] }),
    draw({
      title: 'Sent nothing on purpose',
      metrics: [byDimension('CodeReused', 'Sum', 'reused'), byDimension('DuplicateSuppressed', 'Sum', 'duplicate')],
    }),
  ];
  const attacks = [
    draw({
      title: 'Limits',
      metrics: [byDimension('Limited', 'Sum', 'limited'), byDimension('Withheld', 'Sum', 'withheld')],
    }),
    draw({
      title: 'Wrong and unevaluated answers',
      metrics: [
        byDimension('WrongAnswer', 'Sum', 'wrong'),
        byDimension('UnevaluatedAnswer', 'Sum', 'unevaluated'),
        total('ConsecutiveFailures', { label: 'long streaks' }),
      ],
    }),
    draw({
      title: 'Nobody to write to',
      metrics: [byDimension('NoDestination', 'Sum', 'nowhere')],
    }),
    draw({
      title: 'Sign-ups and accounts',
      metrics: [
        total('SignUpAccepted', { label: 'signed up' }),
        byDimension('SignUpRefused', 'Sum', 'refused'),
        byDimension('AddressChanged', 'Sum', 'changed'),
      ],
    }),
  ];
  const sms = [
    draw({ title: 'Text messages by country', stacked: true, metrics: [byDimension('SmsSent', 'Sum', 'country')] }),
    draw({
      title: 'Text messages a day to new numbers, and the budget',
      period: 86_400,
      metrics: [total('SmsToNewNumbers', { label: 'to new numbers' })],
      ...(smsPerDay !== null && { annotations: { horizontal: [{ label: 'budget', value: smsPerDay }] } }),
    }),
  ];
  const triggers = [
    draw({
      title: 'Errors and throttles',
      metrics: [...ofFunctions(functions, 'Errors', 'Sum'), ...ofFunctions(functions, 'Throttles', 'Sum')],
    }),
    draw({
      title: 'Duration, p99, ms',
      stat: 'p99',
      metrics: ofFunctions(functions, 'Duration', 'p99'),
      annotations: { horizontal: [{ label: 'Cognito waits no longer', value: 5_000 }] },
    }),
    draw({ title: 'Cold starts', metrics: coldStarts(subject) }),
    draw({
      title: 'Refusals by code',
      metrics: [byDimension('Refused', 'Sum', 'code'), byDimension('AccountRefused', 'Sum', 'account')],
    }),
  ];
  const store = [
    draw({ title: 'DynamoDB: requests throttled', metrics: ofTables('ThrottledRequests', 'Sum') }),
    draw({
      title: 'DynamoDB: units',
      metrics: [...ofTables('ConsumedReadCapacityUnits', 'Sum'), ...ofTables('ConsumedWriteCapacityUnits', 'Sum')],
    }),
  ];
  const mail = [
    draw({
      title: 'Reputation, %',
      stat: 'Average',
      period: 3_600,
      metrics: [
        [{ expression: '100 * bounceRate', label: 'bounced', id: 'bouncedShare' }],
        [{ expression: '100 * complaintRate', label: 'complained', id: 'complainedShare' }],
        ofSet('Reputation.BounceRate', { id: 'bounceRate', visible: false }),
        ofSet('Reputation.ComplaintRate', { id: 'complaintRate', visible: false }),
      ],
    }),
    draw({
      title: 'What became of mails',
      metrics: [
        byDimension('Delivered', 'Sum', 'delivered'),
        byDimension('DeliveryDelayed', 'Sum', 'delayed'),
        byDimension('Bounced', 'Sum', 'bounced'),
        byDimension('Complained', 'Sum', 'complained'),
        byDimension('Rejected', 'Sum', 'rejected'),
      ],
    }),
    ...(deadLetters === null
      ? []
      : [
          draw({
            title: 'Mail events that could not be written down',
            stat: 'Maximum',
            metrics: [
              ['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName', deadLetters, { label: 'waiting' }],
            ],
          }),
        ]),
  ];

  return {
    start: '-PT12H',
    widgets: layOut([
      { heading: 'Sign-ins', graphs: funnel },
      { heading: 'Time', graphs: time },
      { heading: 'Providers', graphs: providers },
      { heading: 'Limits and attacks', graphs: attacks },
      { heading: 'Spend on text messages', graphs: sms },
      { heading: 'Functions', graphs: triggers },
      { heading: 'Store', graphs: store },
      { heading: 'Mail', graphs: mail },
    ]),
  };
};
