import { describe, expect, test } from '@jest/globals';
import {
  createTelemetry,
  type MetricDefinition,
  type MetricName,
  metricDefinitions,
} from '../../../functions/runtime/telemetry.ts';
import type { Outcome } from '../../../functions/sign-in/ports.ts';
import { recordOutput } from '../../helpers/recorded-output.ts';

type Emf = {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
} & Readonly<Record<string, unknown>>;

const SUBJECT = 'user#subject-of-ann';
const full: Omit<Outcome, 'outcome'> = {
  subject: SUBJECT,
  at: 1_800_000_000_000,
  destination: 'key-of-address',
  medium: 'email',
  provider: 'ses',
  messageId: 'message-1',
  reason: 'throttled',
  challengeId: 'challenge-1',
  generation: 1,
  durationMs: 12,
  consecutiveFailures: 3,
};
const bare: Omit<Outcome, 'outcome'> = { subject: SUBJECT, at: 1_800_000_000_000 };

/** Every outcome there is, with the metrics that it must count. The type makes a new outcome show up here. */
const metricsOf: Record<Outcome['outcome'], readonly string[]> = {
  sent: ['CodeSent', 'SendLatency'],
  withheld: ['Withheld'],
  'send-failed': ['SendFailed'],
  reused: ['CodeReused'],
  duplicate: ['DuplicateSuppressed'],
  limited: ['Limited'],
  nowhere: ['NoDestination'],
  'unknown-user': ['UnknownUser'],
  'wrong-answer': ['WrongAnswer'],
  'unevaluated-answer': ['UnevaluatedAnswer'],
  'right-answer': ['RightAnswer', 'TimeToSignIn'],
  succeeded: ['SignInSucceeded'],
  'address-changed': ['AddressChanged'],
  'signed-up': ['SignUpAccepted'],
  'sign-up-refused': ['SignUpRefused'],
  delivered: ['Delivered', 'DeliveryLatency'],
  'delivery-delayed': ['DeliveryDelayed'],
  bounced: ['Bounced'],
  complained: ['Complained'],
  rejected: ['Rejected'],
};
const outcomes = Object.keys(metricsOf) as Outcome['outcome'][];

const emitted = (outcome: Outcome): Emf[] => {
  const { metrics, lines } = recordOutput();
  createTelemetry(metrics, 3).observe(outcome);
  return lines.filter((line) => line.includes('_aws')).map((line) => JSON.parse(line));
};
const namesIn = (lines: readonly Emf[]) =>
  lines.flatMap((line) => line._aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name)));

describe('the metrics', () => {
  test.each(outcomes)('of %s are the defined ones, in our namespace, with their units', (outcome) => {
    for (const fields of [full, bare]) {
      const lines = emitted({ ...fields, outcome }).filter((line) => !('ConsecutiveFailures' in line));

      expect(namesIn(lines)).toEqual(metricsOf[outcome]);
      for (const { _aws } of lines) {
        for (const { Namespace, Metrics } of _aws.CloudWatchMetrics) {
          expect(Namespace).toBe('Doorcode');
          for (const { Name, Unit } of Metrics) {
            expect(metricDefinitions[Name as keyof typeof metricDefinitions].unit).toBe(Unit);
          }
        }
      }
    }
  });

  test.each(outcomes)('of %s never have a person, an address or a challenge for a dimension', (outcome) => {
    for (const line of emitted({ ...full, outcome })) {
      const dimensions = line._aws.CloudWatchMetrics.flatMap(({ Dimensions }) => Dimensions.flat());

      for (const dimension of dimensions) {
        expect(['service', 'channel', 'provider', 'reason', 'code']).toContain(dimension);
        expect(typeof line[dimension] === 'string' && line[dimension] !== '').toBe(true);
      }
      expect(JSON.stringify(line)).not.toMatch(/subject-of-ann|key-of-address|challenge-1|message-1/);
    }
  });

  test('of an SMS and of a fallback say more of it: the country, and that another provider failed', () => {
    const sms = emitted({ ...bare, outcome: 'sent', medium: 'sms', provider: 'sns', country: 'NL' });
    const instead = emitted({ ...bare, outcome: 'sent', medium: 'email', provider: 'ses', insteadOf: 'sns' });

    expect(namesIn(sms)).toContain('SmsSent');
    expect(sms.find((line) => 'SmsSent' in line)).toMatchObject({ SmsSent: 1, country: 'NL' });
    expect(namesIn(sms)).not.toContain('CodeFallback');
    expect(namesIn(instead)).not.toContain('SmsSent');
    expect(instead.find((line) => 'CodeFallback' in line)).toMatchObject({
      CodeFallback: 1,
      channel: 'email',
      provider: 'ses',
    });
  });

  test.each([
    ['sent', 'new', true],
    ['send-failed', 'new', true],
    ['sent', 'verified', false],
    ['send-failed', 'verified', false],
  ] as const)('count one %s to a %s number against the budget of new ones: %p', (outcome, budget, isCounted) => {
    const lines = emitted({ ...bare, outcome, medium: 'sms', provider: 'sns', country: 'NL', budget });

    const [line, ...others] = lines.filter((one) => 'SmsToNewNumbers' in one);
    expect([line?.SmsToNewNumbers, others.length]).toEqual([isCounted ? 1 : undefined, 0]);
  });

  test.each(outcomes)('of %s go out by the dimensions that they are defined with, each by its own', (outcome) => {
    for (const line of emitted({ ...full, country: 'NL', budget: 'new', insteadOf: 'sns', outcome })) {
      for (const { Dimensions, Metrics } of line._aws.CloudWatchMetrics) {
        for (const { Name } of Metrics) {
          const definition: MetricDefinition = metricDefinitions[Name as MetricName];
          const own = ['service', ...definition.dimensions].sort();
          const sets = [...new Set(Dimensions.map((set) => [...set].sort().join()))];
          expect(sets.sort()).toEqual([...new Set([own.join(), ...(definition.isSummed ? ['service'] : [])])].sort());
        }
      }
    }
  });

  test('raise the alarm for a streak of wrong answers, from the limit on', () => {
    const streak = (consecutiveFailures: number) =>
      namesIn(emitted({ ...bare, outcome: 'wrong-answer', consecutiveFailures })).includes('ConsecutiveFailures');

    expect([2, 3, 4].map(streak)).toEqual([false, true, true]);
  });

  test('carry the dimensions of one outcome into no other', () => {
    const { metrics, lines } = recordOutput();
    const telemetry = createTelemetry(metrics, 3);
    telemetry.observe({ ...full, outcome: 'send-failed' });
    telemetry.observe({ ...full, outcome: 'succeeded' });

    const last: Emf = JSON.parse(lines.at(-1) ?? '{}');
    expect(last._aws.CloudWatchMetrics[0]?.Dimensions).toEqual([['service']]);
  });
});
