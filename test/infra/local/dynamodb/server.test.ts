import { request } from 'node:http';
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type DynamoDbServer, startDynamoDb } from '../../../../infra/local/dynamodb/server.ts';
import { oneTryAt, rejection, signedPost } from '../aws/stack.ts';

let server: DynamoDbServer;
let client: DynamoDBClient;

const createTable = (of: DynamoDBClient) =>
  of.send(
    new CreateTableCommand({
      TableName: 'things',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    }),
  );

beforeAll(async () => {
  server = await startDynamoDb({ port: 0 });
  client = new DynamoDBClient(oneTryAt(server.url));
  await createTable(client);
});
afterEach(() => server.clearFaults());
afterAll(() => server.close());

const put = (pk: string, abortSignal = new AbortController().signal) =>
  client.send(new PutItemCommand({ TableName: 'things', Item: { pk: { S: pk } } }), { abortSignal });
const get = async (pk: string) =>
  (await client.send(new GetItemCommand({ TableName: 'things', Key: { pk: { S: pk } }, ConsistentRead: true }))).Item;

const post = (operation: string, body: string) =>
  signedPost(server.url, 'dynamodb', body, {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `DynamoDB_20120810.${operation}`,
  });

describe('the local DynamoDB', () => {
  test('lets exactly one of 30 parallel conditional writes win', async () => {
    await put('version');
    const writes = Array.from({ length: 30 }, () =>
      client.send(
        new UpdateItemCommand({
          TableName: 'things',
          Key: { pk: { S: 'version' } },
          UpdateExpression: 'SET v = :one',
          ConditionExpression: 'attribute_not_exists(v)',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        }),
      ),
    );

    const outcomes = await Promise.allSettled(writes);

    const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(lost).toHaveLength(29);
    expect(new Set(lost.map(({ reason }) => reason.name))).toEqual(new Set(['ConditionalCheckFailedException']));
  });

  test('names an operation that it does not know', async () => {
    const error = await rejection(client.send(new TransactWriteItemsCommand({ TransactItems: [] })));

    expect(error.name).toBe('UnknownOperationException');
  });

  test.each([
    ['malformed JSON', 'PutItem', '{'],
    ['an empty body', 'PutItem', ''],
    ['null', 'PutItem', 'null'],
    ['null in an item', 'PutItem', '{"TableName":"things","Item":{"pk":null}}'],
    ['null in a list', 'PutItem', '{"TableName":"things","Item":{"pk":{"S":"a"},"l":{"L":[null]}}}'],
    ['null in a map', 'PutItem', '{"TableName":"things","Item":{"pk":{"S":"a"},"m":{"M":{"a":null}}}}'],
    ['null for keys', 'BatchGetItem', '{"RequestItems":{"things":{"Keys":[null]}}}'],
    [
      'an item of 1 MB',
      'PutItem',
      `{"TableName":"things","Item":{"pk":{"S":"a"},"x":{"S":"${'x'.repeat(1_000_000)}"}}}`,
    ],
    ['1 MB of anything', 'PutItem', 'x'.repeat(1_000_000)],
  ])('answers %s with a JSON 400 and lives on', async (_, operation, body) => {
    const response = await post(operation, body);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      __type: expect.stringMatching(/(?:Serialization|Validation)Exception$/),
    });
    await expect(put('after')).resolves.toBeDefined();
  });

  test('survives callers that hang up half-way', async () => {
    for (let call = 0; call < 20; call += 1) {
      await new Promise<void>((done) => {
        const half = request(server.url, { method: 'POST', headers: { 'content-length': '1000' } });
        half.once('error', () => done());
        half.write('{"TableName"', () => half.destroy(new Error('hung up')));
      });
    }

    await expect(put('after')).resolves.toBeDefined();
  });

  test('refuses a Host that is not this machine', async () => {
    const status = await new Promise((resolve, reject) => {
      request(server.url, { headers: { host: 'evil.example' } }, (response) => resolve(response.resume().statusCode))
        .once('error', reject)
        .end();
    });

    expect(status).toBe(403);
  });

  test('says which port is in use and what to do', async () => {
    const port = Number(new URL(server.url).port);

    await expect(startDynamoDb({ port })).rejects.toThrow(`port ${port} (dynamodb) is in use`);
  });

  test('is empty after a restart on the same port', async () => {
    const first = await startDynamoDb({ port: 0 });
    await createTable(new DynamoDBClient(oneTryAt(first.url)));
    await first.close();

    const second = await startDynamoDb({ port: Number(new URL(first.url).port) });

    const again = createTable(new DynamoDBClient(oneTryAt(second.url)));
    await expect(again).resolves.toBeDefined();
    await second.close();
  });

  test('closes at once though a call hangs, and holds no one who sets a fault', async () => {
    const other = await startDynamoDb({ port: 0 });
    await other.setFault({ service: 'dynamodb', times: -1, delayMs: 600_000 });
    const hanging = rejection(createTable(new DynamoDBClient(oneTryAt(other.url))));

    await other.close();

    expect(await hanging).toBeInstanceOf(Error);
    await other.setFault({ service: 'dynamodb', times: 1, drop: true });
    await other.close();
  });
});

describe('a fault of DynamoDB', () => {
  test.each([
    [{ error: 'ThrottlingException' }, 'ThrottlingException', 400],
    [{ error: 'ProvisionedThroughputExceededException' }, 'ProvisionedThroughputExceededException', 400],
    [{ error: 'InternalServerError' }, 'InternalServerError', 500],
    [{ status: 500 }, 'InternalServerError', 500],
    [{ status: 503 }, 'ServiceUnavailableException', 503],
  ])('with %j reaches the real client as %s (%d), and nothing is written', async (fault, name, status) => {
    await server.setFault({ service: 'dynamodb', times: 1, ...fault });

    const error = await rejection(put(`unwritten ${name} ${status}`));

    expect(error.name).toBe(name);
    expect(error.$metadata?.httpStatusCode).toBe(status);
    expect(await get(`unwritten ${name} ${status}`)).toBeUndefined();
  });

  test('that drops loses the answer of a write that was made', async () => {
    await server.setFault({ service: 'dynamodb', operation: 'PutItem', times: 1, drop: true });

    const error = await rejection(put('written'));

    expect(error).toMatchObject({ code: 'ECONNRESET' });
    expect(await get('written')).toEqual({ pk: { S: 'written' } });
  });

  test('hits its operation alone, as often as it says', async () => {
    await server.setFault({ service: 'dynamodb', operation: 'PutItem', times: 2, status: 500 });

    await expect(get('any')).resolves.toBeUndefined();
    await rejection(put('any'));
    await rejection(put('any'));
    await expect(put('any')).resolves.toBeDefined();
  });

  test('lasts until it is cleared', async () => {
    await server.setFault({ service: 'dynamodb', times: -1, error: 'ThrottlingException' });

    for (let call = 0; call < 5; call += 1) await rejection(put('any'));
    await server.clearFaults();

    await expect(put('any')).resolves.toBeDefined();
  });

  test('that delays lets the call through afterwards', async () => {
    await server.setFault({ service: 'dynamodb', times: 1, delayMs: 60 });
    const start = performance.now();

    await put('delayed');

    expect(performance.now() - start).toBeGreaterThanOrEqual(55);
  });

  test('that hangs writes nothing once the caller has hung up', async () => {
    await server.setFault({ service: 'dynamodb', operation: 'PutItem', times: 1, delayMs: 100 });

    const error = await rejection(put('abandoned', AbortSignal.timeout(20)));
    await server.setFault({ service: 'dynamodb', operation: 'GetItem', times: 1, delayMs: 150 });

    expect(error.name).toBe('AbortError');
    expect(await get('abandoned')).toBeUndefined();
  });
});
