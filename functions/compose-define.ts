import type { StackOptions, TriggerHandler } from './runtime/stack.ts';
import { createStack } from './runtime/stack.ts';
import { nextStep } from './sign-in/define.ts';
import { isOurClient, type SignInDependencies } from './sign-in/dependencies.ts';

/** What the flow's decisions need of a deployment: no store, no key, no clock. */
export type DefineWorld = StackOptions & {
  readonly deps: Pick<SignInDependencies, 'policy' | 'clientIds'>;
};

/** Wires the flow's decisions to the DefineAuthChallenge trigger. */
export const composeDefine = ({ deps, ...observed }: DefineWorld): TriggerHandler =>
  createStack(observed)('DefineAuthChallenge', async (event) => {
    const { session, clientMetadata, userNotFound } = event.request;
    const isOurs = isOurClient(deps, event.callerContext.clientId);
    const request = { session, clientMetadata, userNotFound: userNotFound === true };
    const step = isOurs ? nextStep(request, deps.policy) : 'fail';
    if (step === 'fail') observed.telemetry.count('SignInFailed');
    event.response = {
      challengeName: step === 'challenge' ? 'CUSTOM_CHALLENGE' : null,
      issueTokens: step === 'tokens',
      failAuthentication: step === 'fail',
    };
  });
