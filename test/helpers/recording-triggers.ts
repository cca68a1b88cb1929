import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Medium, SignInMessage } from '../../channels/channel.ts';
import type { Triggers } from '../../functions/compose-triggers.ts';
import { createTriggers } from '../../functions/create-triggers.ts';
import type { Audit } from '../../functions/sign-in/ports.ts';
import { dynamoAudit } from '../../functions/store/dynamo-audit.ts';
import { dynamoCounters } from '../../functions/store/dynamo-counters.ts';
import { dynamoRecordStore } from '../../functions/store/dynamo-record-store.ts';
import { localTables } from '../../infra/local/tables.ts';

export type RecordingOptions = {
  readonly client: DynamoDBClient;
  /** The channels of the deployment, in their order. @default email alone */
  readonly order?: readonly Medium[];
  /** @default the real time */
  readonly clock?: () => number;
  /** @default rows in the audit table */
  readonly audit?: Audit;
};

/** The real handlers over the real tables, silent, with keys of their own and a provider that remembers what it was given. */
export const recordingTriggers = ({
  client,
  order = ['email'],
  clock = Date.now,
  audit = dynamoAudit({ client, table: localTables.audit, retentionSeconds: 60 }),
}: RecordingOptions): { readonly triggers: Triggers; readonly sent: SignInMessage[] } => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
  process.env.POWERTOOLS_METRICS_DISABLED = 'true';
  const sent: SignInMessage[] = [];
  const key = (byte: number) => new Uint8Array(32).fill(byte);
  const triggers = createTriggers({
    config: {
      appName: 'Test',
      clientIds: null,
      email: { from: 'no-reply@example.com' },
      ...(order.includes('sms') && { sms: { provider: 'own', countries: ['NL'] } }),
      ...(order.includes('push') && { push: { provider: 'own' } }),
      routing: { order },
      tables: localTables,
      keys: { code: 'alias/code', previousCode: null, index: 'alias/index' },
    },
    channels: [
      {
        provider: 'recording',
        media: order,
        send: async (message) => {
          sent.push(message);
          return { provider: 'recording' };
        },
      },
    ],
    world: {
      clock,
      audit,
      store: dynamoRecordStore({ client, table: localTables.records, clock }),
      counters: dynamoCounters({ client, table: localTables.records }),
      keys: {
        get: async () => ({ code: { tag: 'key', key: key(1) }, previousCode: null, index: key(2) }),
        index: async () => key(2),
      },
    },
  });
  return { triggers, sent };
};
