import { Names, Stack } from 'aws-cdk-lib';
import type { CfnUserPool, IUserPool, UserPool } from 'aws-cdk-lib/aws-cognito';
import { Policy, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type TriggerFunctions, triggerNames } from './trigger-functions.ts';

/** A pool's LambdaConfig: the ARN of the function behind each trigger. */
export const lambdaConfigOf = (functions: TriggerFunctions): Readonly<Record<string, string>> =>
  Object.fromEntries(triggerNames.map((name) => [lowerFirst(name), functions.byTrigger.get(name)?.functionArn ?? '']));

/** Makes the functions the pool's triggers. */
export const setTriggers = (pool: UserPool, functions: TriggerFunctions): void => {
  (pool.node.defaultChild as CfnUserPool).lambdaConfig = lambdaConfigOf(functions);
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
