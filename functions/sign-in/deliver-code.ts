import type { SignInMessage } from '../../channels/channel.ts';
import { type CodeBinding, deriveCode } from './code.ts';
import { record, type SignInDependencies } from './dependencies.ts';
import { removeDestination, replaceDestination } from './devices.ts';
import { SignInError } from './errors.ts';
import type { Candidate, Candidates } from './identity.ts';
import type { CodeKey, Deadline, KeySet, Outcome } from './ports.ts';
import { mayTry, noteHealth } from './provider-health.ts';
import type { Challenge } from './record.ts';
import type { CodeDecision } from './request-code.ts';
import { type BudgetRefusal, type Reservation, reserveNext, settleSend } from './reserve.ts';
import { type Delivery, sendCode } from './send-code.ts';
import { smsBudgetKind } from './sms-budget.ts';
import { updateDevices } from './update-devices.ts';

/** Another channel is begun only while so much of the invocation is left. */
const NEXT_NEEDS_MS = 600;

export type Letter = {
  readonly subject: string;
  readonly deviceList: string;
  readonly candidates: Candidates;
  readonly binding: Pick<CodeBinding, 'userPoolId' | 'clientId'>;
  readonly purpose: SignInMessage['purpose'];
  readonly locale: string;
};

/** The key under which a challenge was issued, while the deployment still accepts it. */
export const codeKeyOf = (keys: KeySet, challenge: Pick<Challenge, 'codeKey'>): CodeKey | undefined =>
  [keys.code, keys.previousCode].find((key) => key?.tag === challenge.codeKey) ?? undefined;

/** The tags of every key whose codes the deployment still accepts. */
export const codeKeyTags = ({ code, previousCode }: KeySet): ReadonlySet<string> =>
  new Set(previousCode === null ? [code.tag] : [code.tag, previousCode.tag]);

/**
 * Sends a reserved code: by its first place, then, while time and budgets allow, by the next ones, always the same
 * code. Where nobody may be written to it takes as long as a send lately took. Never says to the caller how it went.
 */
export const deliverCode = async (
  deps: SignInDependencies,
  keys: KeySet,
  letter: Letter,
  reservation: Reservation & { readonly decision: Extract<CodeDecision, { kind: 'send' }> },
  deadline: Deadline,
): Promise<void> => {
  const { challenge } = reservation.decision;
  const key = codeKeyOf(keys, challenge);
  if (key === undefined) throw new SignInError('INTERNAL', { cause: new Error('challenge under an unknown code key') });
  const { id: challengeId, generation, digits } = challenge;
  const code = deriveCode(key.key, { ...letter.binding, user: letter.subject, challengeId, generation }, digits);

  const notes: Promise<unknown>[] = [];
  const note = (outcome: Outcome) => notes.push(record(deps, outcome, deadline));
  const startedAt = deps.clock();
  let current = reservation.after;
  let failed: string | undefined;
  let isTried = false;
  // The next device is for one that is gone; where the provider fails, another one would only take the others' time.
  const givenUp = new Set<string>();

  const attempt = async (candidate: Candidate): Promise<boolean> => {
    isTried = true;
    const channel = deps.channels.get(candidate.medium);
    const delivery = await sendCode(deps, channel, messageOf(deps, letter, challenge, candidate, code), deadline);
    if (channel !== undefined) notes.push(noteHealth(deps, channel.provider, delivery, deadline));
    if (candidate.medium === 'push') notes.push(noteDevice(deps, letter, candidate, delivery, deadline));
    note({ ...rowOf(letter, challenge, candidate), ...deliveryFields(delivery, failed) });
    if (delivery.kind === 'failed') {
      failed = delivery.provider;
      if (delivery.reason !== 'destination-gone') givenUp.add(candidate.medium);
    }
    return delivery.kind === 'sent';
  };
  const attemptNext = async (candidate: Candidate, isLast: boolean): Promise<boolean> => {
    if (givenUp.has(candidate.medium)) return false;
    const provider = deps.channels.get(candidate.medium)?.provider;
    if (provider !== undefined && !(await mayTry(deps, provider, isLast, deadline))) return false;
    if (candidate !== reservation.target) {
      if (deadline.remainingMs() < NEXT_NEEDS_MS) return false;
      const next = await reserveNext(deps, letter.subject, challenge.id, current, candidate, deadline).catch(
        (cause: unknown) => deps.warn('next place not reserved', cause),
      );
      // Nobody is told of a fallback, so nobody is told that it could not be paid for.
      if (next === undefined) return false;
      current = next.user;
      if (next.kind === 'sms-budget' || next.kind === 'budget-unknown')
        note(budgetRow(letter, challenge, candidate, next.kind));
      if (next.kind !== 'reserved') return false;
    }
    return attempt(candidate);
  };

  const queue = queueOf(letter, reservation);
  const { refused } = reservation;
  if (refused !== null) note(budgetRow(letter, challenge, refused.place, refused.by));
  if (queue.length > 0)
    for (const one of letter.candidates.suppressed ?? []) note(withheldRow(letter, challenge, one, 'suppressed'));
  let isSent = false;
  for (const candidate of queue) {
    isSent = await attemptNext(candidate, candidate === queue.at(-1));
    if (isSent) break;
  }
  // Skipped for its health, and nothing else was to be had: better tried than not.
  if (!isTried && reservation.target !== null) isSent = await attempt(reservation.target);
  // Also after a refusal: one that came sooner than sends lately end would tell that there was somebody to refuse.
  const tookMs = deps.clock() - startedAt;
  const pauseMs = isSent ? 0 : Math.max(0, deps.latencies.decoyMs() - tookMs);
  if (!isSent) await deps.delay(pauseMs, deadline.signal);
  if (isTried) deps.latencies.note(tookMs + pauseMs);
  if (!isTried && refused === null) note(unsentRow(letter, reservation.decision));
  const isOwed = !isSent && (queue.length > 0 || refused !== null);
  await Promise.all([
    settleSend(deps, letter.subject, challenge, current, isOwed ? 'failed' : 'sent', deadline),
    ...notes,
  ]);
};

/** The places to try: the reserved one, then the others. None where the first choice was that nothing goes out. */
const queueOf = ({ candidates }: Letter, { target, refused }: Reservation): readonly Candidate[] => {
  if (target === null && refused === null) return [];
  const others = candidates.list.filter((candidate) => candidate !== target && candidate !== refused?.place);
  return target === null ? others : [target, ...others];
};

const messageOf = (
  deps: SignInDependencies,
  { purpose, locale }: Letter,
  challenge: Challenge,
  { medium, deliverable, platform }: Candidate,
  code: string,
): SignInMessage => ({
  purpose,
  medium,
  destination: deliverable,
  ...(platform !== undefined && { platform }),
  code,
  locale,
  // From the claim on, so that a fresh code has its whole time, and rounded down, so that nobody trusts it too long.
  minutesValid: Math.max(1, Math.floor((challenge.expiresAt - challenge.claimedAt) / 60_000)),
  appName: deps.appName,
  challengeId: challenge.id,
});

const rowOf = ({ subject }: Letter, challenge: Challenge, candidate: Candidate) => ({
  subject,
  at: challenge.claimedAt,
  medium: candidate.medium,
  destination: candidate.key,
  challengeId: challenge.id,
  generation: challenge.generation,
  ...(candidate.phone !== undefined && {
    country: candidate.phone.country,
    budget: smsBudgetKind(candidate.isVerified),
  }),
});

const withheldRow = (letter: Letter, challenge: Challenge, candidate: Candidate, reason: string): Outcome => ({
  ...rowOf(letter, challenge, candidate),
  outcome: 'withheld',
  reason,
});

/** A budget that is spent withholds a message; one that cannot be had is a failure, for somebody to be told of. */
const budgetRow = (letter: Letter, challenge: Challenge, candidate: Candidate, by: BudgetRefusal): Outcome =>
  by === 'sms-budget'
    ? withheldRow(letter, challenge, candidate, by)
    : { ...rowOf(letter, challenge, candidate), outcome: 'send-failed', provider: 'counters', reason: by };

const deliveryFields = (
  delivery: Delivery,
  insteadOf: string | undefined,
): Pick<Outcome, 'outcome' | 'provider' | 'durationMs'> & Partial<Outcome> => {
  const { durationMs } = delivery;
  const instead = insteadOf !== undefined && { insteadOf };
  if (delivery.kind === 'failed') {
    return { outcome: 'send-failed', provider: delivery.provider, reason: delivery.reason, durationMs, ...instead };
  }
  const { provider, messageId } = delivery.receipt;
  return { outcome: 'sent', provider, durationMs, ...(messageId !== undefined && { messageId }), ...instead };
};

/**
 * The row of a challenge that goes to nobody: sent before, an unknown name, no usable address, or a budget that is spent.
 */
const unsentRow = (
  { subject, candidates }: Letter,
  { challenge, isSilent }: Extract<CodeDecision, { kind: 'send' }>,
): Outcome => {
  const { id: challengeId, generation, medium, claimedAt: at } = challenge;
  const common = { subject, at, medium, challengeId, generation };
  if (isSilent) return { ...common, outcome: 'reused' };
  if (candidates.nowhere === 'unknown-user') return { ...common, outcome: 'unknown-user' };
  const [suppressed] = candidates.suppressed ?? [];
  const destination = suppressed !== undefined && { destination: suppressed.key };
  if (candidates.nowhere !== null) return { ...common, outcome: 'nowhere', reason: candidates.nowhere, ...destination };
  return { ...common, outcome: 'withheld', reason: 'sends' };
};

/** Keeps the device list as true as the provider knows it. */
const noteDevice = async (
  deps: SignInDependencies,
  letter: Letter,
  { deliverable }: Candidate,
  delivery: Delivery,
  deadline: Deadline,
): Promise<void> => {
  if (delivery.kind === 'failed') {
    if (delivery.reason !== 'destination-gone') return;
    await updateDevices(deps, letter.deviceList, (devices) => removeDestination(devices, deliverable), deadline);
  } else if (delivery.receipt.replaceDestination !== undefined) {
    const replacement = delivery.receipt.replaceDestination;
    await updateDevices(
      deps,
      letter.deviceList,
      (devices) => replaceDestination(devices, deliverable, replacement),
      deadline,
    );
  }
};
