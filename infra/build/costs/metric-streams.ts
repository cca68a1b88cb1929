import { channelErrorCodes, type Medium } from '../../../channels/channel.ts';
import { accountErrors } from '../../../functions/account/account-error.ts';
import { type MetricDefinition, type MetricName, metricDefinitions } from '../../../functions/runtime/telemetry.ts';
import type { Unevaluated } from '../../../functions/sign-in/answer.ts';
import { signInErrorCodes } from '../../../functions/sign-in/errors.ts';
import type { NowhereReason } from '../../../functions/sign-in/routing.ts';
import type { LimitReason } from '../../../functions/sign-in/send-budget.ts';

export type StreamSubject = {
  /** Which provider sends by which medium. */
  readonly providers: Readonly<Partial<Record<Medium, string>>>;
  readonly countries: readonly string[];
  /** Names of the functions that count their cold starts. */
  readonly functions: number;
};

// Records and not lists: a reason that is added to the code without being added here does not compile.
const limits: Readonly<Record<LimitReason, true>> = { failures: true, 'user-sends': true, 'destination-sends': true };
const unevaluated: Readonly<Record<Unevaluated, true>> = {
  malformed: true,
  expired: true,
  spent: true,
  used: true,
  moved: true,
  limited: true,
};
const nowhere: Readonly<Record<NowhereReason | 'suppressed', true>> = {
  ambiguous: true,
  country: true,
  'no-destination': true,
  unproven: true,
  suppressed: true,
};
/** SES's words for bounces and delays, each list with `other`. */
const BOUNCES = 4 * 10;
const DELAYS = 9;

const MAIL_METRICS: ReadonlySet<MetricName> = new Set([
  'Delivered',
  'DeliveryLatency',
  'DeliveryDelayed',
  'Bounced',
  'Complained',
  'Rejected',
]);

/** How many values the reason of a metric may have. */
const reasons: Readonly<Partial<Record<MetricName, number>>> = {
  // Two more: an error that no channel should throw, and a budget that cannot be counted.
  SendFailed: channelErrorCodes.length + 2,
  Limited: Object.keys(limits).length,
  Withheld: ['sends', 'sms-budget', 'suppressed'].length,
  NoDestination: Object.keys(nowhere).length,
  UnevaluatedAnswer: Object.keys(unevaluated).length,
  SignUpRefused: ['INVALID_ADDRESS', 'ADDRESS_NOT_SUPPORTED', 'SIGN_UP_CLOSED', 'destination-sends'].length,
  DeliveryDelayed: DELAYS,
  Bounced: BOUNCES,
};

/** The most custom metrics that a deployment can ever make, by metric: each value of each dimension is one. */
export const mostStreams = (subject: StreamSubject): Readonly<Record<string, number>> => {
  const media = Object.keys(subject.providers).length;
  const values = (name: MetricName, dimension: string): number => {
    if (dimension === 'channel') return MAIL_METRICS.has(name) ? 1 : media;
    // Each medium has one provider, so that the pair counts as the channel does.
    if (dimension === 'provider') return 1;
    if (dimension === 'country') return subject.countries.length;
    if (dimension === 'code') {
      return name === 'AccountRefused' ? Object.keys(accountErrors).length : signInErrorCodes.length;
    }
    const count = reasons[name];
    if (dimension !== 'reason' || count === undefined) {
      throw new TypeError(`${name} has the dimension ${dimension}: say here how many values it may have`);
    }
    return count;
  };
  const entries = (Object.entries(metricDefinitions) as [MetricName, MetricDefinition][]).map(
    ([name, { dimensions, isSummed }]) => {
      if (name === 'SmsToNewNumbers' && subject.providers.sms === undefined) return [name, 0] as const;
      const own = dimensions.reduce((product, dimension) => product * values(name, dimension), 1);
      return [name, own === 0 ? 0 : own + (isSummed === true ? 1 : 0)] as const;
    },
  );
  return { ...Object.fromEntries(entries), ColdStart: subject.functions };
};
