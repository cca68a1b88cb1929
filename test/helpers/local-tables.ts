import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoClient } from '../../functions/store/dynamo-client.ts';
import { type DynamoDbServer, startDynamoDb } from '../../infra/local/dynamodb/server.ts';
import { createTables } from '../../infra/local/tables.ts';

/** A database of the test's own, with our tables in it and nothing else. */
export type LocalTables = {
  readonly server: DynamoDbServer;
  /** The very client of the functions. */
  readonly client: DynamoDBClient;
  close(): Promise<void>;
};

/** Starts a database with our tables. The client finds it as in a function: by the environment, which is set for good. */
export const openTables = async (): Promise<LocalTables> => {
  const server = await startDynamoDb({ port: 0 });
  process.env.AWS_REGION = 'us-east-1';
  process.env.AWS_ACCESS_KEY_ID = 'local';
  process.env.AWS_SECRET_ACCESS_KEY = 'local';
  process.env.AWS_ENDPOINT_URL_DYNAMODB = server.url;
  const client = createDynamoClient();
  await createTables(client);
  return {
    server,
    client,
    async close() {
      client.destroy();
      await server.close();
    },
  };
};
