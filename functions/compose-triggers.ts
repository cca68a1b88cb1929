import type { Context } from 'aws-lambda';
import { composeCreate } from './compose-create.ts';
import { composeDefine } from './compose-define.ts';
import { observedSending, type SendingWorld } from './compose-dependencies.ts';
import { composePostAuthentication } from './compose-post-authentication.ts';
import { composePreSignUp } from './compose-pre-sign-up.ts';
import { composeVerify } from './compose-verify.ts';
import type { OwnTrigger, OwnTriggers } from './own-triggers.ts';
import { createStack, type TriggerHandler } from './runtime/stack.ts';
import type { FinishDependencies } from './sign-in/finish-sign-in.ts';

/**
 * The handlers of a deployment, one per trigger, and `handler`, which serves them all by `triggerSource`. Making them begins
 * to derive every key, which a function for PreSignUp or PostAuthentication alone has no right to: make it by
 * `createPreSignUp` or `createPostAuthentication`, which ask for the index key only.
 */
export type Triggers = {
  readonly preSignUp: TriggerHandler;
  readonly defineAuthChallenge: TriggerHandler;
  readonly createAuthChallenge: TriggerHandler;
  readonly verifyAuthChallengeResponse: TriggerHandler;
  readonly postAuthentication: TriggerHandler;
  readonly handler: TriggerHandler;
};

/** The outside of all triggers of a deployment. */
export type TriggerWorld = SendingWorld & Pick<FinishDependencies, 'users'>;

export type { OwnTrigger, OwnTriggers };

/** Wires the domain to Cognito's events. Every outside thing comes in through `world`. */
export const composeTriggers = (world: TriggerWorld, own: OwnTriggers = {}): Triggers => {
  const options = observedSending(world);
  const preSignUp = composePreSignUp(options, own.preSignUp);
  const defineAuthChallenge = composeDefine(options);
  const createAuthChallenge = composeCreate(options);
  const verifyAuthChallengeResponse = composeVerify(options);
  const postAuthentication = composePostAuthentication(options, own.postAuthentication);

  const bySource: ReadonlyMap<string, TriggerHandler> = new Map([
    ['PreSignUp_SignUp', preSignUp],
    ['PreSignUp_AdminCreateUser', preSignUp],
    ['PreSignUp_ExternalProvider', preSignUp],
    ['DefineAuthChallenge_Authentication', defineAuthChallenge],
    ['CreateAuthChallenge_Authentication', createAuthChallenge],
    ['VerifyAuthChallengeResponse_Authentication', verifyAuthChallengeResponse],
    ['PostAuthentication_Authentication', postAuthentication],
  ]);
  const passThrough = createStack(options)('Other', async () => {});
  const handler = (event: unknown, context: Context): Promise<unknown> => {
    const source = (event as { triggerSource?: unknown } | null | undefined)?.triggerSource;
    return ((typeof source === 'string' ? bySource.get(source) : undefined) ?? passThrough)(event, context);
  };
  return {
    preSignUp,
    defineAuthChallenge,
    createAuthChallenge,
    verifyAuthChallengeResponse,
    postAuthentication,
    handler,
  };
};
