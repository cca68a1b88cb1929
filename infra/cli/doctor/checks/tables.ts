import { DescribeTableCommand, type KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { type TableName, tableDefinitions } from '../../../../functions/store/tables.ts';
import type { Deployment } from '../../deployment.ts';
import { type Check, error, type Finding, ok, unlessMissing, warning } from '../finding.ts';

/** Both tables are there with the keys and indexes that the functions use. */
export const tables: Check = {
  name: 'tables',
  async run({ deployment }) {
    const names = Object.keys(tableDefinitions) as TableName[];
    const findings = await Promise.all(names.map((name) => checkTable(deployment, name)));
    const problems = findings.flat();
    return problems.length > 0 ? problems : [ok('both tables are there, with their keys and indexes')];
  },
};

const checkTable = async (deployment: Deployment, name: TableName): Promise<readonly Finding[]> => {
  const TableName = deployment.config.tables[name];
  const client = await deployment.clients.dynamodb();
  const answer = await unlessMissing(client.send(new DescribeTableCommand({ TableName })));
  const table = answer?.Table;
  if (table === undefined) {
    const cure = 'deploy again, or correct tables in the configuration: nobody can sign in';
    return [error(`the table ${TableName} (tables.${name}) does not exist in this region`, cure)];
  }
  const { partitionKey, sortKey, indexes } = tableDefinitions[name];
  const findings: Finding[] = [];
  if (table.TableStatus !== 'ACTIVE') {
    findings.push(error(`the table ${TableName} is ${table.TableStatus}`, 'wait until it is ACTIVE, then look again'));
  }
  if (keysOf(table.KeySchema) !== [partitionKey, sortKey ?? ''].join('/')) {
    const text = `the table ${TableName} has the keys ${keysOf(table.KeySchema)}`;
    findings.push(error(text, `make it again with the keys ${partitionKey} and ${sortKey ?? 'none'}`));
  }
  for (const index of indexes) {
    if (table.GlobalSecondaryIndexes?.some(({ IndexName }) => IndexName === index.name)) continue;
    const cure = 'deploy again: without it `audit --destination` finds nothing';
    findings.push(warning(`the table ${TableName} has no index ${index.name}`, cure));
  }
  return findings;
};

const keysOf = (schema: readonly KeySchemaElement[] = []): string => {
  const named = (type: string) => schema.find(({ KeyType }) => KeyType === type)?.AttributeName ?? '';
  return [named('HASH'), named('RANGE')].join('/');
};
