import { type AnswerRequest, type Comparison, consume, reserveAttempt, type Unevaluated } from './answer.ts';
import { codesMatch, deriveCode, normaliseAnswer } from './code.ts';
import { codeKeyOf } from './deliver-code.ts';
import { type CommonDependencies, record } from './dependencies.ts';
import { SignInError } from './errors.ts';
import { clientTag } from './keys.ts';
import type { Deadline, KeySet, Outcome, StoredRecord } from './ports.ts';
import type { Challenge } from './record.ts';

export type JudgeRequest = {
  /** Record key of the user. */
  readonly subject: string;
  readonly userPoolId: string;
  readonly clientId: string;
  /** The challenge that is answered, or null where there is none. */
  readonly challengeId: string | null;
  readonly answer: unknown;
  /** Keys of the places that the code may have gone to and still belong to the user. */
  readonly destinations: ReadonlySet<string>;
};

export type Verdict =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong'; readonly record: StoredRecord; readonly challenge: Challenge }
  /** Not compared, or right but used by somebody else first. */
  | { readonly kind: 'unevaluated'; readonly why: Unevaluated };

/** How often a lost race is run again. */
const RACES = 3;

type Reserved = {
  readonly challenge: Challenge;
  readonly comparisons: readonly Comparison[];
  readonly at: number;
  readonly stored: StoredRecord;
};

/**
 * Judges one answer. The attempt is committed before anything is compared, and only a committed consumption makes it
 * right: of any number of parallel right answers exactly one is.
 * @throws {SignInError} TRY_LATER (store or keys out of reach)
 */
export const judgeAnswer = async (
  deps: CommonDependencies,
  keys: KeySet,
  request: JudgeRequest,
  deadline: Deadline,
): Promise<Verdict> => {
  const { subject, clientId, challengeId, destinations } = request;
  const answer = normaliseAnswer(request.answer);
  const attempt = { client: clientTag(clientId), challengeId, answerLength: answer?.length, destinations };
  const reserved = await reserve(deps, subject, attempt, deadline);
  if ('why' in reserved) return { kind: 'unevaluated', why: reserved.why };

  const { challenge, stored } = reserved;
  const met = answer === undefined ? undefined : challengeMet(request, keys, reserved.comparisons, answer);
  if (met === undefined) {
    await record(deps, outcomeOf('wrong-answer', subject, reserved, challenge), deadline);
    return { kind: 'wrong', record: stored, challenge };
  }
  if (await consumeOnce(deps, subject, reserved, met, deadline)) {
    // No audit row here: whoever acts on the right answer writes the one row of its success.
    deps.report(outcomeOf('right-answer', subject, reserved, met, deps.clock() - met.sentAt));
    return { kind: 'right' };
  }
  await record(deps, { ...outcomeOf('unevaluated-answer', subject, reserved, met), reason: 'used' }, deadline);
  return { kind: 'unevaluated', why: 'used' };
};

const reserve = async (
  deps: CommonDependencies,
  subject: string,
  request: AnswerRequest,
  deadline: Deadline,
): Promise<Reserved | { readonly why: Unevaluated }> => {
  for (let race = 0; race < RACES; race += 1) {
    const [stored] = await deps.store.read([subject], deadline);
    if (stored === undefined) throw new SignInError('INTERNAL');
    const decision = reserveAttempt(stored.record, request, deps.policy, deps.clock());
    if (decision.kind === 'unevaluated') {
      const common = { subject, at: deps.clock(), reason: decision.why };
      await record(deps, { ...common, outcome: 'unevaluated-answer' }, deadline);
      return { why: decision.why };
    }
    if (await deps.store.write(subject, { record: decision.record, version: stored.version }, deadline)) {
      const { challenge, comparisons, at } = decision;
      return { challenge, comparisons, at, stored: { record: decision.record, version: stored.version + 1 } };
    }
  }
  throw new SignInError('TRY_LATER', { cause: new Error('lost every race for the sign-in record') });
};

/** The challenge that the answer is the code of. Compares with every live generation, always all of them. */
const challengeMet = (
  { subject: user, userPoolId, clientId }: JudgeRequest,
  keys: KeySet,
  comparisons: readonly Comparison[],
  answer: string,
): Challenge | undefined => {
  const met = comparisons.filter(({ challenge, generations }) => {
    const key = codeKeyOf(keys, challenge);
    if (key === undefined) return false;
    const verdicts = generations.map((generation) =>
      codesMatch(
        deriveCode(key.key, { userPoolId, clientId, user, challengeId: challenge.id, generation }, challenge.digits),
        answer,
      ),
    );
    return verdicts.includes(true) && challenge.destinations.length > 0;
  });
  return met[0]?.challenge;
};

const consumeOnce = async (
  deps: CommonDependencies,
  subject: string,
  { comparisons, at, stored }: Reserved,
  challenge: Challenge,
  deadline: Deadline,
): Promise<boolean> => {
  const reserved = comparisons.map((one) => one.challenge.id);
  let current: StoredRecord | undefined = stored;
  for (let race = 0; race < RACES && current !== undefined; race += 1) {
    const consumed = consume(current.record, { challengeId: challenge.id, reserved, at }, deps.clock());
    if (consumed === null) return false;
    if (await deps.store.write(subject, { record: consumed, version: current.version }, deadline)) return true;
    [current] = await deps.store.read([subject], deadline);
  }
  throw new SignInError('TRY_LATER', { cause: new Error('lost every race for the sign-in record') });
};

const outcomeOf = (
  outcome: Outcome['outcome'],
  subject: string,
  { at, stored }: Reserved,
  challenge: Challenge,
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
