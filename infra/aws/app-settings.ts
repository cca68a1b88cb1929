import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { FeaturePlan, UserPool } from 'aws-cdk-lib/aws-cognito';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { EmailIdentity } from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import { type AppContext, readAppContext } from './app-context.ts';
import type { DoorcodeProps } from './doorcode-props.ts';

export type AppSettings = {
  readonly stackName: string;
  /** @param scope the stack, in which what is named becomes a resource */
  readonly props: (scope: Construct) => DoorcodeProps;
};

const removals = { retain: RemovalPolicy.RETAIN, destroy: RemovalPolicy.DESTROY } as const;

/**
 * Reads a deployment's settings from the context.
 * @throws {ConfigError} with every problem at once
 */
export const readAppSettings = (context: unknown): AppSettings => {
  const read = readAppContext(context);
  return { stackName: read.run.stackName, props: (scope) => propsOf(scope, read) };
};

const propsOf = (scope: Construct, { settings, run }: AppContext): DoorcodeProps => {
  const {
    stackName: _stackName,
    userPoolId,
    emailIdentity,
    featurePlan,
    refreshTokenRotationSeconds,
    logRetentionDays,
    recordsTable,
    auditTable,
    removalPolicy,
    ...same
  } = run;
  return {
    ...settings,
    ...same,
    ...(userPoolId !== undefined && { userPool: UserPool.fromUserPoolId(scope, 'GivenPool', userPoolId) }),
    ...(emailIdentity !== undefined && {
      emailIdentity: EmailIdentity.fromEmailIdentityName(scope, 'GivenIdentity', emailIdentity),
    }),
    ...(featurePlan !== undefined && { featurePlan: FeaturePlan[featurePlan] }),
    ...(refreshTokenRotationSeconds !== undefined && {
      refreshTokenRotation: Duration.seconds(refreshTokenRotationSeconds),
    }),
    ...(logRetentionDays !== undefined && { logRetention: logRetentionDays }),
    ...(recordsTable !== undefined && { recordsTable: Table.fromTableName(scope, 'GivenRecords', recordsTable) }),
    ...(auditTable !== undefined && { auditTable: Table.fromTableName(scope, 'GivenAudit', auditTable) }),
    ...(removalPolicy !== undefined && { removalPolicy: removals[removalPolicy] }),
  };
};
