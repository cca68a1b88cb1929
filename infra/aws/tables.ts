import type { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { type TableName, tableDefinitions } from '../../functions/store/tables.ts';
import type { DoorcodeKeys } from './keys.ts';

export type DoorcodeTablesProps = {
  readonly keys: DoorcodeKeys;
  readonly removalPolicy: RemovalPolicy;
  readonly deletionProtection: boolean;
};

/** What one function does with the tables, by the operations' own names. */
export type TableUse = { readonly [Name in TableName]?: readonly TableOperation[] };
export type TableOperation = 'GetItem' | 'BatchGetItem' | 'PutItem' | 'UpdateItem';

/** The two tables: on demand, with a day-by-day way back, under the deployment's own key. */
export class DoorcodeTables extends Construct {
  readonly records: Table;
  readonly audit: Table;
  private readonly keys: DoorcodeKeys;

  constructor(scope: Construct, id: string, { keys, removalPolicy, deletionProtection }: DoorcodeTablesProps) {
    super(scope, id);
    this.keys = keys;
    const table = (name: TableName, constructId: string) => {
      const { partitionKey, sortKey, ttl } = tableDefinitions[name];
      return new Table(this, constructId, {
        partitionKey: { name: partitionKey, type: AttributeType.STRING },
        ...(sortKey !== null && { sortKey: { name: sortKey, type: AttributeType.STRING } }),
        timeToLiveAttribute: ttl,
        billingMode: BillingMode.PAY_PER_REQUEST,
        encryption: TableEncryption.CUSTOMER_MANAGED,
        encryptionKey: keys.data,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtection,
        removalPolicy,
      });
    };
    this.records = table('records', 'Records');
    this.audit = table('audit', 'Audit');
  }

  /** Lets a function do exactly these operations. */
  grantUse(grantee: IGrantable, use: TableUse): void {
    const names = (Object.keys(use) as TableName[]).filter((name) => (use[name] ?? []).length > 0);
    for (const name of names)
      this[name].grant(grantee, ...(use[name] ?? []).map((operation) => `dynamodb:${operation}`));
    if (names.length > 0) this.keys.grantTableData(grantee);
  }
}
