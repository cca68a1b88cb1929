import { destinationRecordKey } from '../../../functions/sign-in/keys.ts';
import { createPolicy } from '../../../functions/sign-in/policy.ts';
import type { RecordStore } from '../../../functions/sign-in/ports.ts';
import { emptyRecord } from '../../../functions/sign-in/record.ts';
import { suppressionKey } from '../../../functions/sign-in/suppression.ts';
import { type AuditWriter, dynamoAudit } from '../../../functions/store/dynamo-audit.ts';
import { dynamoRecordStore } from '../../../functions/store/dynamo-record-store.ts';
import { CliError } from '../cli-error.ts';
import { type Deployment, stepDeadline } from '../deployment.ts';
import { inWords } from '../duration.ts';
import { findPerson, noteUnknown, type Person } from '../people.ts';
import type { Terminal } from '../terminal.ts';
import { addressesOfPerson, allowMail, type LimitedAddress } from './allow-mail.ts';
import { addressLimits, type LimitUse, suppressionLimit, userLimits } from './limit-report.ts';

export type LimitsWorld = {
  readonly deployment: Deployment;
  readonly terminal: Terminal;
  readonly clock: () => number;
};

/** How often a lost race is run again. */
const RACES = 5;

/**
 * Shows what a person's limits have left and until when; with `clear`, takes the wrong answers away; with `allowMail`,
 * the stops on their addresses.
 */
export const limits = async (
  world: LimitsWorld,
  options: {
    readonly user: string;
    readonly clear?: boolean;
    readonly allowMail?: boolean;
    readonly json?: boolean;
  },
): Promise<void> => {
  const { deployment, terminal, clock } = world;
  const { config, clients } = deployment;
  const person = await findPerson(deployment, options.user);
  noteUnknown(person, terminal);
  const store = dynamoRecordStore({ client: await clients.dynamodb(), table: config.tables.records, clock });
  const addresses = addressesOfPerson(person);
  const audit = await auditWriter(deployment);
  const cleared = options.clear === true ? await clear(world, store, audit, person) : undefined;
  const parts = { store, audit, index: await deployment.indexKey(), now: clock() };
  const allowed = options.allowMail === true ? await allowMail(deployment, parts, addresses) : undefined;
  const uses = await usesOf(world, store, person, addresses);
  if (options.json === true) {
    const limitList = uses.map((one) => ({ ...one, allowedAt: new Date(one.allowedAt).toISOString() }));
    const done = { cleared: cleared ?? null, mailAllowed: allowed ?? null };
    return terminal.write(JSON.stringify({ subject: person.subject, ...done, limits: limitList }));
  }
  if (cleared !== undefined) {
    terminal.write(
      cleared === 0
        ? `${person.name} had no wrong answers: nothing to clear.`
        : `Cleared ${cleared} wrong answer(s) of ${person.name}, and wrote that into the audit trail.`,
    );
  }
  if (allowed !== undefined) for (const line of allowedLines(person, allowed, deployment)) terminal.write(line);
  for (const line of linesOf(person, uses, clock())) terminal.write(line);
};

const auditWriter = async ({ clients, config }: Deployment): Promise<AuditWriter> => {
  const retentionSeconds = createPolicy(config.policy).auditRetentionSeconds;
  return dynamoAudit({ client: await clients.dynamodb(), table: config.tables.audit, retentionSeconds });
};

const allowedLines = ({ name }: Person, allowed: readonly string[], { local }: Deployment): readonly string[] => {
  if (allowed.length === 0) return [`No mail to ${name} was stopped: nothing to allow.`];
  return allowed.flatMap((address) => [
    `Mail to ${address} is allowed again, and the audit trail says so. It is stopped anew if it comes back.`,
    ...(local === null
      ? [
          'Amazon SES keeps a list of its own. If codes still come back:',
          `  aws sesv2 delete-suppressed-destination --email-address ${address}`,
        ]
      : []),
  ]);
};

const usesOf = async (
  { deployment, clock }: LimitsWorld,
  store: RecordStore,
  person: Person,
  addresses: readonly LimitedAddress[],
): Promise<readonly LimitUse[]> => {
  const { config } = deployment;
  const policy = createPolicy(config.policy, config.routing.order);
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
  { clock }: LimitsWorld,
  store: RecordStore,
  audit: AuditWriter,
  { subject, name }: Person,
): Promise<number> => {
  for (let race = 0; race < RACES; race += 1) {
    const [stored] = await store.read([subject], stepDeadline());
    const count = stored?.record.failures.length ?? 0;
    if (stored === undefined || count === 0) return 0;
    const record = { ...stored.record, failures: [], consecutiveFailures: 0 };
    if (!(await store.write(subject, { record, version: stored.version }, stepDeadline()))) continue;
    await audit.append({ outcome: 'limits-cleared', subject, at: clock() }, stepDeadline());
    return count;
  }
  throw new CliError(`${name} is signing in right now, and the record changed ${RACES} times: try again`);
};

const linesOf = (person: Person, uses: readonly LimitUse[], now: number): readonly string[] => {
  const blocked = uses.filter((one) => one.allowedAt > now);
  const worst = blocked.find(({ what }) => what === 'wrong answers');
  const isStopped = blocked.some(({ windows }) => windows.length === 0);
  const lines = uses.map((one) => {
    const windows = one.windows.map(({ used, limit, seconds }) => `${used} of ${limit} in ${inWords(seconds * 1_000)}`);
    const end = one.allowedAt > now ? `; the next one ${when(one.allowedAt, now)}` : '';
    return `  ${one.what}: ${windows.join(', ')}${end}`.replace(': ;', ':');
  });
  return [
    verdict(person, worst, blocked.length > 0, isStopped, now),
    ...lines,
    ...(worst === undefined
      ? []
      : [
          'To do: if it really is them, `limits --user <name> --clear` ends it at once. Wrong answers may be an attack.',
        ]),
    ...(isStopped
      ? [
          'To do: ask for another address. If its owner says that it takes mail again, `limits --user <name> --allow-mail`.',
        ]
      : []),
  ];
};

const verdict = (
  { name }: Person,
  worst: LimitUse | undefined,
  isBlocked: boolean,
  isStopped: boolean,
  now: number,
): string => {
  if (worst !== undefined) {
    return `${name} cannot sign in: too many wrong answers. Sign-in works again ${when(worst.allowedAt, now)}.`;
  }
  if (isStopped) return `Codes of ${name} do not go to every address; one that is out already still works.`;
  return isBlocked
    ? `Some of what ${name} may ask for is used up; a code that is out already still works.`
    : `Nothing stops ${name} from signing in.`;
};

const when = (at: number, now: number): string =>
  `from ${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC on (in ${inWords(at - now)})`;
