import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type TableName, tableDefinitions } from '../../functions/store/tables.ts';

/** The tables' names on the local stack. */
export const localTables = { records: 'doorcode-records', audit: 'doorcode-audit' } as const satisfies Record<
  TableName,
  string
>;

/** Creates the tables of `functions/store/tables.ts`. TTL is left out: the engine sweeps nothing. */
export const createTables = async (client: DynamoDBClient): Promise<void> => {
  const names = Object.keys(tableDefinitions) as TableName[];
  await Promise.all(
    names.map((name) => {
      const { partitionKey, sortKey } = tableDefinitions[name];
      const keys = sortKey === null ? [partitionKey] : [partitionKey, sortKey];
      return client.send(
        new CreateTableCommand({
          TableName: localTables[name],
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: keys.map((key) => ({ AttributeName: key, AttributeType: 'S' })),
          KeySchema: keys.map((key, at) => ({ AttributeName: key, KeyType: at === 0 ? 'HASH' : 'RANGE' })),
        }),
      );
    }),
  );
};
