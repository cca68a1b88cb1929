import type { Template } from 'aws-cdk-lib/assertions';
import type { FunctionName } from '../../infra/build/functions.ts';
import { localKeys, platformApplications } from '../../infra/local/deployment.ts';
import { localTables } from '../../infra/local/tables.ts';
import type { AwsCall } from './recording-proxy.ts';
import { list, type Statement } from './template-parts.ts';

/** The roles' names in templates, by the function that takes them. */
const roles: Readonly<Record<string, FunctionName>> = {
  TriggersAll: 'triggers',
  TriggersPreSignUp: 'pre-sign-up',
  TriggersDefineAuthChallenge: 'define',
  TriggersCreateAuthChallenge: 'create',
  TriggersVerifyAuthChallengeResponse: 'verify',
  TriggersPostAuthentication: 'post-authentication',
  DoorcodeAccountRole: 'account',
  DoorcodeDeliveryEvents: 'delivery-events',
};

/** Parts of resources in templates, and what they are called in tests. The first that fits counts. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/TablesRecords/, 'records'],
  [/TablesAudit.*\/index\//, 'audit index'],
  [/TablesAudit/, 'audit'],
  [/KeysCode/, 'code'],
  [/KeysIndex/, 'index'],
  [/UsersPool|userpool\//, 'pool'],
  [/:identity\//, 'identity'],
  [/:configuration-set\//, 'set'],
  [/:apps\//, 'application'],
  [/AccountFunction/, 'account'],
  [/:app\//, 'platform'],
  [/:endpoint\//, 'device'],
  [/^"\*"$/, 'any'],
];

const kindOfResource = (resource: unknown): string => {
  const text = JSON.stringify(resource);
  return kinds.find(([part]) => part.test(text))?.[1] ?? text;
};

/** What Lambda itself and the table's encryption need: no call of a function's. */
const UNSEEN = /^(?:logs|sqs):|^kms:(?:Decrypt|Encrypt|GenerateDataKey)$/;

/** What statements allow, as `action kind`. */
export const permissionsOf = (statements: readonly Statement[]): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const { Action, Resource: named, NotResource } of statements) {
    // What may go to anything but ARNs is for phone numbers, which have no name in tests.
    const Resource = NotResource === undefined ? named : '*';
    // The table's key is described by DynamoDB, on behalf of whoever asks for a row.
    if (JSON.stringify(Resource).includes('KeysData')) continue;
    for (const action of list(Action)) {
      if (UNSEEN.test(action)) continue;
      for (const resource of list(Resource)) found.add(`${action} ${kindOfResource(resource)}`);
    }
  }
  return found;
};

/** What the role of each function allows. */
export const rolePermissions = (template: Template): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Statement[]>();
  for (const { Properties } of Object.values(template.findResources('AWS::IAM::Policy'))) {
    const holders = JSON.stringify(Properties.Roles);
    const name = Object.entries(roles).find(([part]) => holders.includes(part))?.[1];
    if (name === undefined) continue;
    found.set(name, [...(found.get(name) ?? []), ...(Properties.PolicyDocument.Statement as Statement[])]);
  }
  return new Map([...found].map(([name, statements]) => [name, permissionsOf(statements)]));
};

/** What a call of the local deployment needs, as `action kind`; null for what needs no permission. */
export const permissionFor = ({ action, resource }: AwsCall): string | null => {
  if (resource === 'token' && action.startsWith('cognito-idp:')) return null;
  const kind = callKinds.find(([part]) => part.test(resource))?.[1] ?? namedBy[action] ?? 'any';
  return `${action} ${kind}`;
};

/** Calls whose resources have names of the owner's own. */
const namedBy: Readonly<Record<string, string>> = {
  'ses:SendEmail': 'identity',
  'ses:GetEmailIdentity': 'identity',
  'ses:GetConfigurationSet': 'set',
};

const exactly = (text: string): RegExp => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);

const callKinds: readonly (readonly [RegExp, string])[] = [
  [/^configuration-set\//, 'set'],
  [exactly(localTables.records), 'records'],
  [exactly(`${localTables.audit}/index/`), 'audit index'],
  [exactly(localTables.audit), 'audit'],
  [exactly(localKeys.code), 'code'],
  [exactly(localKeys.index), 'index'],
  [/^us-east-1_/, 'pool'],
  [/^[0-9a-f]{32}$/, 'application'],
  [/:endpoint\//, 'device'],
  ...Object.values(platformApplications).map((arn) => [exactly(arn), 'platform'] as const),
];
