import type { Template } from 'aws-cdk-lib/assertions';
import type { FunctionName } from '../../infra/build/functions.ts';

type Statement = { readonly Action: string | string[]; readonly Resource: unknown };

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

/** Parts of resources' names, and what they are called in tests. */
const kinds = [
  ['TablesRecords', 'records'],
  ['TablesAudit', 'audit'],
  ['KeysCode', 'code'],
  ['KeysIndex', 'index'],
] as const;

/** What Lambda itself and the table's encryption need: no call of a function's. */
const UNSEEN = /^(?:logs|sqs):|^kms:(?!GenerateMac)/;

/** By function: `action kind`, with `-` for what is no table or key. */
export const rolePermissions = (template: Template): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>();
  for (const { Properties } of Object.values(template.findResources('AWS::IAM::Policy'))) {
    const holders = JSON.stringify(Properties.Roles);
    const name = Object.entries(roles).find(([part]) => holders.includes(part))?.[1];
    if (name === undefined) continue;
    const permissions = found.get(name) ?? new Set();
    for (const { Action, Resource } of Properties.PolicyDocument.Statement as Statement[]) {
      for (const action of [Action].flat()) {
        if (UNSEEN.test(action)) continue;
        const at = JSON.stringify(Resource);
        const named = kinds.filter(([part]) => at.includes(part)).map(([, kind]) => kind);
        for (const kind of named.length > 0 ? named : ['-']) permissions.add(`${action} ${kind}`);
      }
    }
    found.set(name, permissions);
  }
  return found;
};
