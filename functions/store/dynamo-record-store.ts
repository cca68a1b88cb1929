import { randomBytes } from 'node:crypto';
import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { SignInError } from '../sign-in/errors.ts';
import type { Deadline, RecordStore, StoredRecord } from '../sign-in/ports.ts';
import { emptyRecord } from '../sign-in/record.ts';
import { fromItem, toItem } from './record-item.ts';

const TRIES = 2;

/**
 * The record store on DynamoDB: one consistent GetItem or BatchGetItem to read, one conditional PutItem to write. No
 * transactions and no returned values on a failed condition, which not every engine has.
 */
export const dynamoRecordStore = (options: {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly clock: () => number;
}): RecordStore => {
  const { client, table, clock } = options;

  const readItem = async (key: string, deadline: Deadline): Promise<Record<string, AttributeValue>[]> => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: { pk: { S: key } }, ConsistentRead: true }),
      { abortSignal: deadline.signal },
    );
    return Item === undefined ? [] : [Item];
  };

  const readItems = async (keys: readonly string[], deadline: Deadline): Promise<Record<string, AttributeValue>[]> => {
    const items: Record<string, AttributeValue>[] = [];
    let pending = keys.map((key) => ({ pk: { S: key } }) as Record<string, AttributeValue>);
    for (let tries = 0; tries < TRIES && pending.length > 0; tries += 1) {
      const answer: BatchGetItemCommandOutput = await client.send(
        new BatchGetItemCommand({ RequestItems: { [table]: { Keys: pending, ConsistentRead: true } } }),
        { abortSignal: deadline.signal },
      );
      items.push(...(answer.Responses?.[table] ?? []));
      pending = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    }
    if (pending.length > 0) throw new Error('DynamoDB left keys unread');
    return items;
  };

  return {
    async read(keys, deadline) {
      const [only, ...others] = keys;
      const reading = only !== undefined && others.length === 0 ? readItem(only, deadline) : readItems(keys, deadline);
      const items = await reading.catch(unreachable);
      const found = new Map(items.map((item) => [item.pk?.S, item]));
      return keys.map((key): StoredRecord => {
        const item = found.get(key);
        return item === undefined ? { record: emptyRecord, version: 0 } : fromItem(item);
      });
    },

    async write(key, stored, deadline) {
      const writer = randomBytes(6).toString('base64url');
      try {
        await client.send(
          new PutItemCommand({
            TableName: table,
            Item: toItem(key, stored, writer, clock()),
            // The writer's own mark makes a retried request, whose first answer was lost, succeed and not look beaten.
            ConditionExpression:
              stored.version === 0 ? 'attribute_not_exists(pk) OR w = :writer' : 'v = :version OR w = :writer',
            ExpressionAttributeValues: {
              ':writer': { S: writer },
              ...(stored.version > 0 && { ':version': { N: String(stored.version) } }),
            },
          }),
          { abortSignal: deadline.signal },
        );
        return true;
      } catch (cause) {
        if (cause instanceof ConditionalCheckFailedException) return false;
        return unreachable(cause);
      }
    },
  };
};

const unreachable = (cause: unknown): never => {
  throw new SignInError('TRY_LATER', { cause: new Error('DynamoDB did not answer', { cause }) });
};
