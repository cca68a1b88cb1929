import type { Medium } from '../../channels/channel.ts';
import { isPushKey } from './keys.ts';
import type { Policy } from './policy.ts';
import {
  type Challenge,
  MAX_ASKED,
  MAX_DESTINATIONS,
  MAX_SENDS,
  SEND_TAG_LENGTH,
  type Send,
  type SignInRecord,
} from './record.ts';

/** Where one message goes. `key` is null where nobody may be written to. */
export type Target = { readonly medium: Medium; readonly key: string | null };

/** One message, as limits remember it. */
export const sendEntry = (asked: Send['asked'], { medium, key }: Target, at: number): Send => ({
  at,
  asked,
  medium,
  destination: (key ?? '').slice(0, SEND_TAG_LENGTH),
});

/** The challenge with one more place that its code goes to. */
export const aimAt = (challenge: Challenge, { medium, key }: Target): Challenge => {
  const isNew = key !== null && !challenge.destinations.includes(key);
  return {
    ...challenge,
    medium,
    destinations: isNew ? withRoom([...challenge.destinations, key]) : challenge.destinations,
  };
};

/**
 * The places in their bounds: a device makes room, since answers never depend on it. There always is one, as nobody has
 * more than two addresses, and with so many places nothing is proven anyway.
 */
const withRoom = (destinations: readonly string[]): readonly string[] =>
  destinations.length > MAX_DESTINATIONS ? destinations.toSpliced(destinations.findIndex(isPushKey), 1) : destinations;

/**
 * True while the record has room for one more message that callers do not see: what is left when every request that
 * they may make in a day has its place, so that their limits never depend on what failed.
 */
export const hasUnseenRoom = ({ sends }: SignInRecord, { challenge }: Policy): boolean => {
  const kinds = challenge.isShared ? MAX_ASKED : 1;
  const seen = kinds * Math.max(...challenge.sendWindows.map(({ limit }) => limit));
  return sends.filter(({ asked }) => asked === null).length < MAX_SENDS - seen;
};

/**
 * The user's record with one more message of the same challenge, to another place, after the first one failed. Null
 * where the challenge is gone or has been tried at enough devices.
 */
export const reserveFallback = (
  record: SignInRecord,
  challengeId: string,
  target: { readonly medium: Medium; readonly key: string },
  policy: Policy,
  now: number,
): SignInRecord | null => {
  const challenge = record.challenges.find((one) => one.id === challengeId);
  if (challenge === undefined || challenge.state !== 'sending' || !hasUnseenRoom(record, policy)) return null;
  const isKnown = challenge.destinations.includes(target.key);
  if (!isKnown && isPushKey(target.key) && challenge.destinations.length >= MAX_DESTINATIONS) return null;
  const aimed = aimAt(challenge, target);
  const sends = [...record.sends, sendEntry(null, target, now)];
  return { ...record, sends, challenges: record.challenges.map((one) => (one.id === challengeId ? aimed : one)) };
};
