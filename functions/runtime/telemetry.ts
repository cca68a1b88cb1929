import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Outcome } from '../sign-in/ports.ts';

type Unit = (typeof MetricUnit)[keyof typeof MetricUnit];

/** Beside these: Powertools' own `ColdStart`, by `function_name`. */
export const COLD_START = 'ColdStart';

/** CloudWatch namespace of every metric. */
export const NAMESPACE = 'Doorcode';

/** The dimension that every metric carries, and the name in every log line, where a deployment has no name of its own. */
export const SERVICE = 'doorcode';

/** Where a deployment's name stands. Powertools' own variable, so that whatever else it prints has the name as well. */
export const SERVICE_VARIABLE = 'POWERTOOLS_SERVICE_NAME';

/** The deployment's name in metrics and log lines: two in one account and region would add up to one without it. */
export const serviceName = (env: Readonly<Record<string, string | undefined>>): string =>
  env[SERVICE_VARIABLE] || SERVICE;

export type MetricDefinition = {
  readonly unit: Unit;
  /** Beside `service`. */
  readonly dimensions: readonly string[];
  /** True: counted once more under `service` alone, since an alarm cannot add up over dimensions. */
  readonly isSummed?: true;
};

/** Every metric that the functions emit. */
export const metricDefinitions = {
  SignInStarted: { unit: MetricUnit.Count, dimensions: [] },
  SignInFailed: {
    unit: MetricUnit.Count,
    dimensions: [],
  },
  SignInSucceeded: { unit: MetricUnit.Count, dimensions: [] },
  CodeSent: {
    unit: MetricUnit.Count,
    dimensions: ['channel', 'provider'],
    isSummed: true,
  },
  SendLatency: {
    unit: MetricUnit.Milliseconds,
    dimensions: ['channel', 'provider'],
  },
  CodeFallback: {
    unit: MetricUnit.Count,
    dimensions: ['channel', 'provider'],
  },
  SmsSent: {
    unit: MetricUnit.Count,
    dimensions: ['country'],
  },
  SmsToNewNumbers: { unit: MetricUnit.Count, dimensions: [] },
  SendFailed: {
    unit: MetricUnit.Count,
    dimensions: ['channel', 'provider', 'reason'],
    isSummed: true,
  },
  CodeReused: {
    unit: MetricUnit.Count,
    dimensions: ['channel'],
  },
  DuplicateSuppressed: {
    unit: MetricUnit.Count,
    dimensions: ['channel'],
  },
  Limited: {
    unit: MetricUnit.Count,
    dimensions: ['reason'],
  },
  Withheld: {
    unit: MetricUnit.Count,
    dimensions: ['reason'],
  },
  UnknownUser: { unit: MetricUnit.Count, dimensions: [] },
  NoDestination: {
    unit: MetricUnit.Count,
    dimensions: ['reason'],
  },
  RightAnswer: { unit: MetricUnit.Count, dimensions: ['channel'] },
  TimeToSignIn: {
    unit: MetricUnit.Milliseconds,
    dimensions: ['channel'],
  },
  WrongAnswer: { unit: MetricUnit.Count, dimensions: ['channel'] },
  UnevaluatedAnswer: {
    unit: MetricUnit.Count,
    dimensions: ['reason'],
  },
  ConsecutiveFailures: {
    unit: MetricUnit.Count,
    dimensions: [],
  },
  AddressChanged: { unit: MetricUnit.Count, dimensions: ['channel'] },
  SignUpAccepted: { unit: MetricUnit.Count, dimensions: [] },
  SignUpRefused: { unit: MetricUnit.Count, dimensions: ['reason'] },
  Delivered: { unit: MetricUnit.Count, dimensions: ['channel'] },
  DeliveryLatency: {
    unit: MetricUnit.Milliseconds,
    dimensions: ['channel'],
  },
  DeliveryDelayed: {
    unit: MetricUnit.Count,
    dimensions: ['channel', 'reason'],
  },
  Bounced: { unit: MetricUnit.Count, dimensions: ['channel', 'reason'] },
  Complained: {
    unit: MetricUnit.Count,
    dimensions: ['channel'],
  },
  Rejected: {
    unit: MetricUnit.Count,
    dimensions: ['channel'],
  },
  Refused: {
    unit: MetricUnit.Count,
    dimensions: ['code'],
  },
  AccountRefused: { unit: MetricUnit.Count, dimensions: ['code'] },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof metricDefinitions;

const definitionOf = (name: MetricName): MetricDefinition => metricDefinitions[name];

/** The EMF lines of some metrics: those with the same dimensions go out together, and no metric by another's. */
const lines = (names: readonly MetricName[]): readonly (readonly MetricName[])[] => [
  ...Map.groupBy(names, (name) =>
    JSON.stringify([definitionOf(name).dimensions, definitionOf(name).isSummed]),
  ).values(),
];

type Dimensions = Partial<Record<'channel' | 'provider' | 'reason' | 'code' | 'country', string | undefined>>;

export type Telemetry = {
  count(name: MetricName, dimensions?: Dimensions): void;
  /** The metrics of one outcome. */
  observe(outcome: Outcome): void;
};

/**
 * Emits metrics of low cardinality only: no user, client, address or challenge is ever a dimension.
 * @param consecutiveFailuresAlarm the streak of wrong answers from which `ConsecutiveFailures` is emitted
 */
export const createTelemetry = (metrics: Metrics, consecutiveFailuresAlarm: number): Telemetry => {
  const emit = (values: Partial<Record<MetricName, number>>, dimensions: Dimensions) => {
    for (const names of lines(Object.keys(values) as MetricName[])) emitLine(names, values, dimensions);
  };
  const emitLine = (
    names: readonly MetricName[],
    values: Partial<Record<MetricName, number>>,
    dimensions: Dimensions,
  ) => {
    const [{ dimensions: wanted, isSummed }] = names.map(definitionOf) as [MetricDefinition];
    const chosen = Object.fromEntries(
      wanted.map((dimension) => [dimension, dimensions[dimension as keyof Dimensions] ?? 'none']),
    );
    if (isSummed) {
      metrics.addDimensions(chosen);
      metrics.addDimensions({});
    } else {
      for (const [dimension, value] of Object.entries(chosen)) metrics.addDimension(dimension, value);
    }
    for (const name of names) metrics.addMetric(name, metricDefinitions[name].unit, values[name] ?? 0);
    metrics.publishStoredMetrics();
  };
  const count: Telemetry['count'] = (name, dimensions = {}) => emit({ [name]: 1 }, dimensions);

  /** A message that failed has drawn on its budget, too. */
  const countBudget = ({ budget }: Outcome) => {
    if (budget === 'new') count('SmsToNewNumbers');
  };

  const observe: Telemetry['observe'] = (outcome) => {
    const { medium: channel, provider, reason, durationMs = 0 } = outcome;
    switch (outcome.outcome) {
      case 'sent':
        countBudget(outcome);
        if (outcome.country !== undefined) count('SmsSent', { country: outcome.country });
        if (outcome.insteadOf !== undefined) count('CodeFallback', { channel, provider });
        return emit({ CodeSent: 1, SendLatency: durationMs }, { channel, provider });
      case 'send-failed':
        countBudget(outcome);
        return count('SendFailed', { channel, provider, reason });
      case 'reused':
        return count('CodeReused', { channel });
      case 'duplicate':
        return count('DuplicateSuppressed', { channel });
      case 'limited':
        return count('Limited', { reason });
      case 'nowhere':
        return count('NoDestination', { reason });
      case 'withheld':
        return count('Withheld', { reason });
      case 'unknown-user':
        return count('UnknownUser');
      case 'right-answer':
        return emit({ RightAnswer: 1, TimeToSignIn: durationMs }, { channel });
      case 'wrong-answer':
        count('WrongAnswer', { channel });
        if ((outcome.consecutiveFailures ?? 0) >= consecutiveFailuresAlarm) count('ConsecutiveFailures');
        return;
      case 'unevaluated-answer':
        return count('UnevaluatedAnswer', { reason });
      case 'succeeded':
        return count('SignInSucceeded');
      case 'address-changed':
        return count('AddressChanged', { channel });
      case 'signed-up':
        return count('SignUpAccepted');
      case 'delivered':
        return emit({ Delivered: 1, DeliveryLatency: durationMs }, { channel });
      case 'delivery-delayed':
        return count('DeliveryDelayed', { channel, reason });
      case 'bounced':
        return count('Bounced', { channel, reason });
      case 'complained':
        return count('Complained', { channel });
      case 'rejected':
        return count('Rejected', { channel });
      case 'sign-up-refused':
        return count('SignUpRefused', { reason });
    }
  };

  return { count, observe };
};
