import type { Stack } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Config } from '../../functions/runtime/config.ts';
import type { DoorcodeKeys } from './keys.ts';
import { identityNames } from './sender.ts';
import type { DoorcodeTables } from './tables.ts';

/** The parts of a deployment that the operator's commands ask. */
export type OperatedParts = {
  readonly stack: Stack;
  readonly settings: Config;
  readonly configurationSetName: string;
  readonly userPool: IUserPool;
  readonly tables: DoorcodeTables;
  readonly keys: DoorcodeKeys;
  /** Its configuration is the one that the commands read. */
  readonly configured: IFunction;
};

/** What `audit`, `devices`, `limits` and `forget` ask of AWS, and nothing else. */
export const allowOperate = (grantee: IGrantable, { userPool, tables, keys }: OperatedParts): void => {
  tables.grantUse(grantee, {
    records: ['GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem'],
    audit: ['Query', 'Scan', 'PutItem', 'BatchWriteItem'],
  });
  tables.grantFindByDestination(grantee);
  keys.grantDeriveIndex(grantee);
  allow(grantee, ['cognito-idp:AdminGetUser', 'cognito-idp:ListUsers'], [userPool.userPoolArn]);
};

/** What `doctor` asks of AWS, and the reading of the functions' configuration: all of it about settings, none of people. */
export const allowDiagnose = (grantee: IGrantable, parts: OperatedParts): void => {
  const { stack, settings, configurationSetName, userPool, tables, keys, configured } = parts;
  const { email, routing, sms, push, pinpoint } = settings;
  tables.grantDescribe(grantee);
  keys.grantDescribe(grantee);
  allow(grantee, ['cognito-idp:DescribeUserPool', 'cognito-idp:DescribeUserPoolClient'], [userPool.userPoolArn]);
  allow(grantee, ['lambda:GetFunctionConfiguration'], [configured.functionArn]);
  const ses = (resource: string, resourceName: string) => stack.formatArn({ service: 'ses', resource, resourceName });
  if (routing.order.includes('email')) {
    const identities = identityNames(email.from).map((name) => ses('identity', name));
    allow(grantee, ['ses:GetEmailIdentity'], identities);
    allow(grantee, ['ses:GetConfigurationSet'], [ses('configuration-set', configurationSetName)]);
    allow(grantee, ['ses:GetAccount'], ANY);
  }
  if (sms?.provider === 'sns') allow(grantee, ['sns:GetSMSSandboxAccountStatus', 'sns:GetSMSAttributes'], ANY);
  if ([sms?.provider, push?.provider].includes('pinpoint') && pinpoint !== undefined) {
    const app = { service: 'mobiletargeting', resource: 'apps', resourceName: pinpoint.applicationId };
    allow(grantee, ['mobiletargeting:GetApp'], [stack.formatArn(app)]);
  }
};

/** What `smoke` asks of AWS beyond what anybody may: to remove its own user when a sign-in failed half-way. */
export const allowSmoke = (grantee: IGrantable, { userPool }: OperatedParts): void =>
  allow(grantee, ['cognito-idp:AdminDeleteUser'], [userPool.userPoolArn]);

/** Settings of the whole account: IAM knows no narrower resource for reading them. */
const ANY = ['*'];

const allow = (grantee: IGrantable, actions: string[], resources: string[]): void => {
  grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources }));
};
