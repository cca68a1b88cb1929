import {
  type AttributeValue,
  QueryCommand,
  type QueryCommandOutput,
  ScanCommand,
  type ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { DESTINATION_INDEX } from '../../../functions/store/tables.ts';
import type { Deployment } from '../deployment.ts';
import { type AuditRow, auditRow } from './audit-row.ts';

/** A look through all rows reads so many at most: it is paid by what is read, and a table may hold months. */
export const MAX_SCANNED = 1_000_000;

export type Found = {
  readonly rows: readonly AuditRow[];
  /** False where the bound ended the search before the table did. */
  readonly isComplete: boolean;
};

/** The audit trail, as it can be searched. `since` is ISO 8601. */
export type AuditReader = {
  bySubject(subject: string, since: string): Promise<readonly AuditRow[]>;
  byDestination(destination: string, since: string): Promise<readonly AuditRow[]>;
  /** Every row: there is no index by time, so the whole table is read, up to the bound. */
  all(since: string, progress: (scanned: number, found: number) => void): Promise<Found>;
};

export const createAuditReader = ({ clients, config }: Pick<Deployment, 'clients' | 'config'>): AuditReader => {
  const TableName = config.tables.audit;

  const query = async (key: 'pk' | 'destination', value: string, since: string): Promise<readonly AuditRow[]> => {
    const client = await clients.dynamodb();
    const rows: AuditRow[] = [];
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const answer: QueryCommandOutput = await client.send(
        new QueryCommand({
          TableName,
          ...(key === 'pk' ? { ConsistentRead: true } : { IndexName: DESTINATION_INDEX }),
          KeyConditionExpression: '#key = :value AND sk >= :since',
          ExpressionAttributeNames: { '#key': key },
          ExpressionAttributeValues: { ':value': { S: value }, ':since': { S: since } },
          ...(ExclusiveStartKey && { ExclusiveStartKey }),
        }),
      );
      rows.push(...(answer.Items ?? []).map(auditRow));
      ExclusiveStartKey = answer.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return rows;
  };

  return {
    bySubject: (subject, since) => query('pk', subject, since),
    byDestination: (destination, since) => query('destination', destination, since),
    async all(since, progress) {
      const client = await clients.dynamodb();
      const rows: AuditRow[] = [];
      let scanned = 0;
      let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
      do {
        const answer: ScanCommandOutput = await client.send(
          new ScanCommand({
            TableName,
            FilterExpression: 'sk >= :since',
            ExpressionAttributeValues: { ':since': { S: since } },
            ...(ExclusiveStartKey && { ExclusiveStartKey }),
          }),
        );
        rows.push(...(answer.Items ?? []).map(auditRow));
        scanned += answer.ScannedCount ?? 0;
        progress(scanned, rows.length);
        ExclusiveStartKey = answer.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined && scanned < MAX_SCANNED);
      return { rows, isComplete: ExclusiveStartKey === undefined };
    },
  };
};
