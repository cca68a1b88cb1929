import type { Medium } from '../../channels/channel.ts';
import type { MediumPolicy, Policy } from './policy.ts';
import {
  type Challenge,
  type ChallengeState,
  challengeOf,
  prune,
  putChallenge,
  SEND_TAG_LENGTH,
  type SignInRecord,
} from './record.ts';
import { allowedAt } from './windows.ts';

/** A claim younger than this belongs to somebody who is still at work: Cognito gives a trigger 5 s. */
export const CLAIM_MS = 4_500;

/** What the caller is told about why it stands where it stands (public challenge parameter `reason`). */
export type Reason = 'sent' | 'reused' | 'wrong' | 'expired' | 'spent' | 'limited';

/** Which limit refused. For audit and metrics; the caller only reads `limited`. */
export type LimitReason = 'failures' | 'cooldown' | 'user-sends' | 'destination-sends';

export type CodeRequest = {
  /** Tag of the app client. */
  readonly client: string;
  readonly medium: Medium;
  /** Key of the destination, null where nobody may be written to (unknown user, no usable address). */
  readonly destination: string | null;
  /** Set after an answer that was not right, with the challenge that the round was about. */
  readonly answered: { readonly challengeId: string | null } | null;
  /** Used when a new challenge is made: 128 bits from the CSPRNG, base64url. */
  readonly newChallengeId: string;
  /** Tag of the current code key. */
  readonly codeKey: string;
};

/** The two records that bound a send, as they were read. */
export type Limits = { readonly user: SignInRecord; readonly destination: SignInRecord };

export type CodeDecision =
  | {
      readonly kind: 'send';
      readonly reason: Reason;
      readonly challenge: Challenge;
      /** Both records with the send reserved in them: write them first, then send. */
      readonly user: SignInRecord;
      readonly destination: SignInRecord;
      readonly resendAt: number;
    }
  | {
      readonly kind: 'reuse';
      readonly reason: Reason;
      readonly challenge: Challenge;
      /** True where another invocation is sending this very message now. */
      readonly isDuplicate: boolean;
      readonly resendAt: number;
    }
  | { readonly kind: 'limited'; readonly limit: LimitReason; readonly resendAt: number };

/** When the next message of this challenge may go. ms since the epoch. */
export const cooldownEnd = (challenge: Challenge, policy: Policy): number => {
  const { cooldownSeconds } = policy;
  const index = Math.min(Math.max(challenge.sends, 1), cooldownSeconds.length) - 1;
  return challenge.sentAt + (cooldownSeconds[index] ?? cooldownSeconds[0]) * 1_000;
};

/**
 * Decides whether a code goes out, is already there, or may not be sent. Pure: the same records, request and time
 * give the same decision, so a repeated trigger event that finds the first one's writes sends nothing.
 */
export const requestCode = (limits: Limits, request: CodeRequest, policy: Policy, now: number): CodeDecision => {
  const user = prune(limits.user, now);
  const destination = prune(limits.destination, now);
  const failuresEnd = allowedAt(user.failures, policy.failureWindows, now);
  if (failuresEnd > now) return { kind: 'limited', limit: 'failures', resendAt: failuresEnd };

  const slot = challengeOf(user, request.client, request.medium);
  const isLive = slot !== undefined && slot.state !== 'consumed' && slot.destination === request.destination;
  const isSpent = isLive && slot.attempts >= policy.answersPerCode;
  const media = policy.media[request.medium];
  const budget = sendBudget(user, destination, request.medium, media, now);

  if (isLive && !isSpent) return withLiveChallenge(slot, { user, destination }, request, policy, budget, now);

  const answeredId = request.answered?.challengeId ?? null;
  const reason: Reason = answeredId === null ? 'sent' : isSpent ? 'spent' : 'expired';
  const waitUntil = isSpent ? cooldownEnd(slot, policy) : now;
  if (waitUntil > now) return { kind: 'limited', limit: 'cooldown', resendAt: waitUntil };
  if (budget.allowedAt > now) return { kind: 'limited', limit: budget.limit, resendAt: budget.allowedAt };
  const fresh: Challenge = {
    id: request.newChallengeId,
    client: request.client,
    medium: request.medium,
    destination: request.destination,
    digits: media.codeLength,
    codeKey: request.codeKey,
    generation: 1,
    expiresAt: now + media.validSeconds * 1_000,
    previousExpiresAt: 0,
    attempts: 0,
    sends: (isSpent ? slot.sends : 0) + 1,
    state: 'sending',
    sentAt: now,
    claimedAt: now,
  };
  return send(fresh, reason, { user, destination }, policy, now);
};

const withLiveChallenge = (
  slot: Challenge,
  limits: Limits,
  request: CodeRequest,
  policy: Policy,
  budget: Budget,
  now: number,
): CodeDecision => {
  const resendAt = Math.max(cooldownEnd(slot, policy), budget.allowedAt);
  const reuse = (reason: Reason, isDuplicate = false): CodeDecision => ({
    kind: 'reuse',
    reason,
    challenge: slot,
    isDuplicate,
    resendAt,
  });
  const { answered } = request;
  const isClaim = slot.state === 'sending';
  // An answer asks for no message, unless its own round made this claim for a renewed code and died with it.
  const isOwnClaim = isClaim && answered?.challengeId !== slot.id;
  if (answered !== null && !isOwnClaim) return reuse(reasonAfter(answered.challengeId, slot));

  const claimReason: Reason = (answered?.challengeId ?? null) === null ? 'sent' : 'expired';
  if (isClaim && slot.claimedAt + CLAIM_MS > now) return reuse(claimReason, true);
  const isCooling = cooldownEnd(slot, policy) > now;
  const mayRetry = isClaim || slot.state === 'failed';
  if (isCooling && !mayRetry) return reuse('reused');
  if (budget.allowedAt > now) return reuse('reused');
  if (isCooling) {
    // The first message died or failed on the way: the same code goes again, and the answer stays what a caller
    // without an account would read, so nothing in it may move.
    const retried: Challenge = { ...slot, state: 'sending', claimedAt: now };
    return send(retried, isClaim ? claimReason : 'reused', limits, policy, now);
  }
  const sends = slot.sends + 1;
  const claim = { state: 'sending', sentAt: now, claimedAt: now, sends } as const;
  const media = policy.media[slot.medium];
  const hasHalfLeft = slot.expiresAt - now >= (media.validSeconds * 1_000) / 2;
  if (hasHalfLeft) return send({ ...slot, ...claim }, 'sent', limits, policy, now);
  const renewed = { expiresAt: now + media.validSeconds * 1_000, previousExpiresAt: slot.expiresAt };
  const next: Challenge =
    slot.codeKey === request.codeKey
      ? { ...slot, ...claim, ...renewed, generation: slot.generation + 1 }
      : {
          ...slot,
          ...claim,
          ...renewed,
          previousExpiresAt: 0,
          generation: 1,
          id: request.newChallengeId,
          codeKey: request.codeKey,
        };
  return send(next, 'sent', limits, policy, now);
};

const reasonAfter = (answeredId: string | null, slot: Challenge): Reason => {
  if (answeredId === null) return 'reused';
  return answeredId === slot.id ? 'wrong' : 'expired';
};

const send = (challenge: Challenge, reason: Reason, limits: Limits, policy: Policy, now: number): CodeDecision => {
  const entry = {
    at: now,
    medium: challenge.medium,
    destination: (challenge.destination ?? '').slice(0, SEND_TAG_LENGTH),
  };
  const user = putChallenge({ ...limits.user, sends: [...limits.user.sends, entry] }, challenge);
  const destination = { ...limits.destination, sends: [...limits.destination.sends, entry] };
  const media = policy.media[challenge.medium];
  const { allowedAt: budgetAt } = sendBudget(user, destination, challenge.medium, media, now);
  const resendAt = Math.max(cooldownEnd(challenge, policy), budgetAt);
  return { kind: 'send', reason, challenge, user, destination, resendAt };
};

type Budget = { readonly allowedAt: number; readonly limit: LimitReason };

const sendBudget = (
  user: SignInRecord,
  destination: SignInRecord,
  medium: Medium,
  { sendWindows }: MediumPolicy,
  now: number,
): Budget => {
  const timesOf = (record: SignInRecord) =>
    record.sends.filter((entry) => entry.medium === medium).map((entry) => entry.at);
  const userAt = allowedAt(timesOf(user), sendWindows, now);
  const destinationAt = allowedAt(timesOf(destination), sendWindows, now);
  return userAt >= destinationAt
    ? { allowedAt: userAt, limit: 'user-sends' }
    : { allowedAt: destinationAt, limit: 'destination-sends' };
};

/** The user's record once the provider has answered. Unchanged where the challenge has moved on meanwhile. */
export const markSend = (
  record: SignInRecord,
  challenge: Pick<Challenge, 'id' | 'claimedAt'>,
  state: Extract<ChallengeState, 'sent' | 'failed'>,
): SignInRecord => ({
  ...record,
  challenges: record.challenges.map((other) =>
    other.id === challenge.id && other.claimedAt === challenge.claimedAt && other.state === 'sending'
      ? { ...other, state }
      : other,
  ),
});

/** Takes one reserved send back out of a destination's record: its claim was lost, so nothing was sent. */
export const releaseSend = (record: SignInRecord, medium: Medium, at: number): SignInRecord => {
  const index = record.sends.findIndex((entry) => entry.at === at && entry.medium === medium);
  return index === -1 ? record : { ...record, sends: record.sends.toSpliced(index, 1) };
};

/** Reserves one send on a destination alone (a sign-up for that address). Null where its budget is spent. */
export const reserveSend = (
  record: SignInRecord,
  medium: Medium,
  destination: string,
  policy: Policy,
  now: number,
): SignInRecord | null => {
  const pruned = prune(record, now);
  const times = pruned.sends.filter((entry) => entry.medium === medium).map((entry) => entry.at);
  if (allowedAt(times, policy.media[medium].sendWindows, now) > now) return null;
  return {
    ...pruned,
    sends: [...pruned.sends, { at: now, medium, destination: destination.slice(0, SEND_TAG_LENGTH) }],
  };
};
