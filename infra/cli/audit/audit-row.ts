import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** One row of the audit trail, as it stands there. Names nobody: subject and destination are keys. */
export type AuditRow = {
  readonly subject: string;
  /** Sort key: unique within the subject. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly outcome: string;
  /** How often it happened within that minute; 1 for what has a row of its own. */
  readonly count: number;
  readonly destination?: string;
  readonly medium?: string;
  readonly provider?: string;
  readonly messageId?: string;
  readonly country?: string;
  readonly budget?: string;
  readonly insteadOf?: string;
  readonly reason?: string;
  readonly challengeId?: string;
  readonly generation?: number;
  readonly durationMs?: number;
  readonly consecutiveFailures?: number;
};

const TEXTS = [
  'destination',
  'medium',
  'provider',
  'messageId',
  'country',
  'budget',
  'insteadOf',
  'reason',
  'challengeId',
] as const;
const NUMBERS = ['generation', 'durationMs', 'consecutiveFailures'] as const;

/** Reads a row as `functions/store/dynamo-audit.ts` wrote it. */
export const auditRow = (item: Readonly<Record<string, AttributeValue>>): AuditRow => ({
  subject: item.pk?.S ?? '',
  id: item.sk?.S ?? '',
  at: item.at?.S ?? item.sk?.S?.split('#')[0] ?? '',
  outcome: item.outcome?.S ?? 'unknown',
  count: Number(item.count?.N ?? 1),
  ...Object.fromEntries(TEXTS.flatMap((name) => (item[name]?.S === undefined ? [] : [[name, item[name].S]]))),
  ...Object.fromEntries(NUMBERS.flatMap((name) => (item[name]?.N === undefined ? [] : [[name, Number(item[name].N)]]))),
});

/**
 * Rows in the order in which things happened. The tries to send one code bear one time, that of its claim: the first
 * provider comes first, the one that was tried instead of it next.
 */
export const inOrder = (rows: readonly AuditRow[]): readonly AuditRow[] => {
  const rank = ({ outcome, insteadOf }: AuditRow) => (outcome === 'sent' ? 2 : insteadOf === undefined ? 0 : 1);
  return rows.toSorted((a, b) => compare(a.at, b.at) || rank(a) - rank(b) || compare(a.id, b.id));
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
