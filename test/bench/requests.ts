import type { SignInMessage } from '../../channels/channel.ts';
import { createTriggers } from '../../functions/create-triggers.ts';
import { dynamoAudit } from '../../functions/store/dynamo-audit.ts';
import { createDynamoClient } from '../../functions/store/dynamo-client.ts';
import { dynamoRecordStore } from '../../functions/store/dynamo-record-store.ts';
import { startDynamoDb } from '../../infra/local/dynamodb/server.ts';
import { createTables, localTables } from '../../infra/local/tables.ts';
import { type Created, createEvent, lambdaContext, userWith, verifyEvent } from '../helpers/trigger-events.ts';

export type RequestCounts = {
  readonly createRequests: number;
  readonly createRoundTrips: number;
  readonly verifyRequests: number;
  readonly verifyRoundTrips: number;
};

type Span = { readonly from: number; to: number };

/** A round trip is a wait: requests that overlap are one. */
const roundTrips = (spans: readonly Span[]): number => {
  let [count, end] = [0, Number.NEGATIVE_INFINITY];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    if (from >= end) count += 1;
    end = Math.max(end, to);
  }
  return count;
};

/** Counts what one undisturbed sign-in by email asks of DynamoDB, over the real client and a running engine. */
export const countRequests = async (): Promise<RequestCounts> => {
  const database = await startDynamoDb({ port: 0 });
  process.env.AWS_REGION = 'us-east-1';
  process.env.AWS_ACCESS_KEY_ID = 'local';
  process.env.AWS_SECRET_ACCESS_KEY = 'local';
  process.env.AWS_ENDPOINT_URL_DYNAMODB = database.url;
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
  process.env.POWERTOOLS_METRICS_DISABLED = 'true';
  const client = createDynamoClient();
  await createTables(client);

  let spans: Span[] = [];
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
  const messages: SignInMessage[] = [];
  const key = new Uint8Array(32).fill(7);
  const triggers = createTriggers({
    config: {
      appName: 'Bench',
      clientIds: null,
      email: { from: 'no-reply@example.com' },
      tables: localTables,
      keys: { code: 'alias/code', previousCode: null, index: 'alias/index' },
    },
    channels: [
      {
        provider: 'recording',
        media: ['email'],
        send: async (message) => {
          messages.push(message);
          return { provider: 'recording' };
        },
      },
    ],
    world: {
      store: dynamoRecordStore({ client, table: localTables.records, clock: Date.now }),
      audit: dynamoAudit({ client, table: localTables.audit, retentionSeconds: 60 }),
      keys: {
        get: async () => ({ code: { tag: 'key', key }, previousCode: null, index: key }),
        index: async () => key,
      },
    },
  });
  const user = userWith('bench-user', 'bench@example.com');
  const counted = async <Result>(work: () => Promise<Result>) => {
    spans = [];
    const result = await work();
    return { result, requests: spans.length, roundTrips: roundTrips(spans) };
  };

  const create = await counted(() => triggers.handler(createEvent(user), lambdaContext));
  const { challenge } = (create.result as Created).response.privateChallengeParameters;
  const code = messages[0]?.code ?? '';
  const verify = await counted(() => triggers.handler(verifyEvent(user, challenge, code), lambdaContext));
  client.destroy();
  await database.close();
  return {
    createRequests: create.requests,
    createRoundTrips: create.roundTrips,
    verifyRequests: verify.requests,
    verifyRoundTrips: verify.roundTrips,
  };
};
