import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Counters } from '../../../functions/sign-in/ports.ts';
import { dynamoCounters } from '../../../functions/store/dynamo-counters.ts';
import type { Fault } from '../../../infra/local/aws/faults.ts';
import { localTables } from '../../../infra/local/tables.ts';
import { type LocalTables, openTables } from '../../helpers/local-tables.ts';
import { describeCounters } from './counters.contract.ts';
import { openDeadline } from './record-store.contract.ts';

const countersOf = (client: DynamoDBClient) => dynamoCounters({ client, table: localTables.records });

describeCounters('the DynamoDB counters', async () => {
  const { client, close } = await openTables();
  return { counters: countersOf(client), close };
});

describe('the DynamoDB counters under faults', () => {
  let tables: LocalTables;
  let counters: Counters;
  let keys = 0;

  beforeAll(async () => {
    tables = await openTables();
    counters = countersOf(tables.client);
  });
  afterEach(() => tables.server.clearFaults());
  afterAll(() => tables.close());

  const fault = (change: Partial<Fault>) =>
    tables.server.setFault({ service: 'dynamodb', operation: 'UpdateItem', times: 1, ...change });
  const freshDraw = () => ({ key: `sms#${++keys}`, day: '2026-11-22', hour: 13, perHour: 3, perDay: 5 });
  const take = (draw: ReturnType<typeof freshDraw>) => counters.take(draw, openDeadline);
  const itemOf = async (key: string) => {
    const { Item } = await tables.client.send(
      new GetItemCommand({ TableName: localTables.records, Key: { pk: { S: key } }, ConsistentRead: true }),
    );
    return Item;
  };

  test('count in one small item a budget and day, which goes when its day is over', async () => {
    const draw = freshDraw();
    await take(draw);
    await take({ ...draw, hour: 14 });

    expect(await itemOf(draw.key)).toEqual({
      pk: { S: draw.key },
      day: { N: '2' },
      hour13: { N: '1' },
      hour14: { N: '1' },
      ttl: { N: String(Date.parse('2026-11-24T00:00:00Z') / 1_000) },
    });
  });

  test.each([
    ['a throttled call', { error: 'ProvisionedThroughputExceededException' }],
    ['a failed call', { status: 500 }],
    ['a call that hangs', { delayMs: 60_000 }],
  ] as [string, Partial<Fault>][])('take one in spite of %s', async (_, change) => {
    const draw = freshDraw();
    await fault(change);

    expect(await take(draw)).toBe(true);
    expect((await itemOf(draw.key))?.day).toEqual({ N: '1' });
  });

  test('count once too many, never too few, where the answer of a taking was lost', async () => {
    const draw = freshDraw();
    await fault({ drop: true });

    expect(await take(draw)).toBe(true);
    expect(await take(draw)).toBe(true);
    expect((await itemOf(draw.key))?.day).toEqual({ N: '3' });
    expect(await take(draw)).toBe(false);
  });

  test('exceed a budget by one at most, where the answer of a giving back was lost', async () => {
    const draw = freshDraw();
    for (let times = 0; times < 3; times += 1) await take(draw);
    await fault({ drop: true });
    await counters.giveBack(draw, openDeadline);
    let given = 2;
    while (given < 10 && (await take(draw))) given += 1;

    expect(given).toBeLessThanOrEqual(4);
  });

  test.each([
    ['throttles', { error: 'ThrottlingException' }],
    ['fails', { status: 500 }],
    ['denies access', { error: 'AccessDeniedException' }],
  ] as [string, Partial<Fault>][])(
    'say TRY_LATER when the table %s for good, and keep silent about giving back',
    async (_, change) => {
      const draw = freshDraw();
      await fault({ ...change, times: -1 });

      await expect(take(draw)).rejects.toMatchObject({ name: 'SignInError', code: 'TRY_LATER' });
      await expect(counters.giveBack(draw, openDeadline)).resolves.toBeUndefined();
    },
  );
});
