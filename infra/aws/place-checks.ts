import { CfnResource, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { DoorcodeProps } from './doorcode-props.ts';

/** What is wrong with where the parts of a deployment are, as far as it is known before the deployment. */
export const placeProblems = (scope: Construct, props: DoorcodeProps): readonly string[] => {
  const { region, account } = Stack.of(scope);
  const { userPool, clientIds, push } = props;
  return [
    ...ownClients(clientIds),
    ...(userPool === undefined ? [] : poolPlace(userPool, { region, account })),
    ...Object.entries(push?.platformApplications ?? {}).flatMap(([platform, arn]) => {
      const there = typeof arn === 'string' ? arn.split(':')[3] : undefined;
      return differ(there, region)
        ? [
            `push.platformApplications.${platform} is in ${there} and the stack in ${region}: SNS sends to devices of its ` +
              `own region alone, so create the platform application in ${region}`,
          ]
        : [];
    }),
  ];
};

/** Ids that only CloudFormation knows, of clients whose pool would wait for the functions that wait for the ids. */
const ownClients = (clientIds: unknown): readonly string[] =>
  Array.isArray(clientIds) && clientIds.some(isOwnClient)
    ? [
        'clientIds has the id of a client that this app makes: its pool needs the functions as triggers, which need the ' +
          'id, so CloudFormation could make neither first. Deploy pool and client, then give the id as text, such as ' +
          "clientIds: ['1example23456789']",
      ]
    : [];

const isOwnClient = (id: unknown): boolean =>
  typeof id === 'string' &&
  Tokenization.reverseString(id).tokens.some(
    (token) =>
      Reference.isReference(token) &&
      CfnResource.isCfnResource(token.target) &&
      token.target.cfnResourceType === 'AWS::Cognito::UserPoolClient',
  );

const poolPlace = (
  { userPoolId, env }: NonNullable<DoorcodeProps['userPool']>,
  here: { readonly region: string; readonly account: string },
): readonly string[] => {
  // The id of a pool begins with its region; one that was imported by its id alone seems to be wherever the stack is.
  const region = Token.isUnresolved(userPoolId) ? env.region : userPoolId.split('_')[0];
  return [
    ...(differ(region, here.region)
      ? [
          `userPool is in ${region} and the stack in ${here.region}: Cognito invokes functions of its own region alone, ` +
            `so deploy this stack to ${region}`,
        ]
      : []),
    ...(differ(env.account, here.account)
      ? [
          `userPool is in the account ${env.account} and the stack in ${here.account}: functions change the pool's users, ` +
            `which only its own account may, so deploy this stack to ${env.account}`,
        ]
      : []),
  ];
};

/** Both are known, and they are not the same. */
const differ = (one: string | undefined, other: string): boolean =>
  one !== undefined && !Token.isUnresolved(one) && !Token.isUnresolved(other) && one !== other;
