import { type AnswerRequest, consume, reserveAttempt } from './answer.ts';
import { codesMatch, deriveCode, normaliseAnswer } from './code.ts';
import { parseControl } from './control.ts';
import { codeKeyOf } from './deliver-code.ts';
import { isOurClient, record, type SignInDependencies } from './dependencies.ts';
import { SignInError } from './errors.ts';
import { destinationKeysOf, type Person, subjectOf } from './identity.ts';
import { clientTag } from './keys.ts';
import type { Deadline, KeySet, Outcome, StoredRecord } from './ports.ts';
import type { Challenge } from './record.ts';

export type VerifyRequest = Person & {
  readonly answer: unknown;
  readonly clientMetadata: unknown;
  readonly privateChallengeParameters: Readonly<Record<string, string | undefined>>;
};

/** How often a lost race is run again. */
const RACES = 3;

type Reserved = {
  readonly challenge: Challenge;
  readonly generations: readonly number[];
  readonly at: number;
  readonly stored: StoredRecord;
};

/**
 * Judges one answer. The attempt is committed before anything is compared, and only a committed consumption makes it
 * right: of any number of parallel right answers exactly one is.
 * A control round is never compared, so that `resend` with the right code is no sign-in.
 * @throws {SignInError} FOREIGN_CLIENT, TRY_LATER (store or keys out of reach)
 */
export const verifyAnswer = async (
  deps: SignInDependencies,
  request: VerifyRequest,
  deadline: Deadline,
): Promise<boolean> => {
  if (!isOurClient(deps, request.clientId)) throw new SignInError('FOREIGN_CLIENT');
  if (parseControl(request.clientMetadata) !== undefined) return false;
  const keys = await deps.keys.get();
  const subject = subjectOf(request, keys.index);
  const answer = normaliseAnswer(request.answer);
  const reserved = await reserve(
    deps,
    subject,
    {
      client: clientTag(request.clientId),
      challengeId: request.privateChallengeParameters.challenge ?? null,
      answerLength: answer?.length,
      destinations: request.userNotFound ? new Set() : destinationKeysOf(request, keys.index),
    },
    deadline,
  );
  if (reserved === null || answer === undefined) return false;

  const isRight = matches(request, subject, keys, reserved, answer) && reserved.challenge.destinations.length > 0;
  if (isRight && (await consumeOnce(deps, subject, reserved, deadline))) {
    // No audit row here: PostAuthentication writes the one row of a success.
    deps.report(outcomeOf('right-answer', subject, reserved, deps.clock() - reserved.challenge.sentAt));
    return true;
  }
  const outcome = isRight ? 'unevaluated-answer' : 'wrong-answer';
  await record(deps, { ...outcomeOf(outcome, subject, reserved), ...(isRight && { reason: 'used' }) }, deadline);
  return false;
};

const reserve = async (
  deps: SignInDependencies,
  subject: string,
  request: AnswerRequest,
  deadline: Deadline,
): Promise<Reserved | null> => {
  for (let race = 0; race < RACES; race += 1) {
    const [stored] = await deps.store.read([subject], deadline);
    if (stored === undefined) throw new SignInError('INTERNAL');
    const decision = reserveAttempt(stored.record, request, deps.policy, deps.clock());
    if (decision.kind === 'unevaluated') {
      const common = { subject, at: deps.clock(), reason: decision.why };
      await record(deps, { ...common, outcome: 'unevaluated-answer' }, deadline);
      return null;
    }
    if (await deps.store.write(subject, { record: decision.record, version: stored.version }, deadline)) {
      const { challenge, generations, at } = decision;
      return { challenge, generations, at, stored: { record: decision.record, version: stored.version + 1 } };
    }
  }
  throw new SignInError('TRY_LATER', { cause: new Error('lost every race for the sign-in record') });
};

/** Compares with every live generation, always all of them. */
const matches = (
  request: VerifyRequest,
  user: string,
  keys: KeySet,
  { challenge, generations }: Reserved,
  answer: string,
): boolean => {
  const key = codeKeyOf(keys, challenge);
  if (key === undefined) return false;
  const { userPoolId, clientId } = request;
  const verdicts = generations.map((generation) =>
    codesMatch(
      deriveCode(key.key, { userPoolId, clientId, user, challengeId: challenge.id, generation }, challenge.digits),
      answer,
    ),
  );
  return verdicts.includes(true);
};

const consumeOnce = async (
  deps: SignInDependencies,
  subject: string,
  { challenge, at, stored }: Reserved,
  deadline: Deadline,
): Promise<boolean> => {
  let current: StoredRecord | undefined = stored;
  for (let race = 0; race < RACES && current !== undefined; race += 1) {
    const consumed = consume(current.record, { challengeId: challenge.id, at }, deps.clock());
    if (consumed === null) return false;
    if (await deps.store.write(subject, { record: consumed, version: current.version }, deadline)) return true;
    [current] = await deps.store.read([subject], deadline);
  }
  throw new SignInError('TRY_LATER', { cause: new Error('lost every race for the sign-in record') });
};

const outcomeOf = (
  outcome: Outcome['outcome'],
  subject: string,
  { challenge, at, stored }: Reserved,
  durationMs?: number,
): Outcome => ({
  outcome,
  subject,
  at,
  medium: challenge.medium,
  challengeId: challenge.id,
  generation: challenge.generation,
  consecutiveFailures: outcome === 'right-answer' ? 0 : stored.record.consecutiveFailures,
  ...(challenge.destinations[0] !== undefined && { destination: challenge.destinations[0] }),
  ...(durationMs !== undefined && { durationMs }),
});
