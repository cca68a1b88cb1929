import { isPushKey } from './keys.ts';
import type { Policy } from './policy.ts';
import {
  type Asked,
  type Challenge,
  type ChallengeState,
  challengeOf,
  prune,
  putChallenge,
  type Send,
  type SignInRecord,
} from './record.ts';
import { type Budget, type LimitReason, type Limits, sendBudget } from './send-budget.ts';
import { aimAt, hasUnseenRoom, sendEntry, type Target } from './send-entry.ts';
import { allowedAt } from './windows.ts';

/** A claim younger than this belongs to somebody who is still at work: Cognito gives a trigger 5 s. */
export const CLAIM_MS = 4_500;

/** What the caller is told about why it stands where it stands (public challenge parameter `reason`). */
export type Reason = 'sent' | 'reused' | 'wrong' | 'expired' | 'spent' | 'limited';

export type CodeRequest = {
  /** Tag of the app client. */
  readonly client: string;
  readonly asked: Asked;
  /** Where a message would go now. `key` is null where nobody may be written to (unknown user, no usable address). */
  readonly target: Target;
  /** Keys of all places that the person's code may go to. */
  readonly owned: ReadonlySet<string>;
  /** Set after an answer that was not right, with the challenge that the round was about. */
  readonly answered: { readonly challengeId: string | null } | null;
  /** Used when a new challenge is made: 128 bits from the CSPRNG, base64url. */
  readonly newChallengeId: string;
  /** Tag of the current code key. */
  readonly codeKey: string;
  /** Tags of all code keys that are accepted: a challenge under any other one can neither be sent nor answered. */
  readonly codeKeys: ReadonlySet<string>;
};

export type CodeDecision =
  | {
      readonly kind: 'send';
      readonly reason: Reason;
      readonly challenge: Challenge;
      /** True where everything is done as for a send, and nothing is sent: the message before is on its way. */
      readonly isSilent: boolean;
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

  const slot = challengeOf(user, request.client, request.asked);
  const isLive = slot !== undefined && slot.state !== 'consumed' && isStillTheirs(slot, request);
  const isSpent = isLive && slot.attempts >= policy.answersPerCode;
  const { codeLength, validSeconds } = policy.challenge;
  const budget = sendBudget({ user, destination }, request.asked, policy, now);

  if (isLive && !isSpent) return withLiveChallenge(slot, { user, destination }, request, policy, budget, now);

  const answeredId = request.answered?.challengeId ?? null;
  // Answered a moment ago, in another tab or twice: whoever did is signed in and wants no second message.
  const isJustUsed = slot?.state === 'consumed' && slot.id === answeredId && cooldownEnd(slot, policy) > now;
  if (isJustUsed) {
    const resendAt = Math.max(cooldownEnd(slot, policy), budget.allowedAt);
    return { kind: 'reuse', reason: 'spent', challenge: slot, isDuplicate: false, resendAt };
  }
  const reason: Reason = answeredId === null ? 'sent' : isSpent ? 'spent' : 'expired';
  if (budget.allowedAt > now) return { kind: 'limited', limit: budget.limit, resendAt: budget.allowedAt };
  const fresh: Challenge = {
    id: request.newChallengeId,
    client: request.client,
    asked: request.asked,
    medium: request.target.medium,
    destinations: [],
    digits: codeLength,
    codeKey: request.codeKey,
    generation: 1,
    expiresAt: now + validSeconds * 1_000,
    previousExpiresAt: 0,
    attempts: 0,
    sends: (isSpent ? slot.sends : 0) + 1,
    state: 'sending',
    sentAt: now,
    claimedAt: now,
  };
  return send(fresh, reason, { user, destination }, request, policy, now);
};

/** A device that is gone takes no code with it: nobody but its owner ever had it registered. */
const isStillTheirs = (slot: Challenge, { owned, codeKeys }: CodeRequest): boolean =>
  codeKeys.has(slot.codeKey) && slot.destinations.every((key) => isPushKey(key) || owned.has(key));

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

  const answeredId = answered?.challengeId ?? null;
  // Whether the message is still on its way shows in no answer: it takes longer where there are more ways to try.
  const isCooling = cooldownEnd(slot, policy) > now;
  if (isCooling && isClaim && slot.claimedAt + CLAIM_MS > now)
    return reuse(answeredId === null ? 'reused' : 'expired', true);
  const isRetried = slot.claimedAt !== slot.sentAt;
  if (isCooling && !isClaim && isRetried) return reuse('reused');
  if (budget.allowedAt > now) return reuse('reused');
  if (isCooling) {
    // A message that died or failed on the way goes again, once: the same code, in the room that visible sends leave. Who
    // asks again is answered, and kept waiting, alike whether there is anything to send or not (decision 25).
    const again: Challenge = { ...slot, state: 'sending', claimedAt: now };
    const claimReason: Reason = answeredId === null ? 'sent' : 'expired';
    const reason = isClaim ? claimReason : 'reused';
    const isSilent = slot.state === 'sent' || !hasUnseenRoom(limits.user, policy);
    if (!isSilent) return { ...send(again, reason, limits, request, policy, now, null), resendAt };
    const user = putChallenge(limits.user, again);
    return { kind: 'send', reason, challenge: again, isSilent, user, destination: limits.destination, resendAt };
  }
  const sends = slot.sends + 1;
  const claim = { state: 'sending', sentAt: now, claimedAt: now, sends } as const;
  const validMs = policy.challenge.validSeconds * 1_000;
  const hasHalfLeft = slot.expiresAt - now >= validMs / 2;
  if (hasHalfLeft) return send({ ...slot, ...claim }, 'sent', limits, request, policy, now);
  const renewed = { expiresAt: now + validMs, previousExpiresAt: slot.expiresAt };
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
  return send(next, 'sent', limits, request, policy, now);
};

const reasonAfter = (answeredId: string | null, slot: Challenge): Reason => {
  if (answeredId === null) return 'reused';
  return answeredId === slot.id ? 'wrong' : 'expired';
};

const send = (
  claimed: Challenge,
  reason: Reason,
  limits: Limits,
  { target }: CodeRequest,
  policy: Policy,
  now: number,
  countedAs: Send['asked'] = claimed.asked,
): Extract<CodeDecision, { kind: 'send' }> => {
  const challenge = aimAt(claimed, target);
  const entry = sendEntry(countedAs, target, now);
  const user = putChallenge({ ...limits.user, sends: [...limits.user.sends, entry] }, challenge);
  const destination = { ...limits.destination, sends: [...limits.destination.sends, entry] };
  const { allowedAt: budgetAt } = sendBudget({ user, destination }, challenge.asked, policy, now);
  const resendAt = Math.max(cooldownEnd(challenge, policy), budgetAt);
  return { kind: 'send', reason, challenge, isSilent: false, user, destination, resendAt };
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
