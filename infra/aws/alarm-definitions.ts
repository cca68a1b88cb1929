import { type MetricName, NAMESPACE } from '../../functions/runtime/telemetry.ts';
import type { SignInErrorCode } from '../../functions/sign-in/errors.ts';
import { type AlarmThresholds, defaultThresholds } from './alarm-thresholds.ts';
import type { DashboardSubject } from './dashboard-body.ts';

/** One metric of an alarm. */
export type AlarmMetric = {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: string;
};

export type AlarmDefinition = {
  readonly id: string;
  /** What it says, what to look at, what to do. */
  readonly description: string;
  readonly metrics: readonly AlarmMetric[];
  /** Over the metrics' ids. */
  readonly expression: string;
  readonly label: string;
  /** Seconds. */
  readonly period: number;
  readonly threshold: number;
  readonly comparison: 'GreaterThanThreshold' | 'GreaterThanOrEqualToThreshold' | 'LessThanThreshold';
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
};

const FIVE_MINUTES = 300;
const HOUR = 3_600;
const DAY = 86_400;

const ownOf =
  (service: string) =>
  (id: string, name: MetricName, dimensions: Readonly<Record<string, string>> = {}): AlarmMetric => ({
    id,
    namespace: NAMESPACE,
    name,
    dimensions: { service, ...dimensions },
    stat: 'Sum',
  });

/**
 * What PreSignUp answers strangers by an error, as Cognito wants a refusal: no fault of ours. Lambda counts each as an
 * error, and `Refused` is of triggers alone: what the account API answers is no error to Lambda, and taken away from the
 * errors it would hide as many. FOREIGN_CLIENT is none of them: the client of another application only gets there where
 * something is set up wrongly.
 */
const REFUSALS = [
  'INVALID_ADDRESS',
  'ADDRESS_NOT_SUPPORTED',
  'SIGN_UP_CLOSED',
] as const satisfies readonly SignInErrorCode[];

/** The alarms of a deployment; the one on text messages only where it sends any. */
export const alarmDefinitions = (
  subject: DashboardSubject,
  thresholds: AlarmThresholds = defaultThresholds,
): readonly AlarmDefinition[] => {
  const { service, functions, configurationSet, smsPerDay } = subject;
  const own = ownOf(service);
  const ofFunctions = (name: string, stat: string): readonly AlarmMetric[] =>
    Object.values(functions).map((value, at) => ({
      id: `f${at}`,
      namespace: 'AWS/Lambda',
      name,
      dimensions: { FunctionName: value },
      stat,
    }));
  const reputation = (name: string): AlarmMetric => ({
    id: 'rate',
    namespace: 'AWS/SES',
    name,
    dimensions: { 'ses:configuration-set': configurationSet },
    stat: 'Average',
  });
  const functionIds = Object.keys(functions).map((_, at) => `f${at}`);
  const t = thresholds;

  const alarms: AlarmDefinition[] = [
    {
      id: 'ConversionDrop',
      description:
        `Less than ${t.conversionPercent} % of the sign-ins of the last hour ended with tokens. Look at the ` +
        'rows “Sign-ins” and “Providers” of the dashboard: few codes sent means a provider or a limit, many codes ' +
        'without right answers means slow or lost mail. Do: `doorcode doctor`, then `doorcode audit --since 1h`.',
      metrics: [own('started', 'SignInStarted'), own('succeeded', 'SignInSucceeded')],
      expression: `IF(started >= ${t.conversionMinimumStarted}, 100 * FILL(succeeded, 0) / started, 100)`,
      label: 'signed in, % of started',
      period: HOUR,
      threshold: t.conversionPercent,
      comparison: 'LessThanThreshold',
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
    },
    {
      id: 'SendFailures',
      description:
        `More than ${t.sendFailurePercent} % of all sends failed. Look at “Failed sends”, by provider and reason: throttled ` +
        'means a quota of SES, SNS or Pinpoint, misconfigured means an identity, a configuration set or a permission. ' +
        'Do: `doorcode doctor`; raise the quota or put another channel first in routing.order.',
      metrics: [own('sent', 'CodeSent'), own('failed', 'SendFailed')],
      expression:
        `IF(FILL(sent, 0) + FILL(failed, 0) >= ${t.sendFailureMinimum}, ` +
        '100 * FILL(failed, 0) / (FILL(sent, 0) + FILL(failed, 0)), 0)',
      label: 'failed sends, %',
      period: FIVE_MINUTES,
      threshold: t.sendFailurePercent,
      comparison: 'GreaterThanThreshold',
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
    },
    {
      id: 'TriggersSlow',
      description:
        `The slowest function takes more than ${t.triggerP99Ms} ms (p99); Cognito gives up after 5,000. Look at ` +
        '“Send latency, p95, ms” and at “DynamoDB: requests throttled”. Do: if a provider is slow, put ' +
        'another channel first; if every function is, give them more memory.',
      metrics: ofFunctions('Duration', 'p99'),
      expression: functionIds.length === 1 ? 'f0' : `MAX([${functionIds.join(', ')}])`,
      label: 'slowest function, p99, ms',
      period: FIVE_MINUTES,
      threshold: t.triggerP99Ms,
      comparison: 'GreaterThanThreshold',
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
    },
    {
      id: 'TriggerErrors',
      description:
        'A function ended with an error, so somebody could not sign in. Look at “Refusals by code”: TRY_LATER means DynamoDB ' +
        'or KMS did not answer, INTERNAL a fault of ours, FOREIGN_CLIENT a client that clientIds does not name; no code at ' +
        'all that a function did not start, crashed or ran out of time. Do: search the log group for "trigger failed"; the ' +
        'causes stand in the line. Sign-ups that were refused as they should be do not count.',
      metrics: [...ofFunctions('Errors', 'Sum'), ...REFUSALS.map((code, at) => own(`r${at}`, 'Refused', { code }))],
      // One sum: what is missing counts as nought in it, while a difference would know nothing without both sides.
      expression: `SUM([${[
        ...functionIds.map((id) => `FILL(${id}, 0)`),
        ...REFUSALS.map((_, at) => `-1 * FILL(r${at}, 0)`),
      ].join(', ')}])`,
      label: 'failed invocations that are no refusals',
      period: FIVE_MINUTES,
      threshold: t.triggerErrors,
      comparison: 'GreaterThanOrEqualToThreshold',
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
    },
    {
      id: 'TriggersThrottled',
      description:
        'Lambda did not let a function run, so somebody had to try again or could not sign in. These count as no errors. ' +
        'Look at “Errors and throttles”: all functions at once means the concurrency of the account, which other ' +
        'functions share. Do: ask for more (Service Quotas, Lambda, concurrent executions); where a flood of sign-ins is ' +
        'the cause, turn the firewall on.',
      metrics: ofFunctions('Throttles', 'Sum'),
      expression: `SUM([${functionIds.map((id) => `FILL(${id}, 0)`).join(', ')}])`,
      label: 'invocations that were not let run',
      period: FIVE_MINUTES,
      threshold: t.triggerThrottles,
      comparison: 'GreaterThanOrEqualToThreshold',
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
    },
    {
      id: 'BounceRate',
      description:
        `More than ${t.bouncePercent} % of the mails bounced; Amazon SES reviews accounts at 5 %. Look at ` +
        '“What became of mails” and at “Sign-ups and accounts”: addresses that do not exist come from open ' +
        'sign-up. Do: close sign-up or allow domains only (signUp), turn the firewall on.',
      metrics: [reputation('Reputation.BounceRate')],
      expression: '100 * rate',
      label: 'bounced, %',
      period: HOUR,
      threshold: t.bouncePercent,
      comparison: 'GreaterThanThreshold',
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
    },
    {
      id: 'ComplaintRate',
      description:
        `More than ${t.complaintPercent} % of the mails were reported as spam; Amazon SES reviews accounts at that rate. ` +
        'Look at “Limits”: people complain of codes that they did not ask for. Do: turn the firewall on, lower ' +
        'policy.emailSendsPerDay, find who asks with `doorcode audit --since 24h`.',
      metrics: [reputation('Reputation.ComplaintRate')],
      expression: '100 * rate',
      label: 'complained, %',
      period: HOUR,
      threshold: t.complaintPercent,
      comparison: 'GreaterThanThreshold',
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
    },
    {
      id: 'FailureSpike',
      description:
        `${t.failedSignIns} sign-ins in five minutes ended without tokens, or one user had a very long streak of wrong ` +
        'answers: somebody may be guessing codes. Look at “Limits” and at “Wrong and unevaluated answers”. Do: nothing ' +
        'gives way, each user has 20 guesses a day; turn the firewall on, and find the users with `doorcode audit --since 15m`.',
      metrics: [own('failed', 'SignInFailed'), own('streaks', 'ConsecutiveFailures')],
      expression: `IF(FILL(streaks, 0) > 0, ${t.failedSignIns}, FILL(failed, 0))`,
      label: 'sign-ins without tokens',
      period: FIVE_MINUTES,
      threshold: t.failedSignIns,
      comparison: 'GreaterThanOrEqualToThreshold',
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
    },
  ];
  if (smsPerDay !== null) {
    alarms.push({
      id: 'SmsBudget',
      description:
        `${t.smsBudgetPercent} % of the day's ${smsPerDay} text messages to new numbers are used. Look at ` +
        '“Text messages by country”: one country that is new to you is SMS pumping. Do: take the country out of ' +
        'sms.countries; raise policy.smsPoolPerDay only if the people are real.',
      metrics: [own('used', 'SmsToNewNumbers')],
      expression: 'FILL(used, 0)',
      label: 'text messages of the day to new numbers',
      period: DAY,
      threshold: Math.floor((smsPerDay * t.smsBudgetPercent) / 100),
      comparison: 'GreaterThanOrEqualToThreshold',
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
    });
  }
  return alarms;
};
