import type { SignInDependencies } from './dependencies.ts';
import { SignInError } from './errors.ts';
import type { Candidate } from './identity.ts';
import type { Deadline, StoredRecord } from './ports.ts';
import { emptyRecord } from './record.ts';
import { type CodeDecision, type CodeRequest, markSend, requestCode } from './request-code.ts';
import { hasBudget, releaseSend, reserveSend } from './send-budget.ts';
import { reserveFallback } from './send-entry.ts';
import { type BudgetDraw, smsDraws } from './sms-budget.ts';

export type Stores = Pick<SignInDependencies, 'store' | 'counters' | 'policy' | 'clock' | 'warn'>;

/** What a sign-in found when it looked. */
export type Snapshot = {
  readonly user: StoredRecord;
  /** By record key. */
  readonly budgets: ReadonlyMap<string, StoredRecord>;
};

/** How often a lost race is run again. */
const RACES = 3;

export type Reservation = {
  readonly decision: CodeDecision;
  /** When it was taken, ms since the epoch: what callers read counts from here, so that no send's time shows in it. */
  readonly at: number;
  /** The user's record on which the decision was taken. */
  readonly before: StoredRecord;
  /** The user's record as it is stored now. */
  readonly after: StoredRecord;
  /** Where the message goes first; null where nobody may be written to. */
  readonly target: Candidate | null;
  /** A place that was chosen first, and why no message may go there. */
  readonly refused: { readonly place: Candidate; readonly by: BudgetRefusal } | null;
};

/** Why a budget that many share gave nothing: it is spent, or could not be had. */
export type BudgetRefusal = 'sms-budget' | 'budget-unknown';

export type ReserveRequest = {
  readonly subject: string;
  /** The budget record that is written, as it is, where no message goes out: the requests are those of a send. */
  readonly idleRecord: string;
  readonly look: (deadline: Deadline) => Promise<Snapshot>;
  /** Where the message would go, by what was found. */
  readonly choose: (snapshot: Snapshot) => Candidate | null;
  readonly request: (target: Candidate | null) => CodeRequest;
  /** True where callers may see the destination's own limits: the address is one that they typed themselves. */
  readonly showsDestinationLimits: boolean;
};

/**
 * Reads, decides and, for a send, commits budgets and claim before anything is sent: user, destination and shared
 * budgets are written side by side, each under its own condition. Over-counting can happen, under-counting cannot.
 * @throws {SignInError} TRY_LATER after three lost races
 */
export const reserveCode = async (deps: Stores, asked: ReserveRequest, deadline: Deadline): Promise<Reservation> => {
  for (let race = 0; race < RACES; race += 1) {
    const snapshot = await asked.look(deadline);
    const { user } = snapshot;
    const now = deps.clock();
    const chosen = asked.choose(snapshot);
    const limits = {
      user: user.record,
      destination: (asked.showsDestinationLimits && budgetOf(snapshot, chosen?.budget)?.record) || emptyRecord,
    };
    const decision = requestCode(limits, asked.request(chosen), deps.policy, now);
    if (decision.kind !== 'send')
      return { decision, at: now, before: user, after: user, target: chosen, refused: null };

    const target = decision.isSilent ? null : chosen;
    const budgetKey = target?.budget ?? asked.idleRecord;
    const budget = budgetOf(snapshot, budgetKey);
    // What has no budget of its own is counted nowhere: the idle record is written for the sake of the write.
    const counted = target?.budget ? target : null;
    const draws = drawsOf(deps, target, now);
    const [ownsUser, ownsBudget, drawn] = await Promise.all([
      deps.store.write(asked.subject, { record: decision.user, version: user.version }, deadline),
      spend(deps, budgetKey, budget, counted, now, deadline),
      takeAll(deps, draws, deadline),
    ]);
    const after = { record: decision.user, version: user.version + 1 };
    const isSecured = ownsUser && (ownsBudget || (await spendLater(deps, budgetKey, counted, now, deadline)));
    if (isSecured) {
      const by = refusalOf(drawn);
      if (by === null || target === null) return { decision, at: now, before: user, after, target, refused: null };
      await giveDrawsBack(deps, draws, drawn, deadline);
      return { decision, at: now, before: user, after, target: null, refused: { by, place: target } };
    }
    await giveDrawsBack(deps, draws, drawn, deadline);
    if (ownsUser) await deps.store.write(asked.subject, { record: user.record, version: after.version }, deadline);
    else if (ownsBudget) await giveBack(deps, budgetKey, counted, now, deadline);
  }
  throw new SignInError('TRY_LATER', { cause: new Error('lost every race for the sign-in record') });
};

const budgetOf = ({ budgets }: Snapshot, key: string | null | undefined): StoredRecord | undefined =>
  budgets.get(key ?? '');

/** What came of asking a shared budget for one message. */
type Drawn = 'taken' | BudgetRefusal;

/** A budget that cannot be had is no error here: that would tell who has a number, since nobody else draws on any. */
const takeAll = (deps: Stores, draws: readonly BudgetDraw[], deadline: Deadline): Promise<readonly Drawn[]> =>
  Promise.all(
    draws.map((draw) =>
      deps.counters.take(draw, deadline).then(
        (isTaken): Drawn => (isTaken ? 'taken' : 'sms-budget'),
        (cause: unknown): Drawn => {
          deps.warn('shared budget not taken', cause);
          return 'budget-unknown';
        },
      ),
    ),
  );

/** Why not all were given; null where they were. One that is spent says more than one that could not be had. */
const refusalOf = (drawn: readonly Drawn[]): BudgetRefusal | null =>
  (['sms-budget', 'budget-unknown'] as const).find((by) => drawn.includes(by)) ?? null;

const drawsOf = (deps: Stores, target: Candidate | null, now: number): readonly BudgetDraw[] =>
  target?.phone === undefined ? [] : smsDraws(target.phone, target.isVerified, deps.policy.sms, now);

const spend = async (
  deps: Stores,
  key: string,
  stored: StoredRecord | undefined,
  target: Candidate | null,
  now: number,
  deadline: Deadline,
): Promise<boolean> => {
  if (stored === undefined) return false;
  // Without a message the record is written as it is, and raced for all the same.
  const record = target === null ? stored.record : reserveSend(stored.record, target, deps.policy, now);
  if (record === null) return false;
  return deps.store.write(key, { record, version: stored.version }, deadline);
};

/** The claim is ours but the destination's record moved: reserves there again. False where its budget is gone. */
const spendLater = async (
  deps: Stores,
  key: string | null,
  target: Candidate | null,
  now: number,
  deadline: Deadline,
): Promise<boolean> => {
  for (let race = 0; race < RACES && key !== null; race += 1) {
    const [stored] = await deps.store.read([key], deadline);
    if (await spend(deps, key, stored, target, now, deadline)) return true;
  }
  return key === null;
};

/** The claim went to somebody else: takes our reservation out again, once; failing that it over-counts. */
const giveBack = async (deps: Stores, key: string, target: Candidate | null, at: number, deadline: Deadline) => {
  const [stored] = await deps.store.read([key], deadline);
  if (stored === undefined) return;
  const record = target === null ? stored.record : releaseSend(stored.record, target.medium, at);
  await deps.store.write(key, { record, version: stored.version }, deadline);
};

const giveDrawsBack = async (
  deps: Stores,
  draws: readonly BudgetDraw[],
  drawn: readonly Drawn[],
  deadline: Deadline,
): Promise<void> => {
  await Promise.all(
    draws.flatMap((draw, at) => (drawn[at] === 'taken' ? [deps.counters.giveBack(draw, deadline)] : [])),
  );
};

export type NextReservation = {
  /** Refused by a budget that many share: nobody else tells of that. */
  readonly kind: 'reserved' | 'refused' | BudgetRefusal;
  /** The user's record as it is stored now, as far as is known. */
  readonly user: StoredRecord;
};

/**
 * Reserves one more message of a claimed challenge, to another place, after the one before failed. What was taken for
 * nothing is given back, but for the user's own, which over-counts.
 */
export const reserveNext = async (
  deps: Stores,
  subject: string,
  challengeId: string,
  current: StoredRecord,
  target: Candidate,
  deadline: Deadline,
): Promise<NextReservation> => {
  let user = current;
  const refused = (): NextReservation => ({ kind: 'refused', user });
  for (let race = 0; race < RACES; race += 1) {
    const now = deps.clock();
    if (!hasBudget(user.record, target.medium, deps.policy, now)) return refused();
    const record = reserveFallback(user.record, challengeId, target, deps.policy, now);
    if (record === null) return refused();
    const budget = target.budget === null ? undefined : (await deps.store.read([target.budget], deadline))[0];
    const spent = budget && reserveSend(budget.record, target, deps.policy, now);
    if (target.budget !== null && !spent) return refused();
    const draws = drawsOf(deps, target, now);
    const [ownsUser, ownsBudget, drawn] = await Promise.all([
      deps.store.write(subject, { record, version: user.version }, deadline),
      target.budget === null ||
        (spent && deps.store.write(target.budget, { record: spent, version: budget.version }, deadline)),
      takeAll(deps, draws, deadline),
    ]);
    if (ownsUser) user = { record, version: user.version + 1 };
    const isBudgeted = ownsBudget || (ownsUser && (await spendLater(deps, target.budget, target, now, deadline)));
    const by = refusalOf(drawn);
    if (ownsUser && isBudgeted && by === null) return { kind: 'reserved', user };

    await giveDrawsBack(deps, draws, drawn, deadline);
    if (target.budget !== null && isBudgeted) await giveBack(deps, target.budget, target, now, deadline);
    if (ownsUser) return { kind: (isBudgeted && by) || 'refused', user };
    const [stored] = await deps.store.read([subject], deadline);
    if (stored !== undefined) user = stored;
  }
  return refused();
};

/** Writes down how a send ended. A failure here is logged only: the message is out and its code valid. */
export const settleSend = async (
  deps: Stores,
  subject: string,
  challenge: Parameters<typeof markSend>[1],
  current: StoredRecord,
  state: 'sent' | 'failed',
  deadline: Deadline,
): Promise<void> => {
  try {
    let stored: StoredRecord | undefined = current;
    for (let race = 0; race < RACES && stored !== undefined; race += 1) {
      const record = markSend(stored.record, challenge, state);
      if (await deps.store.write(subject, { record, version: stored.version }, deadline)) return;
      [stored] = await deps.store.read([subject], deadline);
    }
    deps.warn('send not marked: lost every race', undefined);
  } catch (cause) {
    deps.warn('send not marked', cause);
  }
};
