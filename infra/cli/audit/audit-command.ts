import { setTimeout as pause } from 'node:timers/promises';
import { UsageError } from '../cli-error.ts';
import type { Deployment } from '../deployment.ts';
import { parseDuration } from '../duration.ts';
import { createNamer } from '../people.ts';
import type { Terminal } from '../terminal.ts';
import { MAX_SCANNED } from './audit-reader.ts';
import { type AuditRow, inOrder } from './audit-row.ts';
import { type AuditSearch, searchAll, searchByDestination, searchByUser } from './audit-search.ts';
import { describeRow, standing } from './audit-words.ts';

export type AuditOptions = {
  readonly user?: string;
  readonly destination?: string;
  readonly since?: string;
  readonly follow?: boolean;
  readonly json?: boolean;
};

export type AuditWorld = {
  readonly deployment: Deployment;
  readonly terminal: Terminal;
  /** ms since the epoch. */
  readonly clock: () => number;
  /** Ends following. */
  readonly signal: AbortSignal;
};

const DEFAULT_SINCE = '24h';
/** Rows of one moment may become readable in any order: each look goes back so far over the one before. */
const OVERLAP_MS = 90_000;
const FOLLOW_MS = 2_000;
/** A look at everybody reads the whole table, so it is taken less often. */
const FOLLOW_ALL_MS = 15_000;

/** Tells what happened: to one person, to one address, or to everybody. */
export const audit = async (world: AuditWorld, options: AuditOptions): Promise<void> => {
  const { terminal, clock, deployment } = world;
  const since = options.since ?? DEFAULT_SINCE;
  const from = new Date(clock() - parseDuration(since, '--since')).toISOString();
  const search = await searchFor(deployment, options);
  const { rows, isComplete } = await search.find(from, (scanned, found) =>
    terminal.progress(`read ${scanned.toLocaleString('en')} rows, ${found.toLocaleString('en')} of them count`),
  );
  const tell = teller(world, search, options.json === true);
  const ordered = inOrder(rows);
  if (options.json !== true) terminal.note(`${search.about}, the last ${since}. Times are UTC.`);
  for (const row of ordered) await tell(row);
  if (!isComplete) {
    terminal.note(
      `Stopped after ${MAX_SCANNED.toLocaleString('en')} rows, so some may be missing: ask for a --user or a --destination.`,
    );
  }
  if (options.json !== true) sumUp(terminal, search, ordered, since);
  if (options.follow === true) await follow(world, search, ordered, tell);
};

const searchFor = async (deployment: Deployment, options: AuditOptions): Promise<AuditSearch> => {
  const { user, destination, since } = options;
  if (user !== undefined && destination !== undefined) {
    throw new UsageError('--user and --destination were both given: ask for one of them');
  }
  if (user !== undefined) return searchByUser(deployment, user);
  if (destination !== undefined) return searchByDestination(deployment, destination);
  if (since !== undefined) return searchAll(deployment);
  throw new UsageError(
    'nobody is named: give --user <name or sub>, --destination <address>, or --since <duration> for all',
  );
};

type Tell = (row: AuditRow) => Promise<void>;

const teller = ({ deployment, terminal }: AuditWorld, search: AuditSearch, isJson: boolean): Tell => {
  const nameOf = createNamer(deployment);
  return async (row) => {
    if (isJson) return terminal.write(JSON.stringify({ ...row, text: describeRow(row).text }));
    const who = search.person === null ? `${await nameOf(row.subject)}: ` : '';
    terminal.write(`${row.at.slice(0, 19).replace('T', ' ')}  ${who}${describeRow(row).text}`);
  };
};

const sumUp = (terminal: Terminal, search: AuditSearch, rows: readonly AuditRow[], since: string): void => {
  if (rows.length === 0) {
    terminal.write(`Nothing happened in the last ${since}.`);
    if (search.person?.kind === 'nobody') {
      terminal.write(
        'Check the spelling; ask for a longer time with --since 7d; `doctor` says whether anything works.',
      );
    }
    return;
  }
  const end = search.person === null ? null : standing(rows);
  if (end !== null) terminal.write(`Now: ${end}.`);
  const cures = new Set(rows.flatMap((row) => describeRow(row).cure ?? []));
  for (const cure of cures) terminal.write(`To do: ${cure}.`);
};

const follow = async (
  { clock, signal, terminal }: AuditWorld,
  search: AuditSearch,
  told: readonly AuditRow[],
  tell: Tell,
): Promise<void> => {
  const isAll = search.about === 'everybody';
  terminal.note(
    isAll
      ? `Following; each look, every ${FOLLOW_ALL_MS / 1_000} s, reads the whole table. Ctrl-C ends it.`
      : 'Following. Ctrl-C ends it.',
  );
  const keyOf = (row: AuditRow) => `${row.subject} ${row.id}`;
  let seen = new Map(told.map((row) => [keyOf(row), row.count]));
  const lookPause = isAll ? FOLLOW_ALL_MS : FOLLOW_MS;
  for (;;) {
    await pause(lookPause, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    const from = new Date(clock() - OVERLAP_MS).toISOString();
    const { rows } = await search.find(from, () => {});
    for (const row of inOrder(rows)) if (seen.get(keyOf(row)) !== row.count) await tell(row);
    seen = new Map(rows.map((row) => [keyOf(row), row.count]));
  }
};
