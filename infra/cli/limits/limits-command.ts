import { destinationRecordKey } from '../../../functions/sign-in/keys.ts';
import { createPolicy } from '../../../functions/sign-in/policy.ts';
import type { RecordStore } from '../../../functions/sign-in/ports.ts';
import { emptyRecord } from '../../../functions/sign-in/record.ts';
import { addressesOf } from '../../../functions/sign-in/routing.ts';
import { suppressionKey } from '../../../functions/sign-in/suppression.ts';
import { dynamoAudit } from '../../../functions/store/dynamo-audit.ts';
import { dynamoRecordStore } from '../../../functions/store/dynamo-record-store.ts';
import { CliError } from '../cli-error.ts';
import { type Deployment, stepDeadline } from '../deployment.ts';
import { inWords } from '../duration.ts';
import { findPerson, type Person } from '../people.ts';
import type { Terminal } from '../terminal.ts';
import { addressLimits, type LimitUse, suppressionLimit, userLimits } from './limit-report.ts';

export type LimitsWorld = {
  readonly deployment: Deployment;
  readonly terminal: Terminal;
  readonly clock: () => number;
};

/** How often a lost race is run again. */
const RACES = 5;

/** Shows what a person's limits have left and until when; with `clear`, takes the wrong answers away. */
export const limits = async (
  world: LimitsWorld,
  options: { readonly user: string; readonly clear?: boolean; readonly json?: boolean },
): Promise<void> => {
  const { deployment, terminal, clock } = world;
  const { config, clients } = deployment;
  const person = await findPerson(deployment, options.user);
  const store = dynamoRecordStore({ client: await clients.dynamodb(), table: config.tables.records, clock });
  const cleared = options.clear === true ? await clear(world, store, person) : undefined;
  const uses = await usesOf(world, store, person);
  if (options.json === true) {
    const limitList = uses.map((one) => ({ ...one, allowedAt: new Date(one.allowedAt).toISOString() }));
    return terminal.write(JSON.stringify({ subject: person.subject, cleared: cleared ?? null, limits: limitList }));
  }
  if (cleared !== undefined) {
    terminal.write(
      cleared === 0
        ? `${person.name} had no wrong answers: nothing to clear.`
        : `Cleared ${cleared} wrong answer(s) of ${person.name}, and wrote that into the audit trail.`,
    );
  }
  for (const line of linesOf(person, uses, clock())) terminal.write(line);
};

const usesOf = async (
  { deployment, clock }: LimitsWorld,
  store: RecordStore,
  person: Person,
): Promise<readonly LimitUse[]> => {
  const { config } = deployment;
  const policy = createPolicy(config.policy, config.routing.order);
  const addresses = addressesOf(person.attributes);
  const index = await deployment.indexKey();
  const keys = addresses.map((one) => destinationRecordKey(index, one.medium, one.canonical));
  const { records, notes } = await store.readWithNotes(
    [person.subject, ...keys],
    keys.map(suppressionKey),
    stepDeadline(),
  );
  const [user, ...budgets] = records;
  const now = clock();
  return [
    ...userLimits(user?.record ?? emptyRecord, policy, now),
    ...addresses.flatMap(({ medium, canonical }, at) => [
      ...addressLimits(budgets[at]?.record ?? emptyRecord, medium, canonical, policy, now),
      ...suppressionLimit(notes[at]?.text ?? null, canonical, now),
    ]),
  ];
};

/** Takes every wrong answer away under the record's own condition. How many they were. */
const clear = async (
  { deployment, clock }: LimitsWorld,
  store: RecordStore,
  { subject, name }: Person,
): Promise<number> => {
  const { config, clients } = deployment;
  for (let race = 0; race < RACES; race += 1) {
    const [stored] = await store.read([subject], stepDeadline());
    const count = stored?.record.failures.length ?? 0;
    if (stored === undefined || count === 0) return 0;
    const record = { ...stored.record, failures: [], consecutiveFailures: 0 };
    if (!(await store.write(subject, { record, version: stored.version }, stepDeadline()))) continue;
    const retentionSeconds = createPolicy(config.policy).auditRetentionSeconds;
    const writer = dynamoAudit({ client: await clients.dynamodb(), table: config.tables.audit, retentionSeconds });
    await writer.append({ outcome: 'limits-cleared', subject, at: clock() }, stepDeadline());
    return count;
  }
  throw new CliError(`${name} is signing in right now, and the record changed ${RACES} times: try again`);
};

const linesOf = (person: Person, uses: readonly LimitUse[], now: number): readonly string[] => {
  const blocked = uses.filter((one) => one.allowedAt > now);
  const worst = blocked.find(({ what }) => what === 'wrong answers');
  const lines = uses.map((one) => {
    const windows = one.windows.map(({ used, limit, seconds }) => `${used} of ${limit} in ${inWords(seconds * 1_000)}`);
    const end = one.allowedAt > now ? `; the next one ${when(one.allowedAt, now)}` : '';
    return `  ${one.what}: ${windows.join(', ')}${end}`.replace(': ;', ':');
  });
  if (worst !== undefined) {
    return [
      `${person.name} cannot sign in: too many wrong answers. Sign-in works again ${when(worst.allowedAt, now)}.`,
      ...lines,
      'To do: if it really is them, `limits --user <name> --clear` ends it at once. Wrong answers may be an attack.',
    ];
  }
  if (blocked.length > 0)
    return [`Some of what ${person.name} may ask for is used up; a code that is out already still works.`, ...lines];
  return [`Nothing stops ${person.name} from signing in.`, ...lines];
};

const when = (at: number, now: number): string =>
  `from ${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC on (in ${inWords(at - now)})`;
