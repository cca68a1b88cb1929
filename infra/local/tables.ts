import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type KeySchemaElement,
} from '@aws-sdk/client-dynamodb';
import { type TableName, tableDefinitions } from '../../functions/store/tables.ts';

/** The tables' names on the local stack. */
export const localTables = { records: 'doorcode-records', audit: 'doorcode-audit' } as const satisfies Record<
  TableName,
  string
>;

/** A table is there within a few requests; so many, and the engine is broken. */
const LOOKS = 1_000;

/**
 * Creates the tables of `functions/store/tables.ts` and waits until they take requests. TTL is left out: the engine sweeps
 * nothing.
 */
export const createTables = async (client: DynamoDBClient): Promise<void> => {
  const names = Object.keys(tableDefinitions) as TableName[];
  await Promise.all(
    names.map(async (name) => {
      const { partitionKey, sortKey, indexes } = tableDefinitions[name];
      const keys = new Set([partitionKey, sortKey, ...indexes.flatMap((index) => [index.partitionKey, index.sortKey])]);
      await client.send(
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
      await untilActive(client, localTables[name]);
    }),
  );
};

const untilActive = async (client: DynamoDBClient, TableName: string): Promise<void> => {
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    if (Table?.TableStatus === 'ACTIVE') return;
  }
  throw new Error(`the table ${TableName} never became active`);
};

const keySchema = (partitionKey: string, sortKey: string | null): KeySchemaElement[] => [
  { AttributeName: partitionKey, KeyType: 'HASH' },
  ...(sortKey === null ? [] : [{ AttributeName: sortKey, KeyType: 'RANGE' as const }]),
];
