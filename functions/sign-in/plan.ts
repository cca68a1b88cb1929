import type { SignInDependencies } from './dependencies.ts';
import { parseDevices } from './devices.ts';
import type { HmacKey } from './hmac-key.ts';
import { type Candidate, type Candidates, candidatesOf, type Identity, identify, type Person } from './identity.ts';
import { HEALTH_KEY } from './keys.ts';
import type { Deadline, Note, StoredRecord } from './ports.ts';
import type { Asked } from './record.ts';
import type { Snapshot } from './reserve.ts';
import { hasBudget } from './send-budget.ts';
import { suppressionKey, withoutSuppressed } from './suppression.ts';

/** How one sign-in looks at the world and picks its place. */
export type SignInPlan = {
  readonly who: Identity;
  /** Reads all that the sign-in needs, in one request. */
  look(deadline: Deadline): Promise<Snapshot>;
  /** The place that the message goes to first, by what was read; null where it goes nowhere. */
  choose(snapshot: Snapshot): Candidate | null;
  /** All places, best first, as of the last look. */
  candidates(): Candidates;
};

/**
 * Plans the sending of a sign-in's code. The limits of places, and providers that keep failing, silently make the next
 * place the first; without one left the message is withheld, and the caller reads what everybody reads.
 */
export const planSignIn = (deps: SignInDependencies, person: Person, asked: Asked, index: HmacKey): SignInPlan => {
  const { offered } = deps.disclosure;
  const isRouted = offered.length > 1;
  const who = identify(person, index);
  const find = (note: Note | undefined, proven: readonly string[] = []) =>
    candidatesOf(person, parseDevices(note?.text ?? null), index, deps.routing, asked, deps.clock(), proven);
  let found = find(undefined);

  const look = async (deadline: Deadline): Promise<Snapshot> => {
    const budgetKeys = who.budgetRecords;
    const noteKeys = [
      ...(offered.includes('push') ? [who.deviceList] : []),
      ...(isRouted && deps.health.isStale() ? [HEALTH_KEY] : []),
      ...budgetKeys.map(suppressionKey),
    ];
    const { records, notes } = await read(deps, [who.subject, ...budgetKeys], noteKeys, deadline);
    const [user, ...budgets] = records;
    if (user === undefined) throw new Error('the store answered without the record that was asked for');
    const noteOf = (key: string) => notes[noteKeys.indexOf(key)];
    const health = noteOf(HEALTH_KEY);
    if (health !== undefined) deps.health.learn(health.text, health.version);
    found = withoutSuppressed(find(noteOf(who.deviceList), user.record.proven), noteOf, deps.clock());
    const entries = budgetKeys.flatMap((key, at): [string, StoredRecord][] => {
      const budget = budgets[at];
      return budget === undefined ? [] : [[key, budget]];
    });
    return { user, budgets: new Map(entries) };
  };

  const choose = ({ user, budgets }: Snapshot): Candidate | null => {
    const now = deps.clock();
    const funded = found.list.filter(({ medium, budget }) => {
      const stored = budget === null ? undefined : budgets.get(budget);
      const isOpen = (one: StoredRecord) => hasBudget(one.record, medium, deps.policy, now);
      return isOpen(user) && (stored === undefined || isOpen(stored));
    });
    const isWell = ({ medium }: Candidate) => deps.health.verdict(deps.channels.get(medium)?.provider ?? '') !== 'skip';
    return funded.find(isWell) ?? funded[0] ?? null;
  };

  return { who, look, choose, candidates: () => found };
};

const read = async (
  deps: SignInDependencies,
  keys: readonly string[],
  noteKeys: readonly string[],
  deadline: Deadline,
): Promise<{ readonly records: readonly StoredRecord[]; readonly notes: readonly Note[] }> =>
  noteKeys.length === 0
    ? { records: await deps.store.read(keys, deadline), notes: [] }
    : deps.store.readWithNotes(keys, noteKeys, deadline);
