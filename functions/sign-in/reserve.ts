import type { SignInDependencies } from './dependencies.ts';
import { SignInError } from './errors.ts';
import type { Identity } from './identity.ts';
import type { Deadline, StoredRecord } from './ports.ts';
import {
  type CodeDecision,
  type CodeRequest,
  markSend,
  releaseSend,
  requestCode,
  reserveSend,
} from './request-code.ts';

type Stores = Pick<SignInDependencies, 'store' | 'policy' | 'clock' | 'warn'>;
type SendDecision = Extract<CodeDecision, { kind: 'send' }>;

/** How often a lost race is run again. */
const RACES = 3;

export type Reservation = {
  readonly decision: CodeDecision;
  /** The user's record on which the decision was taken. */
  readonly before: StoredRecord;
  /** The user's record as it is stored now. */
  readonly after: StoredRecord;
};

/**
 * Reads, decides and, for a send, commits budget and claim before anything is sent: user and destination are written
 * side by side, each under the condition that nobody else wrote it. Over-counting can happen, under-counting cannot.
 * @throws {SignInError} TRY_LATER after three lost races
 */
export const reserveCode = async (
  deps: Stores,
  who: Identity,
  request: CodeRequest,
  deadline: Deadline,
): Promise<Reservation> => {
  for (let race = 0; race < RACES; race += 1) {
    const [user, destination] = await readBoth(deps, who, deadline);
    const now = deps.clock();
    const limits = { user: user.record, destination: destination.record };
    const decision = requestCode(limits, request, deps.policy, now);
    if (decision.kind !== 'send') return { decision, before: user, after: user };

    const [ownsUser, ownsDestination] = await Promise.all([
      deps.store.write(who.subject, { record: decision.user, version: user.version }, deadline),
      deps.store.write(who.destinationRecord, { record: decision.destination, version: destination.version }, deadline),
    ]);
    const after = { record: decision.user, version: user.version + 1 };
    if (ownsUser && (ownsDestination || (await reserveLater(deps, who, decision, deadline)))) {
      return { decision, before: user, after };
    }
    if (ownsUser) await deps.store.write(who.subject, { record: user.record, version: after.version }, deadline);
    else if (ownsDestination) await giveBack(deps, who, decision, now, deadline);
  }
  throw new SignInError('TRY_LATER', { cause: new Error('lost every race for the sign-in record') });
};

const readBoth = async (deps: Stores, who: Identity, deadline: Deadline): Promise<[StoredRecord, StoredRecord]> => {
  const [user, destination] = await deps.store.read([who.subject, who.destinationRecord], deadline);
  if (user === undefined || destination === undefined) throw new SignInError('INTERNAL');
  return [user, destination];
};

/** The claim is ours but the destination's record moved: reserves there again. False where its budget is gone. */
const reserveLater = async (deps: Stores, who: Identity, decision: SendDecision, deadline: Deadline) => {
  const { medium, destination, claimedAt } = decision.challenge;
  for (let race = 0; race < RACES; race += 1) {
    const [stored] = await deps.store.read([who.destinationRecord], deadline);
    if (stored === undefined) return false;
    const next = reserveSend(stored.record, medium, destination ?? '', deps.policy, claimedAt);
    if (next === null) return false;
    if (await deps.store.write(who.destinationRecord, { record: next, version: stored.version }, deadline)) return true;
  }
  return false;
};

/** The claim went to somebody else: takes our reservation out again, once; failing that it over-counts. */
const giveBack = async (deps: Stores, who: Identity, decision: SendDecision, at: number, deadline: Deadline) => {
  const [stored] = await deps.store.read([who.destinationRecord], deadline);
  if (stored === undefined) return;
  const record = releaseSend(stored.record, decision.challenge.medium, at);
  await deps.store.write(who.destinationRecord, { record, version: stored.version }, deadline);
};

/** Writes down how a send ended. A failure here is logged only: the message is out and its code valid. */
export const settleSend = async (
  deps: Stores,
  who: Identity,
  reservation: Reservation,
  state: 'sent' | 'failed',
  deadline: Deadline,
): Promise<void> => {
  const { decision } = reservation;
  if (decision.kind !== 'send') return;
  try {
    let stored: StoredRecord | undefined = reservation.after;
    for (let race = 0; race < RACES && stored !== undefined; race += 1) {
      const record = markSend(stored.record, decision.challenge, state);
      if (await deps.store.write(who.subject, { record, version: stored.version }, deadline)) return;
      [stored] = await deps.store.read([who.subject], deadline);
    }
    deps.warn('send not marked: lost every race', undefined);
  } catch (cause) {
    deps.warn('send not marked', cause);
  }
};
