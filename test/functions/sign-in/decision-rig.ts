import type { Medium } from '../../../channels/channel.ts';
import { type AnswerRequest, consume, reserveAttempt } from '../../../functions/sign-in/answer.ts';
import { createPolicy, type Policy } from '../../../functions/sign-in/policy.ts';
import { type Challenge, emptyRecord } from '../../../functions/sign-in/record.ts';
import { type CodeDecision, type CodeRequest, markSend, requestCode } from '../../../functions/sign-in/request-code.ts';
import type { Limits } from '../../../functions/sign-in/send-budget.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DESTINATION = 'destination1';
/** A request of somebody to whom nothing can be sent. */
export const NOWHERE = { target: { medium: 'email', key: null } } as const;
export const START = 1_800_000_000_000;

/** One user's two records, with the pure decisions applied to them as the adapters would. */
export type DecisionRig = {
  readonly policy: Policy;
  limits: Limits;
  now: number;
  /** Decides, and keeps what a send would write. The send is marked as told, or left as a claim. */
  request(change?: Partial<CodeRequest>, ending?: 'sent' | 'failed' | 'died'): CodeDecision;
  /** Reserves an attempt; true where it would be compared. */
  reserve(change?: Partial<AnswerRequest>): Challenge | null;
  /** Reserves and consumes: a right answer. */
  solve(change?: Partial<AnswerRequest>): boolean;
  challenge(): Challenge;
};

/** Where a message may go: by email to an address of this key, unless said otherwise. */
export const targetOf = (key: string | null, medium: Medium = 'email') => ({ medium, key });

export const createDecisionRig = (policy: Policy = createPolicy()): DecisionRig => {
  let ids = 0;
  const rig: DecisionRig = {
    policy,
    limits: { user: emptyRecord, destination: emptyRecord },
    now: START,
    request(change = {}, ending = 'sent') {
      ids += 1;
      const target = change.target ?? targetOf(DESTINATION);
      const decision = requestCode(
        rig.limits,
        {
          client: 'client01',
          asked: 'auto',
          target,
          owned: new Set(target.key === null ? [] : [target.key]),
          answered: null,
          newChallengeId: String(ids).padStart(22, 'A'),
          codeKey: 'key001',
          codeKeys: new Set(['key001', 'key002']),
          ...change,
        },
        policy,
        rig.now,
      );
      if (decision.kind === 'send') {
        const { user, destination, challenge } = decision;
        rig.limits = { user: ending === 'died' ? user : markSend(user, challenge, ending), destination };
      }
      return decision;
    },
    reserve(change = {}) {
      const decision = attempt(rig, change);
      return decision.kind === 'reserved' ? decision.challenge : null;
    },
    solve(change = {}) {
      const decision = attempt(rig, change);
      if (decision.kind !== 'reserved') return false;
      const user = consume(
        rig.limits.user,
        {
          challengeId: decision.challenge.id,
          reserved: decision.comparisons.map(({ challenge }) => challenge.id),
          at: decision.at,
        },
        rig.now,
      );
      if (user !== null) rig.limits = { ...rig.limits, user };
      return user !== null;
    },
    challenge() {
      const challenge = rig.limits.user.challenges.at(-1);
      if (challenge === undefined) throw new Error('there is no challenge');
      return challenge;
    },
  };
  return rig;
};

const attempt = (rig: DecisionRig, change: Partial<AnswerRequest>) => {
  const decision = reserveAttempt(
    rig.limits.user,
    { client: 'client01', challengeId: null, answerLength: 6, destinations: new Set([DESTINATION]), ...change },
    rig.policy,
    rig.now,
  );
  if (decision.kind === 'reserved') rig.limits = { ...rig.limits, user: decision.record };
  return decision;
};
