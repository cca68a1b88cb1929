import { DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { requirePool } from '../../deployment.ts';
import { type Check, error, ok, unlessMissing } from '../finding.ts';

/** What each trigger is for, and so what is missing without it. */
const NEEDED = {
  PreSignUp: 'nobody can sign up',
  DefineAuthChallenge: 'nobody can sign in',
  CreateAuthChallenge: 'no code is sent',
  VerifyAuthChallengeResponse: 'no code is ever right',
  PostAuthentication: 'no address is ever marked verified, and no sign-in is in the audit trail',
} as const;

/** The five triggers are attached to the pool. */
export const poolTriggers: Check = {
  name: 'triggers',
  async run({ deployment }) {
    const client = await deployment.clients.cognito();
    const UserPoolId = requirePool(deployment);
    const answer = await unlessMissing(client.send(new DescribeUserPoolCommand({ UserPoolId })));
    if (answer === null) {
      return [error(`there is no user pool ${UserPoolId} in this region`, 'correct account.userPoolId or --user-pool')];
    }
    const attached = answer.UserPool?.LambdaConfig ?? {};
    const problems = Object.entries(NEEDED).flatMap(([trigger, loss]) =>
      attached[trigger as keyof typeof NEEDED] === undefined
        ? [error(`the trigger ${trigger} is not attached: ${loss}`, `attach the function to the pool's ${trigger}`)]
        : [],
    );
    return problems.length > 0 ? problems : [ok('all five triggers are attached to the user pool')];
  },
};
