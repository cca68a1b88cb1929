import type { Medium } from '../../channels/channel.ts';
import { MEMORY_SECONDS, type Policy } from './policy.ts';
import { type Asked, MAX_SENDS, prune, type Send, type SignInRecord } from './record.ts';
import { sendEntry, type Target } from './send-entry.ts';
import { allowedAt } from './windows.ts';

/** Which limit refused. For audit and metrics; the caller only reads `limited`. */
export type LimitReason = 'failures' | 'user-sends' | 'destination-sends';

/**
 * The two records that bound a send, as they were read. What limits the destination is seen by the caller, so only a
 * person who typed the address as their own has it handed in; for a sign-in it is `emptyRecord`.
 */
export type Limits = { readonly user: SignInRecord; readonly destination: SignInRecord };

export type Budget = { readonly allowedAt: number; readonly limit: LimitReason };

/** The budgets that a caller sees: by what was asked for, and by the destination where there is one channel. */
export const sendBudget = ({ user, destination }: Limits, asked: Asked, policy: Policy, now: number): Budget => {
  const { sendWindows } = policy.challenge;
  const userAt = Math.max(
    allowedAt(
      timesOf(user, (entry) => entry.asked === asked),
      sendWindows,
      now,
    ),
    allowedAt(
      timesOf(user, () => true),
      [{ limit: MAX_SENDS, seconds: MEMORY_SECONDS }],
      now,
    ),
  );
  const destinationAt = allowedAt(
    timesOf(destination, () => true),
    sendWindows,
    now,
  );
  return userAt >= destinationAt
    ? { allowedAt: userAt, limit: 'user-sends' }
    : { allowedAt: destinationAt, limit: 'destination-sends' };
};

const timesOf = (record: SignInRecord, counts: (entry: Send) => boolean): readonly number[] =>
  record.sends.filter(counts).map((entry) => entry.at);

/** True while a user or a destination may get one more message by this medium. Never shown to callers. */
export const hasBudget = (record: SignInRecord, medium: Medium, policy: Policy, now: number): boolean => {
  const times = timesOf(prune(record, now), (entry) => entry.medium === medium);
  return allowedAt(times, policy.media[medium].sendWindows, now) <= now;
};

/** Takes one reserved send back out of a destination's record: its claim was lost, so nothing was sent. */
export const releaseSend = (record: SignInRecord, medium: Medium, at: number): SignInRecord => {
  const index = record.sends.findIndex((entry) => entry.at === at && entry.medium === medium);
  return index === -1 ? record : { ...record, sends: record.sends.toSpliced(index, 1) };
};

/** Reserves one send on a destination alone. Null where its budget is spent. */
export const reserveSend = (record: SignInRecord, target: Target, policy: Policy, now: number): SignInRecord | null => {
  const pruned = prune(record, now);
  if (!hasBudget(pruned, target.medium, policy, now)) return null;
  return { ...pruned, sends: [...pruned.sends, sendEntry('auto', target, now)].slice(-MAX_SENDS) };
};
