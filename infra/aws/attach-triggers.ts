import { Names, Stack } from 'aws-cdk-lib';
import type { CfnUserPool, IUserPool, UserPool } from 'aws-cdk-lib/aws-cognito';
import { Policy, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type TriggerFunctions, type TriggerName, triggerNames } from './trigger-functions.ts';

/** The ARN of the function behind each trigger, by the names of Cognito's API. */
export type LambdaConfig = Readonly<Record<TriggerName, string>>;

/** A pool's LambdaConfig as Cognito's API takes it: the ARN of the function behind each trigger. */
export const lambdaConfigOf = (functions: TriggerFunctions): LambdaConfig =>
  Object.fromEntries(
    triggerNames.map((name) => [name, functions.byTrigger.get(name)?.functionArn ?? '']),
  ) as LambdaConfig;

/** Makes the functions the pool's triggers. */
export const setTriggers = (pool: UserPool, functions: TriggerFunctions): void => {
  const entries = Object.entries(lambdaConfigOf(functions));
  // CloudFormation's resource spells them otherwise in the CDK, and in the CDK alone.
  (pool.node.defaultChild as CfnUserPool).lambdaConfig = Object.fromEntries(
    entries.map(([name, arn]) => [lowerFirst(name), arn]),
  );
};

/**
 * Lets this pool, in this account, invoke the functions, and lets the one that marks proven addresses do so in it. The
 * policy stands by itself: in the role it would make pool and function wait for each other.
 */
export const allowPool = (pool: IUserPool, functions: TriggerFunctions): void => {
  for (const one of functions.all) {
    one.function.addPermission('Cognito', {
      principal: new ServicePrincipal('cognito-idp.amazonaws.com'),
      sourceArn: pool.userPoolArn,
      sourceAccount: Stack.of(one).account,
    });
  }
  new Policy(functions, 'MarkVerified', {
    roles: [functions.marker.role],
    policyName: `${Names.uniqueResourceName(functions, { maxLength: 100 })}MarkVerified`,
    statements: [
      new PolicyStatement({ actions: ['cognito-idp:AdminUpdateUserAttributes'], resources: [pool.userPoolArn] }),
    ],
  });
};

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
