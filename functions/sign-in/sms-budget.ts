import type { PhoneNumber } from './phone.ts';
import type { SmsPolicy } from './policy.ts';

/** One shared budget that a message draws on: counted, never read before. */
export type BudgetDraw = {
  readonly key: string;
  /** ISO 8601 date, UTC. */
  readonly day: string;
  /** 0 to 23, UTC. */
  readonly hour: number;
  readonly perHour: number;
  readonly perDay: number;
};

/** Whose budgets an SMS draws on: those of numbers that were proven, or of new ones. */
export type SmsBudgetKind = 'verified' | 'new';

/** @param isVerified whether the number was proven */
export const smsBudgetKind = (isVerified: boolean): SmsBudgetKind => (isVerified ? 'verified' : 'new');

/**
 * The budgets of one SMS: pool, country and block of numbers. Proven numbers draw on budgets of their own, so that a
 * flood to new numbers (SMS pumping) never shuts out people who have signed in before.
 */
export const smsDraws = (phone: PhoneNumber, isVerified: boolean, policy: SmsPolicy, now: number): BudgetDraw[] => {
  const time = new Date(now).toISOString();
  const [day, hour] = [time.slice(0, 10), Number(time.slice(11, 13))];
  const factor = isVerified ? policy.verifiedFactor : 1;
  const kind = smsBudgetKind(isVerified);
  const draw = (name: string, budget: SmsPolicy['pool']): BudgetDraw => ({
    key: `sms#${kind}#${name}#${day}`,
    day,
    hour,
    perHour: budget.perHour * factor,
    perDay: budget.perDay * factor,
  });
  return [
    draw('pool', policy.pool),
    draw(`country-${phone.country}`, policy.country),
    draw(`prefix-${phone.prefix}`, policy.prefix),
  ];
};
