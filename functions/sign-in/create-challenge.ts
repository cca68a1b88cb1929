import type { SignInMessage } from '../../channels/channel.ts';
import { attemptsLeft } from './answer.ts';
import { type ChallengeMetadata, decodeMetadata, encodeMetadata } from './challenge-metadata.ts';
import { deriveCode } from './code.ts';
import { type Control, parseControl } from './control.ts';
import type { Round } from './define.ts';
import { isOurClient, record, type SignInDependencies } from './dependencies.ts';
import { SignInError } from './errors.ts';
import { type Identity, identify, type Person } from './identity.ts';
import { clientTag } from './keys.ts';
import type { LatencyMemory } from './latency.ts';
import { pickLocale } from './locale.ts';
import { publicParameters } from './parameters.ts';
import type { CodeKey, Deadline, KeySet, Outcome, StoredRecord } from './ports.ts';
import type { Challenge } from './record.ts';
import type { CodeDecision } from './request-code.ts';
import { type Reservation, reserveCode, settleSend } from './reserve.ts';
import { type Delivery, sendCode } from './send-code.ts';

export type ChallengeRequest = Person & {
  readonly session: readonly Round[];
  readonly clientMetadata: unknown;
};

export type ChallengeAnswer = {
  readonly publicChallengeParameters: Record<string, string>;
  readonly privateChallengeParameters: Record<string, string>;
  readonly challengeMetadata: string;
};

/** What the rounds before this one say. */
type Past = { readonly control: Control | undefined; readonly metadata: ChallengeMetadata | undefined };

/**
 * Makes the next challenge of a sign-in: reads the records once, decides, reserves, sends, writes down, answers.
 * The answer is the same in keys and shape whoever asks, whatever was sent and whatever failed.
 * @throws {SignInError} FOREIGN_CLIENT, TRY_LATER (store or keys out of reach), INTERNAL
 */
export const createChallenge = async (
  deps: SignInDependencies,
  latencies: LatencyMemory,
  request: ChallengeRequest,
  deadline: Deadline,
): Promise<ChallengeAnswer> => {
  if (!isOurClient(deps, request.clientId)) throw new SignInError('FOREIGN_CLIENT');
  const past = pastOf(request);
  const keys = await deps.keys.get();
  const who = identify(request, keys.index, deps.routing);
  const reservation = await reserveCode(
    deps,
    who,
    {
      client: clientTag(request.clientId),
      medium: who.medium,
      destination: who.destination?.key ?? null,
      answered: past.metadata === undefined || past.control ? null : { challengeId: past.metadata.challengeId },
      newChallengeId: deps.newId(),
      codeKey: keys.code.tag,
    },
    deadline,
  );
  const { decision } = reservation;
  if (decision.kind === 'send') {
    await deliver(deps, latencies, request, who, keys, reservation, past.control, deadline);
  } else {
    await noteUnsent(deps, who, decision, deadline);
  }
  return answerOf(deps, who, reservation, wrongAnswers(past, reservation.before));
};

const pastOf = ({ session, clientMetadata }: ChallengeRequest): Past => {
  const last = session.filter((round) => round.challengeName === 'CUSTOM_CHALLENGE').at(-1);
  return {
    control: last === undefined ? undefined : parseControl(clientMetadata),
    metadata: decodeMetadata(last?.challengeMetadata),
  };
};

/** Counts the last answer only if Verify evaluated it: then the challenge has more attempts than when it was asked. */
const wrongAnswers = ({ control, metadata }: Past, user: StoredRecord): number => {
  if (metadata === undefined) return 0;
  if (control !== undefined) return metadata.wrong;
  const asked = user.record.challenges.find((challenge) => challenge.id === metadata.challengeId);
  return metadata.wrong + (asked !== undefined && asked.attempts > metadata.attempts ? 1 : 0);
};

const deliver = async (
  deps: SignInDependencies,
  latencies: LatencyMemory,
  request: ChallengeRequest,
  who: Identity,
  keys: KeySet,
  reservation: Reservation,
  control: Control | undefined,
  deadline: Deadline,
): Promise<void> => {
  const { decision } = reservation;
  if (decision.kind !== 'send') return;
  const { challenge } = decision;
  const delivery = await sendOrWait(deps, latencies, request, who, keys, challenge, control, deadline);
  await Promise.all([
    settleSend(deps, who, reservation, delivery?.kind ?? 'sent', deadline),
    record(deps, sendOutcome(who, challenge, delivery), deadline),
  ]);
};

/** Sends to whom may be written to; waits as long as a send lately took for everybody else. */
const sendOrWait = async (
  deps: SignInDependencies,
  latencies: LatencyMemory,
  request: ChallengeRequest,
  who: Identity,
  keys: KeySet,
  challenge: Challenge,
  control: Control | undefined,
  deadline: Deadline,
): Promise<Delivery | null> => {
  const key = codeKeyOf(keys, challenge);
  if (key === undefined) throw new SignInError('INTERNAL', { cause: new Error('challenge under an unknown code key') });
  const binding = {
    userPoolId: request.userPoolId,
    clientId: request.clientId,
    user: who.subject,
    challengeId: challenge.id,
    generation: challenge.generation,
  };
  const code = deriveCode(key.key, binding, challenge.digits);
  if (who.destination === null) {
    await deps.delay(latencies.decoyMs(), deadline.signal);
    return null;
  }
  const message: SignInMessage = {
    purpose: 'sign-in',
    medium: challenge.medium,
    destination: who.destination.deliverable,
    code,
    locale: pickLocale(deps.locales, control?.locale, request.attributes.locale),
    // From the claim on, so that a fresh code has its whole time, and rounded down, so that nobody trusts it too long.
    minutesValid: Math.max(1, Math.floor((challenge.expiresAt - challenge.claimedAt) / 60_000)),
    appName: deps.appName,
    challengeId: challenge.id,
  };
  const delivery = await sendCode(deps, deps.channels.get(challenge.medium), message, deadline);
  latencies.note(delivery.durationMs);
  return delivery;
};

/** The key under which a challenge was issued, while the deployment still accepts it. */
export const codeKeyOf = (keys: KeySet, challenge: Pick<Challenge, 'codeKey'>): CodeKey | undefined =>
  [keys.code, keys.previousCode].find((key) => key?.tag === challenge.codeKey) ?? undefined;

const sendOutcome = (who: Identity, challenge: Challenge, delivery: Delivery | null): Outcome => {
  const common = {
    subject: who.subject,
    at: challenge.claimedAt,
    medium: challenge.medium,
    challengeId: challenge.id,
    generation: challenge.generation,
    ...(who.destination !== null && { destination: who.destination.key }),
  };
  if (delivery === null) {
    const isUnknown = who.nowhere === 'unknown-user';
    return {
      ...common,
      outcome: isUnknown ? 'unknown-user' : 'nowhere',
      ...(!isUnknown && who.nowhere && { reason: who.nowhere }),
    };
  }
  if (delivery.kind === 'failed') {
    const { provider, reason, durationMs } = delivery;
    return { ...common, outcome: 'send-failed', provider, reason, durationMs };
  }
  const { receipt, durationMs } = delivery;
  return {
    ...common,
    outcome: 'sent',
    provider: receipt.provider,
    durationMs,
    ...(receipt.messageId !== undefined && { messageId: receipt.messageId }),
  };
};

/** A wrong answer already has its row; what sends nothing for another reason gets one that counts. */
const noteUnsent = async (
  deps: SignInDependencies,
  who: Identity,
  decision: Exclude<CodeDecision, { kind: 'send' }>,
  deadline: Deadline,
): Promise<void> => {
  const common = { subject: who.subject, at: deps.clock(), medium: who.medium };
  if (decision.kind === 'limited') {
    await record(deps, { ...common, outcome: 'limited', reason: decision.limit }, deadline);
  } else if (decision.reason !== 'wrong') {
    const { id, generation } = decision.challenge;
    const outcome = decision.isDuplicate ? 'duplicate' : 'reused';
    await record(deps, { ...common, outcome, challengeId: id, generation }, deadline);
  }
};

const answerOf = (
  deps: SignInDependencies,
  who: Identity,
  { decision, after }: Reservation,
  wrong: number,
): ChallengeAnswer => {
  const now = deps.clock();
  const challenge = decision.kind === 'limited' ? null : decision.challenge;
  const view = {
    reason: decision.kind === 'limited' ? ('limited' as const) : decision.reason,
    medium: who.medium,
    codeLength: challenge?.digits ?? deps.policy.media[who.medium].codeLength,
    expiresAt: challenge?.expiresAt ?? now,
    resendAt: decision.resendAt,
    attemptsLeft: challenge === null ? 0 : attemptsLeft(after.record, challenge, wrong, deps.policy, now),
  };
  return {
    publicChallengeParameters: publicParameters(view, deps.disclosure, now),
    privateChallengeParameters: { challenge: challenge?.id ?? 'none' },
    challengeMetadata: encodeMetadata({
      challengeId: challenge?.id ?? null,
      generation: challenge?.generation ?? 0,
      wrong,
      attempts: challenge?.attempts ?? 0,
    }),
  };
};
