import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { RecordStore } from '../../../functions/sign-in/ports.ts';
import { emptyRecord } from '../../../functions/sign-in/record.ts';
import { dynamoRecordStore } from '../../../functions/store/dynamo-record-store.ts';
import type { Fault } from '../../../infra/local/aws/faults.ts';
import { localTables } from '../../../infra/local/tables.ts';
import { type LocalTables, openTables } from '../../helpers/local-tables.ts';
import { describeRecordStore, openDeadline } from './record-store.contract.ts';

const storeOf = (client: DynamoDBClient) => dynamoRecordStore({ client, table: localTables.records, clock: Date.now });

describeRecordStore('the DynamoDB record store', async () => {
  const { client, close } = await openTables();
  return {
    store: storeOf(client),
    async plant(item) {
      await client.send(new PutItemCommand({ TableName: localTables.records, Item: item }));
    },
    close,
  };
});

describe('the DynamoDB record store under faults', () => {
  let tables: LocalTables;
  let store: RecordStore;
  let keys = 0;

  beforeAll(async () => {
    tables = await openTables();
    store = storeOf(tables.client);
  });
  afterEach(() => tables.server.clearFaults());
  afterAll(() => tables.close());

  const READS = ['GetItem', 'BatchGetItem'];
  const fault = async (operations: readonly string[], change: Partial<Fault>) => {
    for (const operation of operations) {
      await tables.server.setFault({ service: 'dynamodb', operation, times: 1, ...change });
    }
  };
  const freshKey = () => `user#fault-${++keys}`;
  const record = { ...emptyRecord, failures: [1] };
  const write = (key: string, version = 0) => store.write(key, { record, version }, openDeadline);
  const versionOf = async (key: string) => (await store.read([key], openDeadline))[0]?.version;

  const passing: [string, Partial<Fault>][] = [
    ['a throttled call', { error: 'ProvisionedThroughputExceededException' }],
    ['a failed call', { status: 500 }],
    ['a call whose answer was lost', { drop: true }],
    ['a call that hangs', { delayMs: 60_000 }],
  ];

  test.each(passing)('reads in spite of %s', async (_, change) => {
    const [key, other] = [freshKey(), freshKey()];
    await write(key);
    await fault(READS, change);

    const both = store.read([other, key], openDeadline);
    expect(await versionOf(key)).toBe(1);
    expect((await both).map(({ version }) => version)).toEqual([0, 1]);
  });

  test.each(passing)('writes once in spite of %s, and does not take itself for a rival', async (_, change) => {
    const key = freshKey();
    await fault(['PutItem'], change);

    expect(await write(key)).toBe(true);
    expect(await versionOf(key)).toBe(1);
    if (change.drop === true) await fault(['PutItem'], change);
    expect(await write(key, 1)).toBe(true);
    expect(await versionOf(key)).toBe(2);
  });

  test.each([
    ['throttles', { error: 'ThrottlingException' }],
    ['fails', { status: 500 }],
    ['loses every answer', { drop: true }],
    ['refuses the request', { error: 'ValidationException' }],
    ['denies access', { error: 'AccessDeniedException' }],
  ] as [string, Partial<Fault>][])('says TRY_LATER when the table %s for good, with the cause', async (_, change) => {
    await fault(READS, { ...change, times: -1 });
    await fault(['PutItem'], { ...change, times: -1 });
    const later = { name: 'SignInError', code: 'TRY_LATER', cause: expect.any(Error) };

    await expect(store.read([freshKey()], openDeadline)).rejects.toMatchObject(later);
    await expect(store.read([freshKey(), freshKey()], openDeadline)).rejects.toMatchObject(later);
    await expect(write(freshKey())).rejects.toMatchObject(later);
  });

  test('gives up a table that hangs within the two tries of a second', async () => {
    await fault(['PutItem'], { delayMs: 60_000, times: -1 });
    const startedAt = performance.now();

    await expect(write(freshKey())).rejects.toMatchObject({ code: 'TRY_LATER' });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });

  test('ends a call when its deadline does', async () => {
    await fault(READS, { delayMs: 60_000, times: -1 });
    const controller = new AbortController();
    const reading = store.read([freshKey()], { signal: controller.signal, remainingMs: () => 0 });
    controller.abort();

    await expect(reading).rejects.toMatchObject({ code: 'TRY_LATER' });
  });

  test('works again as soon as the fault is over', async () => {
    const key = freshKey();
    await fault(['PutItem'], { status: 503, times: -1 });
    await expect(write(key)).rejects.toMatchObject({ code: 'TRY_LATER' });
    await tables.server.clearFaults();

    expect(await write(key)).toBe(true);
    expect(await versionOf(key)).toBe(1);
  });
});
