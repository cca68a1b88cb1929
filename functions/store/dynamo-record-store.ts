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
import type { Deadline, Note, RecordStore, StoredRecord } from '../sign-in/ports.ts';
import { emptyRecord } from '../sign-in/record.ts';
import { fromItem, type Item, toItem } from './record-item.ts';

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

  const readAll = async (keys: readonly string[], deadline: Deadline): Promise<(key: string) => Item | undefined> => {
    const [only, ...others] = keys;
    const reading = only !== undefined && others.length === 0 ? readItem(only, deadline) : readItems(keys, deadline);
    const items = await reading.catch(unreachable);
    const found = new Map(items.map((item) => [item.pk?.S, item]));
    return (key) => found.get(key);
  };

  /** Puts an item if nobody else has since the version that it replaces. */
  const put = async (item: Item, version: number, deadline: Deadline): Promise<boolean> => {
    const writer = randomBytes(6).toString('base64url');
    try {
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: { ...item, v: { N: String(version + 1) }, w: { S: writer } },
          // The writer's own mark makes a retried request, whose first answer was lost, succeed and not look beaten.
          ConditionExpression:
            version === 0 ? 'attribute_not_exists(pk) OR w = :writer' : 'v = :version OR w = :writer',
          ExpressionAttributeValues: {
            ':writer': { S: writer },
            ...(version > 0 && { ':version': { N: String(version) } }),
          },
        }),
        { abortSignal: deadline.signal },
      );
      return true;
    } catch (cause) {
      if (cause instanceof ConditionalCheckFailedException) return false;
      return unreachable(cause);
    }
  };

  const recordOf = (item: Item | undefined): StoredRecord =>
    item === undefined ? { record: emptyRecord, version: 0 } : fromItem(item);

  return {
    async read(keys, deadline) {
      const find = await readAll(keys, deadline);
      return keys.map((key) => recordOf(find(key)));
    },
    async readWithNotes(keys, notes, deadline) {
      const find = await readAll([...keys, ...notes], deadline);
      return { records: keys.map((key) => recordOf(find(key))), notes: notes.map((key) => noteOf(find(key))) };
    },
    write: (key, stored, deadline) => put(toItem(key, stored, clock()), stored.version, deadline),
    writeNote: (key, { text, version }, deadline) => put({ pk: { S: key }, note: { S: text } }, version, deadline),
  };
};

const noteOf = (item: Item | undefined): Note => ({ text: item?.note?.S ?? null, version: Number(item?.v?.N ?? 0) });

const unreachable = (cause: unknown): never => {
  throw new SignInError('TRY_LATER', { cause: new Error('DynamoDB did not answer', { cause }) });
};
