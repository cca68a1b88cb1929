import { randomBytes } from 'node:crypto';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Deadline, OperatorAct, Outcome } from '../sign-in/ports.ts';

/** What can be asked for without end: one row a subject, reason and minute, with a count. */
const COUNTED: ReadonlySet<string> = new Set([
  'limited',
  'reused',
  'duplicate',
  'unevaluated-answer',
  'sign-up-refused',
]);

/** What a row is written of. */
type Row = Outcome | OperatorAct;

/** The writer of audit rows: the domain's, and the operator's. @throws when the row cannot be written */
export type AuditWriter = { append(row: Row, deadline: Deadline): Promise<void> };

/**
 * The audit trail on DynamoDB: append-only rows by subject and time. A row names subjects and destinations by key
 * only: no address, no code, no name.
 */
export const dynamoAudit = (options: {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly retentionSeconds: number;
}): AuditWriter => {
  const { client, table, retentionSeconds } = options;
  const expiry = (at: number) => ({ N: String(Math.ceil(at / 1_000) + retentionSeconds) });

  const appendRow = async (row: Row, deadline: Deadline) => {
    const sk = `${new Date(row.at).toISOString()}#${randomBytes(6).toString('base64url')}`;
    const written = client.send(
      new PutItemCommand({
        TableName: table,
        Item: { pk: { S: row.subject }, sk: { S: sk }, ...rowAttributes(row), ttl: expiry(row.at) },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
      { abortSignal: deadline.signal },
    );
    await written.catch((cause: unknown) => {
      // Nobody else draws this sort key: the row is there, by a first request whose answer was lost.
      if (!(cause instanceof ConditionalCheckFailedException)) throw cause;
    });
  };

  const countRow = (row: Row, deadline: Deadline) => {
    const minute = new Date(row.at - (row.at % 60_000)).toISOString();
    const attributes = Object.entries({ ...rowAttributes(row), ttl: expiry(row.at) });
    return client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { pk: { S: row.subject }, sk: { S: `${minute}#${row.outcome}#${row.reason ?? ''}` } },
        UpdateExpression: `ADD #count :one SET ${attributes.map((_, at) => `#a${at} = if_not_exists(#a${at}, :a${at})`).join(', ')}`,
        ExpressionAttributeNames: {
          '#count': 'count',
          ...Object.fromEntries(attributes.map(([name], at) => [`#a${at}`, name])),
        },
        ExpressionAttributeValues: {
          ':one': { N: '1' },
          ...Object.fromEntries(attributes.map(([, value], at) => [`:a${at}`, value])),
        },
      }),
      { abortSignal: deadline.signal },
    );
  };

  return {
    async append(outcome, deadline) {
      await (COUNTED.has(outcome.outcome) ? countRow(outcome, deadline) : appendRow(outcome, deadline));
    },
  };
};

const rowAttributes = ({ subject: _subject, at, ...rest }: Row): Record<string, AttributeValue> => ({
  at: { S: new Date(at).toISOString() },
  ...Object.fromEntries(
    Object.entries(rest).map(([name, value]): [string, AttributeValue] => [
      name,
      typeof value === 'number' ? { N: String(Math.round(value)) } : { S: value },
    ]),
  ),
});
