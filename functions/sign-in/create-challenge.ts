import { attemptsLeft } from './answer.ts';
import { type ChallengeMetadata, decodeMetadata, encodeMetadata } from './challenge-metadata.ts';
import { type Control, parseControl } from './control.ts';
import type { Round } from './define.ts';
import { codeKeyTags, deliverCode } from './deliver-code.ts';
import { isOurClient, record, type SignInDependencies } from './dependencies.ts';
import { SignInError } from './errors.ts';
import type { Person } from './identity.ts';
import { clientTag } from './keys.ts';
import { pickLocale } from './locale.ts';
import { publicParameters } from './parameters.ts';
import { planSignIn, type SignInPlan } from './plan.ts';
import type { Deadline, StoredRecord } from './ports.ts';
import type { Asked } from './record.ts';
import type { CodeDecision } from './request-code.ts';
import { type Reservation, reserveCode } from './reserve.ts';

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
  request: ChallengeRequest,
  deadline: Deadline,
): Promise<ChallengeAnswer> => {
  if (!isOurClient(deps, request.clientId)) throw new SignInError('FOREIGN_CLIENT');
  const past = pastOf(request);
  const asked = askedOf(deps, past);
  const keys = await deps.keys.get();
  const plan = planSignIn(deps, request, asked, keys.index);
  const newChallengeId = deps.newId();
  const reservation = await reserveCode(
    deps,
    {
      subject: plan.who.subject,
      idleRecord: plan.who.budgetRecords[0],
      look: plan.look,
      choose: plan.choose,
      // An address may be shared by accounts, or by nobody: what limits it must not show.
      showsDestinationLimits: false,
      request: (target) => ({
        client: clientTag(request.clientId),
        asked,
        target: { medium: target?.medium ?? deps.disclosure.offered[0], key: target?.key ?? null },
        owned: new Set(plan.candidates().list.map((candidate) => candidate.key)),
        answered: past.metadata === undefined || past.control ? null : { challengeId: past.metadata.challengeId },
        newChallengeId,
        codeKey: keys.code.tag,
        codeKeys: codeKeyTags(keys),
      }),
    },
    deadline,
  );
  const { decision } = reservation;
  if (decision.kind === 'send') {
    const { userPoolId, clientId, attributes } = request;
    const letter = {
      subject: plan.who.subject,
      deviceList: plan.who.deviceList,
      candidates: plan.candidates(),
      binding: { userPoolId, clientId },
      purpose: 'sign-in' as const,
      locale: pickLocale(deps.locales, past.control?.locale, attributes.locale),
    };
    await deliverCode(deps, keys, letter, { ...reservation, decision }, deadline);
  } else {
    await noteUnsent(deps, plan, decision, deadline);
  }
  return answerOf(deps, reservation, wrongAnswers(past, reservation.before));
};

const pastOf = ({ session, clientMetadata }: ChallengeRequest): Past => {
  const last = session.filter((round) => round.challengeName === 'CUSTOM_CHALLENGE').at(-1);
  return {
    control: last === undefined ? undefined : parseControl(clientMetadata),
    metadata: decodeMetadata(last?.challengeMetadata),
  };
};

/** With one channel, asking for it is asking for nothing. One that is not offered is not heard. */
const askedOf = ({ disclosure: { offered } }: SignInDependencies, { control, metadata }: Past): Asked => {
  const asked = control === undefined ? metadata?.asked : control.channel;
  return asked !== undefined && asked !== 'auto' && offered.length > 1 && offered.includes(asked) ? asked : 'auto';
};

/** Counts the last answer only if Verify evaluated it: then the challenge has more attempts than when it was asked. */
const wrongAnswers = ({ control, metadata }: Past, user: StoredRecord): number => {
  if (metadata === undefined) return 0;
  if (control !== undefined) return metadata.wrong;
  const asked = user.record.challenges.find((challenge) => challenge.id === metadata.challengeId);
  return metadata.wrong + (asked !== undefined && asked.attempts > metadata.attempts ? 1 : 0);
};

/** A wrong answer already has its row; what sends nothing for another reason gets one that counts. */
const noteUnsent = async (
  deps: SignInDependencies,
  { who }: SignInPlan,
  decision: Exclude<CodeDecision, { kind: 'send' }>,
  deadline: Deadline,
): Promise<void> => {
  const common = { subject: who.subject, at: deps.clock() };
  if (decision.kind === 'limited') {
    await record(deps, { ...common, outcome: 'limited', reason: decision.limit }, deadline);
  } else if (decision.reason !== 'wrong') {
    const { id, generation, medium } = decision.challenge;
    const outcome = decision.isDuplicate ? 'duplicate' : 'reused';
    await record(deps, { ...common, outcome, medium, challengeId: id, generation }, deadline);
  }
};

const answerOf = (
  deps: SignInDependencies,
  { decision, after, at: now }: Reservation,
  wrong: number,
): ChallengeAnswer => {
  const challenge = decision.kind === 'limited' ? null : decision.challenge;
  const view = {
    reason: decision.kind === 'limited' ? ('limited' as const) : decision.reason,
    medium: challenge?.medium ?? deps.disclosure.offered[0],
    codeLength: challenge?.digits ?? deps.policy.challenge.codeLength,
    expiresAt: challenge?.expiresAt ?? now,
    resendAt: decision.resendAt,
    attemptsLeft: challenge === null ? 0 : attemptsLeft(after.record, challenge, wrong, deps.policy, now),
  };
  return {
    publicChallengeParameters: publicParameters(view, deps.disclosure, now),
    privateChallengeParameters: { challenge: challenge?.id ?? 'none' },
    challengeMetadata: encodeMetadata({
      challengeId: challenge?.id ?? null,
      asked: challenge?.asked ?? 'auto',
      generation: challenge?.generation ?? 0,
      wrong,
      attempts: challenge?.attempts ?? 0,
    }),
  };
};
