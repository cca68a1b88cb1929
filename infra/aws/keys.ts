import { type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

export type DoorcodeKeysProps = {
  /**
   * The number of the code key in use. Raised by one it makes a new key and keeps the one before it, whose codes are
   * accepted until they expire.
   */
  readonly codeKeyGeneration: number;
  readonly removalPolicy: RemovalPolicy;
};

/** The keys of a deployment: codes derive from one, names are keyed by another, and a third encrypts the tables and the alarms' topic. */
export class DoorcodeKeys extends Construct {
  readonly code: IKey;
  readonly previousCode: IKey | null;
  readonly index: IKey;
  readonly data: IKey;

  constructor(scope: Construct, id: string, { codeKeyGeneration, removalPolicy }: DoorcodeKeysProps) {
    super(scope, id);
    if (!Number.isInteger(codeKeyGeneration) || codeKeyGeneration < 1) {
      throw new TypeError(`codeKeyGeneration is ${codeKeyGeneration}: give a whole number from 1 up, raised to rotate`);
    }
    const hmac = (name: string, description: string) =>
      new Key(this, name, {
        keySpec: KeySpec.HMAC_256,
        keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
        description,
        removalPolicy,
      });
    this.code = hmac(`Code${codeKeyGeneration}`, 'Doorcode: sign-in codes derive from it');
    this.previousCode =
      codeKeyGeneration === 1
        ? null
        : hmac(`Code${codeKeyGeneration - 1}`, 'Doorcode: the code key before the last change');
    this.index = hmac('Index', 'Doorcode: names destinations and unknown users; never replaced');
    this.data = new Key(this, 'Data', {
      description: 'Doorcode: encrypts tables and alarms',
      enableKeyRotation: true,
      removalPolicy,
    });
  }

  /** Lets a function derive the keys of a sign-in. */
  grantDeriveAll(grantee: IGrantable): void {
    for (const key of [this.code, this.previousCode, this.index]) key?.grant(grantee, 'kms:GenerateMac');
  }

  /** Lets a function, or an operator, name destinations. It derives no code. */
  grantDeriveIndex(grantee: IGrantable): void {
    this.index.grant(grantee, 'kms:GenerateMac');
  }

  /** Lets an operator see whether the keys are there and enabled. It derives nothing. */
  grantDescribe(grantee: IGrantable): void {
    for (const key of [this.code, this.previousCode, this.index]) key?.grant(grantee, 'kms:DescribeKey');
  }

  /** Lets a function use the tables' key, through DynamoDB alone. */
  grantTableData(grantee: IGrantable): void {
    const { region, urlSuffix } = Stack.of(this);
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
        resources: [this.data.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${region}.${urlSuffix}` } },
      }),
    );
  }
}
