import type { Medium } from '../../channels/channel.ts';

/** One configurable number: what holds when nothing is said, and the values that are still safe. */
export type Range = {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly unit: 'digits' | 'seconds' | 'days' | 'answers' | 'failures' | 'messages' | 'rounds';
};

const range = (unit: Range['unit'], value: number, min: number, max: number): Range => ({
  default: value,
  min,
  max,
  unit,
});

/**
 * Every number that limits a sign-in. The ceilings on sends and failures also bound the sign-in record's
 * size (see `record.ts`), so raising one needs that property test to agree.
 *
 * Sources: RFC 4226 §7.3 (lockout spans sessions), NIST SP 800-63B-4 §3.1.3.2 and §3.2.2 (a new secret resets
 * no count, at most 100 consecutive failures), OWASP ASVS 5.0 6.5.5 and 6.6.4 (ten minutes at most, push fatigue).
 */
export const policyRanges = {
  /** Wrong answers that end one code, and one Cognito session. */
  answersPerCode: range('answers', 3, 1, 5),
  /** Wrong answers of one user in a sliding hour, over all sessions, codes and channels. */
  failuresPerHour: range('failures', 10, 3, 20),
  /** The same in a sliding day. */
  failuresPerDay: range('failures', 20, 5, 30),
  /** Wrong answers without a success between them that raise an alarm. */
  consecutiveFailuresAlarm: range('failures', 100, 20, 100),
  /** Wait before the second, the third and every later message of one client and channel. */
  firstCooldownSeconds: range('seconds', 30, 15, 600),
  secondCooldownSeconds: range('seconds', 60, 15, 600),
  laterCooldownSeconds: range('seconds', 120, 15, 600),
  /** Challenges in one Cognito session, resends included. */
  roundsPerSession: range('rounds', 10, 3, 20),
  /** How long after a sign-in addresses and devices may still be added without signing in again. */
  freshSignInSeconds: range('seconds', 600, 60, 3_600),
  auditRetentionDays: range('days', 90, 1, 3_650),
  /** How long an address gets nothing after it bounced for good, or its owner complained. */
  suppressionDays: range('days', 30, 1, 365),

  emailCodeLength: range('digits', 6, 6, 10),
  emailValidSeconds: range('seconds', 600, 60, 600),
  emailSendsPerHour: range('messages', 6, 1, 12),
  emailSendsPerDay: range('messages', 24, 1, 30),

  smsCodeLength: range('digits', 6, 6, 10),
  smsValidSeconds: range('seconds', 300, 60, 600),
  smsSendsPerQuarter: range('messages', 3, 1, 6),
  smsSendsPerHour: range('messages', 5, 1, 8),
  smsSendsPerDay: range('messages', 8, 1, 12),

  pushCodeLength: range('digits', 6, 6, 10),
  pushValidSeconds: range('seconds', 120, 60, 600),
  pushSendsPerQuarter: range('messages', 3, 1, 6),
  pushSendsPerDay: range('messages', 10, 1, 12),

  /** SMS to numbers never proven, per pool, country and seven-digit prefix. Proven numbers: five times as many, apart. */
  smsPoolPerHour: range('messages', 200, 1, 100_000),
  smsPoolPerDay: range('messages', 1_000, 1, 1_000_000),
  smsCountryPerHour: range('messages', 50, 1, 100_000),
  smsPrefixPerHour: range('messages', 20, 1, 100_000),
} as const satisfies Record<string, Range>;

export type PolicySettings = { readonly [Name in keyof typeof policyRanges]: number };

/** At most `limit` events in any `seconds`. */
export type Window = { readonly limit: number; readonly seconds: number };

export type MediumPolicy = {
  readonly codeLength: number;
  readonly validSeconds: number;
  /** Holds for the user and for the destination, each by itself. */
  readonly sendWindows: readonly Window[];
};

/** The numbers in the shape in which the decisions read them. */
export type Policy = {
  readonly answersPerCode: number;
  readonly failureWindows: readonly Window[];
  readonly consecutiveFailuresAlarm: number;
  /** Seconds after the first, second, ... message of a client and channel; the last one repeats. */
  readonly cooldownSeconds: readonly [number, ...number[]];
  readonly roundsPerSession: number;
  readonly freshSignInSeconds: number;
  readonly auditRetentionSeconds: number;
  readonly suppressionSeconds: number;
  readonly media: Readonly<Record<Medium, MediumPolicy>>;
  /**
   * What callers see: with one channel its own numbers. With several, one set for all of them, since a length, a
   * lifetime or a limit that followed the user's channel would tell account holders apart: the longest code, the
   * lifetime of the first channel, the strictest of every budget.
   */
  readonly challenge: MediumPolicy & {
    /** True with several channels. */
    readonly isShared: boolean;
  };
  readonly sms: SmsPolicy;
};

/** Messages per hour and day that a budget allows, by how much is known of the number. */
export type SmsBudget = { readonly perHour: number; readonly perDay: number };

export type SmsPolicy = {
  /** Budgets for numbers that were never proven; proven ones have `verifiedFactor` times as much, apart. */
  readonly pool: SmsBudget;
  readonly country: SmsBudget;
  /** By the first seven digits of the number. */
  readonly prefix: SmsBudget;
  readonly verifiedFactor: number;
};

const QUARTER = 15 * 60;
const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/** The longest window of any limit: older events decide nothing and are dropped. */
export const MEMORY_SECONDS = DAY;

const defaults = Object.fromEntries(
  Object.entries(policyRanges).map(([name, entry]) => [name, entry.default]),
) as PolicySettings;

/**
 * Builds the policy from the settings that differ from the defaults.
 * @param offered the media of the deployment, in its order
 * @throws {RangeError} naming every value that is out of its range, with the range.
 */
export const createPolicy = (
  settings: Partial<PolicySettings> = {},
  offered: readonly [Medium, ...Medium[]] = ['email'],
): Policy => {
  const problems = Object.entries(settings).flatMap(([name, value]) => problemOf(name, value) ?? []);
  if (problems.length > 0) throw new RangeError(problems.join('; '));
  const all: PolicySettings = { ...defaults, ...settings };
  const media = mediaOf(all);
  return {
    answersPerCode: all.answersPerCode,
    failureWindows: [
      { limit: all.failuresPerHour, seconds: HOUR },
      { limit: all.failuresPerDay, seconds: DAY },
    ],
    consecutiveFailuresAlarm: all.consecutiveFailuresAlarm,
    cooldownSeconds: [all.firstCooldownSeconds, all.secondCooldownSeconds, all.laterCooldownSeconds],
    roundsPerSession: all.roundsPerSession,
    freshSignInSeconds: all.freshSignInSeconds,
    auditRetentionSeconds: all.auditRetentionDays * DAY,
    suppressionSeconds: all.suppressionDays * DAY,
    media,
    challenge: sharedBy(offered, media),
    sms: {
      pool: { perHour: all.smsPoolPerHour, perDay: all.smsPoolPerDay },
      country: { perHour: all.smsCountryPerHour, perDay: all.smsPoolPerDay },
      prefix: { perHour: all.smsPrefixPerHour, perDay: all.smsPoolPerDay },
      verifiedFactor: 5,
    },
  };
};

const mediaOf = (all: PolicySettings): Policy['media'] => ({
  email: {
    codeLength: all.emailCodeLength,
    validSeconds: all.emailValidSeconds,
    sendWindows: [
      { limit: all.emailSendsPerHour, seconds: HOUR },
      { limit: all.emailSendsPerDay, seconds: DAY },
    ],
  },
  sms: {
    codeLength: all.smsCodeLength,
    validSeconds: all.smsValidSeconds,
    sendWindows: [
      { limit: all.smsSendsPerQuarter, seconds: QUARTER },
      { limit: all.smsSendsPerHour, seconds: HOUR },
      { limit: all.smsSendsPerDay, seconds: DAY },
    ],
  },
  push: {
    codeLength: all.pushCodeLength,
    validSeconds: all.pushValidSeconds,
    sendWindows: [
      { limit: all.pushSendsPerQuarter, seconds: QUARTER },
      { limit: all.pushSendsPerDay, seconds: DAY },
    ],
  },
});

const sharedBy = ([first, ...others]: readonly [Medium, ...Medium[]], media: Policy['media']): Policy['challenge'] => {
  const offered = [first, ...others].map((medium) => media[medium]);
  const limits = new Map<number, number>();
  for (const { limit, seconds } of offered.flatMap((one) => one.sendWindows)) {
    limits.set(seconds, Math.min(limit, limits.get(seconds) ?? limit));
  }
  return {
    codeLength: Math.max(...offered.map((one) => one.codeLength)),
    validSeconds: media[first].validSeconds,
    sendWindows: [...limits].map(([seconds, limit]) => ({ limit, seconds })),
    isShared: others.length > 0,
  };
};

const problemOf = (name: string, value: unknown): string | undefined => {
  if (!Object.hasOwn(policyRanges, name)) {
    return `policy.${name} is not a setting; the settings are ${Object.keys(policyRanges).join(', ')}`;
  }
  const { min, max, unit } = policyRanges[name as keyof PolicySettings];
  if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) return undefined;
  return `policy.${name} is ${JSON.stringify(value)}: set a whole number from ${min} to ${max} (${unit})`;
};
