import { isPushKey } from './keys.ts';
import type { Policy } from './policy.ts';
import { type Challenge, MAX_PROVEN, type Proof, prune, type SignInRecord } from './record.ts';
import { allowedAt, remaining } from './windows.ts';

/** Why an answer was not even compared. None of these costs an attempt. */
export type Unevaluated = 'malformed' | 'expired' | 'spent' | 'used' | 'moved' | 'limited';

export type AnswerRequest = {
  /** Tag of the app client. */
  readonly client: string;
  /** The challenge that the round was about, or null after a limited round. */
  readonly challengeId: string | null;
  /** Digits of the normalised answer, undefined where it cannot be a code. */
  readonly answerLength: number | undefined;
  /** Keys of the destinations that the user's attributes hold now. Empty for unknown users. */
  readonly destinations: ReadonlySet<string>;
};

/** A challenge that an answer may be the code of. */
export type Comparison = {
  readonly challenge: Challenge;
  /** The generations that are still valid, newest first: at most two. */
  readonly generations: readonly number[];
};

export type AttemptDecision =
  | {
      readonly kind: 'reserved';
      /** Write this before anything is compared. */
      readonly record: SignInRecord;
      /** The challenge of the round. */
      readonly challenge: Challenge;
      /** What the answer is compared with: the challenge of the round first, then the others that live beside it. */
      readonly comparisons: readonly Comparison[];
      /** Identifies the reservation in `consume`. */
      readonly at: number;
    }
  | { readonly kind: 'unevaluated'; readonly why: Unevaluated };

/**
 * Reserves one attempt on the challenge and one failure on the user, to be committed before the compare, so that no
 * race can evaluate more answers than the limits allow (RFC 4226 §7.3; NIST SP 800-63B-4 §3.2.2). Whoever asked for the
 * code by another channel too may answer with either: an attempt counts on every code that it is compared with.
 */
export const reserveAttempt = (
  stored: SignInRecord,
  request: AnswerRequest,
  policy: Policy,
  now: number,
): AttemptDecision => {
  const record = prune(stored, now);
  const challenge =
    record.challenges.find((one) => one.id === request.challengeId && one.client === request.client) ??
    newestOf(record.challenges.filter((one) => one.client === request.client));
  if (challenge === undefined) return { kind: 'unevaluated', why: 'expired' };
  if (challenge.state === 'consumed') return { kind: 'unevaluated', why: 'used' };
  if (request.answerLength !== challenge.digits) return { kind: 'unevaluated', why: 'malformed' };
  if (challenge.attempts >= policy.answersPerCode) return { kind: 'unevaluated', why: 'spent' };
  if (allowedAt(record.failures, policy.failureWindows, now) > now) return { kind: 'unevaluated', why: 'limited' };
  const hasMoved = ({ destinations }: Challenge) =>
    destinations.some((key) => !isPushKey(key) && !request.destinations.has(key));
  if (hasMoved(challenge)) return { kind: 'unevaluated', why: 'moved' };
  const others = record.challenges.filter(
    (one) =>
      one.id !== challenge.id &&
      one.client === request.client &&
      one.state !== 'consumed' &&
      one.digits === challenge.digits &&
      one.attempts < policy.answersPerCode &&
      !hasMoved(one),
  );
  const comparisons = [challenge, ...others].map((one) => ({
    challenge: { ...one, attempts: one.attempts + 1 },
    generations: one.previousExpiresAt > now ? [one.generation, one.generation - 1] : [one.generation],
  }));
  const reserved = comparisons.map((comparison) => comparison.challenge);
  return {
    kind: 'reserved',
    record: {
      ...record,
      failures: [...record.failures, now],
      consecutiveFailures: record.consecutiveFailures + 1,
      challenges: record.challenges.map((one) => reserved.find(({ id }) => id === one.id) ?? one),
    },
    challenge: reserved[0] ?? challenge,
    comparisons,
    at: now,
  };
};

/**
 * Consumes the challenge of a right answer and takes the reservation back, from all that it was made on. Null when somebody else consumed or
 * replaced it first, or when it ended meanwhile: then the answer is not right.
 */
export const consume = (
  stored: SignInRecord,
  attempt: { readonly challengeId: string; readonly reserved: readonly string[]; readonly at: number },
  now: number,
): SignInRecord | null => {
  const record = prune(stored, now);
  const challenge = record.challenges.find((one) => one.id === attempt.challengeId);
  if (challenge === undefined || challenge.state === 'consumed' || challenge.destinations.length === 0) return null;
  const reservation = record.failures.indexOf(attempt.at);
  return {
    ...record,
    failures: reservation === -1 ? record.failures : record.failures.toSpliced(reservation, 1),
    consecutiveFailures: 0,
    challenges: record.challenges.map((one) => ({
      ...one,
      ...(one.id === challenge.id && { state: 'consumed' }),
      ...(attempt.reserved.includes(one.id) && { attempts: Math.max(0, one.attempts - 1) }),
    })),
    proof: proofOf(challenge, now),
    proven: withProven(record.proven, proofOf(challenge, now)),
  };
};

/** A code that was tried at two places proves neither. */
const proofOf = ({ destinations, medium }: Challenge, at: number): Proof | null => {
  const [only, ...others] = destinations;
  return only === undefined || others.length > 0 ? null : { medium, destination: only, at };
};

/** Devices are no addresses: they were registered by somebody signed in, and are never among the attributes. */
const withProven = (proven: readonly string[], proof: Proof | null): readonly string[] => {
  if (proof === null || isPushKey(proof.destination)) return proven;
  return [proof.destination, ...proven.filter((key) => key !== proof.destination)].slice(0, MAX_PROVEN);
};

/** Answers that would still be evaluated: by this code, by this session and by the user's failure windows. */
export const attemptsLeft = (
  stored: SignInRecord,
  challenge: Challenge,
  sessionWrong: number,
  policy: Policy,
  now: number,
): number =>
  Math.max(
    0,
    Math.min(
      policy.answersPerCode - challenge.attempts,
      policy.answersPerCode - sessionWrong,
      remaining(stored.failures, policy.failureWindows, now),
    ),
  );

const newestOf = (challenges: readonly Challenge[]): Challenge | undefined =>
  challenges.reduce<Challenge | undefined>(
    (newest, one) => (newest === undefined || one.claimedAt > newest.claimedAt ? one : newest),
    undefined,
  );
