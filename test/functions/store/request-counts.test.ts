import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Channel, Medium, SignInMessage } from '../../../channels/channel.ts';
import { createTriggers } from '../../../functions/create-triggers.ts';
import { dynamoAudit } from '../../../functions/store/dynamo-audit.ts';
import { createDynamoClient } from '../../../functions/store/dynamo-client.ts';
import { dynamoCounters } from '../../../functions/store/dynamo-counters.ts';
import { dynamoRecordStore } from '../../../functions/store/dynamo-record-store.ts';
import { type DynamoDbServer, startDynamoDb } from '../../../infra/local/dynamodb/server.ts';
import { createTables, localTables } from '../../../infra/local/tables.ts';
import { eventsOf, invoke, knownUser, openRound, phoneUser, unknownUser } from '../../helpers/sign-in-conversation.ts';

type Span = { readonly from: number; to: number };

/** A round trip is a wait: requests that overlap are one. */
const roundTripsOf = (spans: readonly Span[]): number => {
  let [count, end] = [0, Number.NEGATIVE_INFINITY];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    if (from >= end) count += 1;
    end = Math.max(end, to);
  }
  return count;
};

let server: DynamoDbServer;
let client: DynamoDBClient;
let spans: Span[] = [];
const before = { ...process.env };

beforeAll(async () => {
  server = await startDynamoDb({ port: 0 });
  process.env.AWS_REGION = 'us-east-1';
  process.env.AWS_ACCESS_KEY_ID = 'local';
  process.env.AWS_SECRET_ACCESS_KEY = 'local';
  process.env.AWS_ENDPOINT_URL_DYNAMODB = server.url;
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
  process.env.POWERTOOLS_METRICS_DISABLED = 'true';
  client = createDynamoClient();
  await createTables(client);
  client.middlewareStack.add(
    (next) => async (args) => {
      const span = { from: performance.now(), to: Number.POSITIVE_INFINITY };
      spans.push(span);
      const answer = await next(args);
      span.to = performance.now();
      return answer;
    },
    // The last step before the wire: tries are counted, not commands.
    { step: 'deserialize', priority: 'low', name: 'countRequests' },
  );
});
afterAll(async () => {
  client.destroy();
  await server.close();
  process.env = before;
});

const deploymentOf = (order: readonly Medium[]) => {
  const sent: SignInMessage[] = [];
  const channel: Channel = {
    provider: 'recording',
    media: order,
    send: async (message) => {
      sent.push(message);
      return { provider: 'recording' };
    },
  };
  const key = new Uint8Array(32).fill(7);
  const triggers = createTriggers({
    config: {
      appName: 'Counts',
      clientIds: null,
      email: { from: 'no-reply@example.com' },
      ...(order.includes('sms') && { sms: { provider: 'own', countries: ['NL'] } }),
      ...(order.includes('push') && { push: { provider: 'own' } }),
      routing: { order },
      tables: localTables,
      keys: { code: 'alias/code', previousCode: null, index: 'alias/index' },
    },
    channels: [channel],
    world: {
      store: dynamoRecordStore({ client, table: localTables.records, clock: Date.now }),
      counters: dynamoCounters({ client, table: localTables.records }),
      audit: dynamoAudit({ client, table: localTables.audit, retentionSeconds: 60 }),
      keys: {
        get: async () => ({ code: { tag: 'key', key }, previousCode: null, index: key }),
        index: async () => key,
      },
    },
  });
  return { triggers, sent };
};
const counted = async <Result>(work: () => Promise<Result>) => {
  spans = [];
  const result = await work();
  return { result, requests: spans.length, roundTrips: roundTripsOf(spans) };
};

describe('what one sign-in asks of DynamoDB', () => {
  const all: Medium[] = ['email', 'sms', 'push'];
  let people = 0;

  test.each([
    ['by email alone', ['email'], () => knownUser(`a${++people}@example.com`), 5],
    ['of a stranger, where there is email alone', ['email'], () => unknownUser(`b${++people}@example.com`), 5],
    ['by email, of three channels', all, () => knownUser(`c${++people}@example.com`), 5],
    ['of a stranger, of three channels', all, () => unknownUser(`d${++people}@example.com`), 5],
    ['by SMS, with its budgets', all, () => phoneUser(`+3161234${5000 + ++people}`), 8],
  ] as [string, Medium[], () => ReturnType<typeof knownUser>, number][])(
    '%s, is at most so many requests in three round trips',
    async (_, order, personOf, most) => {
      const { triggers, sent } = deploymentOf(order);
      const person = personOf();
      const events = eventsOf(person);
      const create = await counted(() => invoke(triggers.handler, events.create([])));
      expect(create.requests).toBeLessThanOrEqual(most);
      expect(create.roundTrips).toBeLessThanOrEqual(3);

      const round = openRound(create.result as never, []);
      const verify = await counted(() => invoke(triggers.handler, events.verify(round, sent[0]?.code ?? '000000')));
      expect(verify.result).toEqual({ answerCorrect: !person.userNotFound });
      expect(verify.requests).toBeLessThanOrEqual(3);
      expect(verify.roundTrips).toBeLessThanOrEqual(3);
    },
  );

  test('is exactly five in three by email, so that a change shows', async () => {
    const { triggers } = deploymentOf(['email']);
    const events = eventsOf(knownUser(`e${++people}@example.com`));

    expect(await counted(() => invoke(triggers.handler, events.create([])))).toMatchObject({
      requests: 5,
      roundTrips: 3,
    });
  });
});
