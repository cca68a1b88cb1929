import type { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  type ITable,
  ProjectionType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { DESTINATION_INDEX, type TableName, tableDefinitions } from '../../functions/store/tables.ts';
import type { DoorcodeKeys } from './keys.ts';

export type DoorcodeTablesProps = {
  readonly keys: DoorcodeKeys;
  /** Tables that are there already, in the place of its own. */
  readonly given: { readonly [Name in TableName]?: ITable | undefined };
  readonly removalPolicy: RemovalPolicy;
  readonly deletionProtection: boolean;
};

/** What one role does with the tables, by the operations' own names. */
export type TableUse = { readonly [Name in TableName]?: readonly TableOperation[] };
export type TableOperation =
  | 'GetItem'
  | 'BatchGetItem'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'BatchWriteItem'
  | 'Query'
  | 'Scan'
  | 'DescribeTable'
  | 'DescribeTimeToLive'
  | 'DescribeContinuousBackups';

/** The two tables: on demand, with a day-by-day way back, under the deployment's own key. */
export class DoorcodeTables extends Construct {
  readonly records: Table | ITable;
  readonly audit: Table | ITable;
  private readonly keys: DoorcodeKeys;

  constructor(scope: Construct, id: string, { keys, given, removalPolicy, deletionProtection }: DoorcodeTablesProps) {
    super(scope, id);
    this.keys = keys;
    const table = (name: TableName, constructId: string) => {
      const { partitionKey, sortKey, ttl, indexes } = tableDefinitions[name];
      const text = (attribute: string) => ({ name: attribute, type: AttributeType.STRING });
      const made = new Table(this, constructId, {
        partitionKey: text(partitionKey),
        ...(sortKey !== null && { sortKey: text(sortKey) }),
        timeToLiveAttribute: ttl,
        billingMode: BillingMode.PAY_PER_REQUEST,
        encryption: TableEncryption.CUSTOMER_MANAGED,
        encryptionKey: keys.data,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtection,
        removalPolicy,
      });
      for (const index of indexes) {
        made.addGlobalSecondaryIndex({
          indexName: index.name,
          partitionKey: text(index.partitionKey),
          sortKey: text(index.sortKey),
          projectionType: ProjectionType.ALL,
        });
      }
      return made;
    };
    this.records = given.records ?? table('records', 'Records');
    this.audit = given.audit ?? table('audit', 'Audit');
  }

  /** Lets a role do exactly these operations, on the tables themselves and on none of their indexes. */
  grantUse(grantee: IGrantable, use: TableUse): void {
    const names = (Object.keys(use) as TableName[]).filter((name) => (use[name] ?? []).length > 0);
    for (const name of names) allow(grantee, use[name] ?? [], this[name].tableArn);
    if (names.length > 0) this.keys.grantTableData(grantee);
  }

  /** Lets a role look at how the tables are set up, and at nothing in them. */
  grantDescribe(grantee: IGrantable): void {
    const operations = ['DescribeTable', 'DescribeTimeToLive', 'DescribeContinuousBackups'] as const;
    for (const table of [this.records, this.audit]) allow(grantee, operations, table.tableArn);
  }

  /** Lets a role find audit rows by where a code went. */
  grantFindByDestination(grantee: IGrantable): void {
    allow(grantee, ['Query'], `${this.audit.tableArn}/index/${DESTINATION_INDEX}`);
  }
}

/** Not by the table's own grants: those take in every index by a wildcard. */
const allow = (grantee: IGrantable, operations: readonly TableOperation[], resource: string): void => {
  const actions = operations.map((operation) => `dynamodb:${operation}`);
  grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources: [resource] }));
};
