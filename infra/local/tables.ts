import { CreateTableCommand, type DynamoDBClient, type KeySchemaElement } from '@aws-sdk/client-dynamodb';
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
      const { partitionKey, sortKey, indexes } = tableDefinitions[name];
      const keys = new Set([partitionKey, sortKey, ...indexes.flatMap((index) => [index.partitionKey, index.sortKey])]);
      return client.send(
        new CreateTableCommand({
          TableName: localTables[name],
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [...keys]
            .filter((key) => key !== null)
            .map((key) => ({ AttributeName: key, AttributeType: 'S' })),
          KeySchema: keySchema(partitionKey, sortKey),
          ...(indexes.length > 0 && {
            GlobalSecondaryIndexes: indexes.map((index) => ({
              IndexName: index.name,
              KeySchema: keySchema(index.partitionKey, index.sortKey),
              Projection: { ProjectionType: 'ALL' },
            })),
          }),
        }),
      );
    }),
  );
};

const keySchema = (partitionKey: string, sortKey: string | null): KeySchemaElement[] => [
  { AttributeName: partitionKey, KeyType: 'HASH' },
  ...(sortKey === null ? [] : [{ AttributeName: sortKey, KeyType: 'RANGE' as const }]),
];
