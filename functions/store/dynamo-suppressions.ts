import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DeliveryDependencies } from '../sign-in/delivery-event.ts';
import { formatSuppression, suppressionKey } from '../sign-in/suppression.ts';

/** Keeps messages from destinations by notes in the records table, which sign-ins read with their records. */
export const dynamoSuppressions =
  (options: { readonly client: DynamoDBClient; readonly table: string }): DeliveryDependencies['suppress'] =>
  async (budgetKey, until, deadline) => {
    const item = {
      pk: { S: suppressionKey(budgetKey) },
      note: { S: formatSuppression(until) },
      // Notes are read with a version; nobody writes this one under a condition, since the latest word counts.
      v: { N: '1' },
      ttl: { N: String(Math.ceil(until / 1_000)) },
    };
    await options.client.send(new PutItemCommand({ TableName: options.table, Item: item }), {
      abortSignal: deadline.signal,
    });
  };
