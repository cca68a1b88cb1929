import { setTimeout as pause } from 'node:timers/promises';
import { BatchWriteItemCommand, type BatchWriteItemCommandOutput, DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { deviceListKey } from '../../functions/sign-in/keys.ts';
import { addressKeysOf, distinct, rowsOfAddress } from './address-keys.ts';
import { createAuditReader } from './audit/audit-reader.ts';
import type { AuditRow } from './audit/audit-row.ts';
import { CliError } from './cli-error.ts';
import type { Deployment } from './deployment.ts';
import { findPerson, noteUnknown, type Person } from './people.ts';
import type { Terminal } from './terminal.ts';

/** DynamoDB's own limit of a batch. */
const BATCH = 25;
const TRIES = 8;
const BEGINNING = '0000';

/** Erases what the two tables hold of one person, and says what is held elsewhere. */
export const forget = async (
  { deployment, terminal }: { readonly deployment: Deployment; readonly terminal: Terminal },
  options: { readonly user: string; readonly yes?: boolean; readonly json?: boolean },
): Promise<void> => {
  const person = await findPerson(deployment, options.user);
  noteUnknown(person, terminal);
  const rows = await rowsOf(deployment, person);
  if (options.yes !== true) await confirm(terminal, person, rows.length);
  const { records } = deployment.config.tables;
  const client = await deployment.clients.dynamodb();
  for (const key of [person.subject, deviceListKey(person.subject)]) {
    await client.send(new DeleteItemCommand({ TableName: records, Key: { pk: { S: key } } }));
  }
  for (let at = 0; at < rows.length; at += BATCH) {
    await deleteRows(deployment, rows.slice(at, at + BATCH));
    terminal.progress(`erased ${Math.min(at + BATCH, rows.length)} of ${rows.length} audit rows`);
  }
  if (options.json === true) {
    const held = Object.keys(person.attributes);
    return terminal.write(JSON.stringify({ subject: person.subject, auditRows: rows.length, heldByCognito: held }));
  }
  terminal.write(`Erased the sign-in record, the devices and ${rows.length} audit row(s) of ${person.name}.`);
  for (const line of heldElsewhere(deployment, person)) terminal.write(line);
};

/**
 * Every row about the person: under their own key, and what stands under those of their addresses. What went to an
 * address for another account is that account's history.
 */
const rowsOf = async (deployment: Deployment, person: Person): Promise<readonly AuditRow[]> => {
  const reader = createAuditReader(deployment);
  const addresses = addressKeysOf(await deployment.indexKey(), person.attributes);
  const found = await Promise.all([
    reader.bySubject(person.subject, BEGINNING),
    ...addresses.map((keys) => rowsOfAddress(reader, keys, BEGINNING)),
  ]);
  return distinct(found.flat());
};

const deleteRows = async ({ clients, config }: Deployment, rows: readonly AuditRow[]): Promise<void> => {
  const client = await clients.dynamodb();
  let pending = rows.map(({ subject, id }) => ({ DeleteRequest: { Key: { pk: { S: subject }, sk: { S: id } } } }));
  for (let tries = 0; tries < TRIES && pending.length > 0; tries += 1) {
    if (tries > 0) await pause(100 * 2 ** tries);
    const answer: BatchWriteItemCommandOutput = await client.send(
      new BatchWriteItemCommand({ RequestItems: { [config.tables.audit]: pending } }),
    );
    pending = (answer.UnprocessedItems?.[config.tables.audit] ?? []) as typeof pending;
  }
  if (pending.length > 0) {
    throw new CliError(`DynamoDB left ${pending.length} rows undeleted: run the same command again, it goes on there`);
  }
};

const confirm = async (terminal: Terminal, person: Person, rows: number): Promise<void> => {
  if (!terminal.isInteractive) {
    throw new CliError(`nobody is there to confirm that ${person.name} is erased: give --yes if you are sure`);
  }
  terminal.note(`This erases the sign-in record, the devices and ${rows} audit row(s) of ${person.name}, for good.`);
  const answer = await terminal.ask('Type yes to go on: ');
  if (answer.toLowerCase() !== 'yes') throw new CliError('nothing was erased');
};

const heldElsewhere = ({ userPoolId, local }: Deployment, person: Person): readonly string[] => {
  const cognito =
    person.kind === 'user'
      ? [
          `Cognito still holds the account ${person.userName} (${person.status}${person.isEnabled ? '' : ', disabled'}): ` +
            `${Object.keys(person.attributes).join(', ')}. To delete it too:`,
          `  aws cognito-idp admin-delete-user --user-pool-id ${userPoolId} --username ${person.userName}`,
        ]
      : ['Cognito holds no account of that name.'];
  if (local !== null) return cognito;
  return [
    ...cognito,
    'The budgets of their addresses, kept under keyed names, end by themselves within 25 hours, and the stop on an address',
    'that bounced or complained after policy.suppressionDays: they protect the addresses.',
    'Backups of the tables keep what was erased for up to 35 days; logs name the account by its sub until they expire.',
  ];
};
