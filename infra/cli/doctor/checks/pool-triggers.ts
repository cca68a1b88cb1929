import { DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { requirePool } from '../../deployment.ts';
import { type Check, error, type Finding, ok, unlessMissing, warning } from '../finding.ts';

/** What each trigger is for, and so what is missing without it. */
const NEEDED = {
  PreSignUp: 'nobody can sign up',
  DefineAuthChallenge: 'nobody can sign in',
  CreateAuthChallenge: 'no code is sent',
  VerifyAuthChallengeResponse: 'no code is ever right',
  PostAuthentication: 'no address is ever marked verified, and no sign-in is in the audit trail',
} as const;

type TriggerName = keyof typeof NEEDED;

/** The triggers in the order in which the stack's output TriggerFunctions names functions, where it names five. */
export const triggersInOrder = Object.keys(NEEDED) as readonly TriggerName[];

/** Where a function of somebody else's may do its own work, and call ours or not. */
const OFTEN_COMPOSED: ReadonlySet<TriggerName> = new Set(['PreSignUp', 'PostAuthentication']);

/** The five triggers are attached to the pool, and run this deployment's functions where those are known. */
export const poolTriggers: Check = {
  name: 'triggers',
  async run({ deployment, triggerFunctions }) {
    const client = await deployment.clients.cognito();
    const UserPoolId = requirePool(deployment);
    const answer = await unlessMissing(client.send(new DescribeUserPoolCommand({ UserPoolId })));
    if (answer === null) {
      return [error(`there is no user pool ${UserPoolId} in this region`, 'correct account.userPoolId or --user-pool')];
    }
    const attached = answer.UserPool?.LambdaConfig ?? {};
    const problems = triggersInOrder.flatMap((trigger, at): Finding[] => {
      const arn = attached[trigger];
      const cure = `attach the function to the pool's ${trigger}`;
      if (arn === undefined) return [error(`the trigger ${trigger} is not attached: ${NEEDED[trigger]}`, cure)];
      const wanted = triggerFunctions?.length === 1 ? triggerFunctions[0] : triggerFunctions?.[at];
      return wanted === undefined || nameIn(arn) === wanted ? [] : [ofAnother(trigger, nameIn(arn), wanted)];
    });
    if (problems.length > 0) return problems;
    return [
      ok(
        triggerFunctions === undefined
          ? 'all five triggers are attached to the user pool; --outputs cdk-outputs.json says whether they are the right ones'
          : "all five triggers of the user pool run this deployment's functions",
      ),
    ];
  },
};

/** `arn:aws:lambda:<region>:<account>:function:<name>`, with or without a version or alias. */
const nameIn = (arn: string): string => arn.split(':')[6] ?? arn;

const ofAnother = (trigger: TriggerName, name: string, wanted: string): Finding => {
  const text = `the trigger ${trigger} runs the function ${name}, not this deployment's ${wanted}`;
  return OFTEN_COMPOSED.has(trigger)
    ? warning(
        text,
        `attach ${wanted}, and give your own code to it (docs/adopting.md); nothing where ${name} calls ours`,
      )
    : error(`${text}: ${NEEDED[trigger]} by it`, `attach ${wanted} to the pool's ${trigger}: the output LambdaConfig`);
};
