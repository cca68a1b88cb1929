import type { Medium } from '../../../channels/channel.ts';
import type { Policy, Window } from '../../../functions/sign-in/policy.ts';
import { type Asked, prune, type SignInRecord } from '../../../functions/sign-in/record.ts';
import { isSuppressed } from '../../../functions/sign-in/suppression.ts';
import { allowedAt } from '../../../functions/sign-in/windows.ts';

/** How much of one limit is used. */
export type LimitUse = {
  /** What is counted. */
  readonly what: string;
  readonly windows: readonly { readonly seconds: number; readonly limit: number; readonly used: number }[];
  /** When the next one is allowed, ms since the epoch; `now` or earlier: at once. */
  readonly allowedAt: number;
};

const use = (what: string, times: readonly number[], windows: readonly Window[], now: number): LimitUse => ({
  what,
  windows: windows.map(({ limit, seconds }) => ({
    seconds,
    limit,
    used: times.filter((time) => time > now - seconds * 1_000).length,
  })),
  allowedAt: allowedAt(times, windows, now),
});

const MEDIA_WORDS: Readonly<Record<Medium, string>> = {
  email: 'emails sent',
  sms: 'text messages sent',
  push: 'notifications sent',
};

/** The limits of one person's record: wrong answers, codes asked for, messages sent by each channel. */
export const userLimits = (stored: SignInRecord, policy: Policy, now: number): readonly LimitUse[] => {
  const record = prune(stored, now);
  const kinds: readonly Asked[] = ['auto', 'email', 'sms', 'push'];
  const asked = kinds.flatMap((kind) => {
    const times = record.sends.filter((send) => send.asked === kind).map(({ at }) => at);
    if (times.length === 0) return [];
    const what = kind === 'auto' ? 'codes asked for' : `codes asked for by ${kind}`;
    return [use(what, times, policy.challenge.sendWindows, now)];
  });
  return [
    use('wrong answers', record.failures, policy.failureWindows, now),
    ...asked,
    ...sent(record, ['email', 'sms', 'push'], policy, now, (medium) => MEDIA_WORDS[medium]),
  ];
};

/** The limits of one address, over all accounts. */
export const addressLimits = (
  stored: SignInRecord,
  medium: Medium,
  address: string,
  policy: Policy,
  now: number,
): readonly LimitUse[] => sent(prune(stored, now), [medium], policy, now, () => `messages to ${address}`);

/** What keeps messages from an address that bounced or complained, while it does. */
export const suppressionLimit = (note: string | null, address: string, now: number): readonly LimitUse[] =>
  isSuppressed(note, now)
    ? [{ what: `messages to ${address}, which bounced or complained`, windows: [], allowedAt: Number(note) }]
    : [];

const sent = (
  record: SignInRecord,
  media: readonly Medium[],
  policy: Policy,
  now: number,
  what: (medium: Medium) => string,
): readonly LimitUse[] =>
  media.flatMap((medium) => {
    const times = record.sends.filter((send) => send.medium === medium).map(({ at }) => at);
    return times.length === 0 ? [] : [use(what(medium), times, policy.media[medium].sendWindows, now)];
  });
