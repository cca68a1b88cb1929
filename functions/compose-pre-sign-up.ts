import { type OwnTrigger, runOwn } from './own-triggers.ts';
import { personOf, type TriggerEvent } from './runtime/events.ts';
import { createStack, type StackOptions, type TriggerHandler } from './runtime/stack.ts';
import { admitSignUp, type SignUpDependencies } from './sign-in/sign-up.ts';

/** Wires the admission of sign-ups to the PreSignUp trigger. */
export const composePreSignUp = (
  { deps, ...options }: StackOptions & { readonly deps: SignUpDependencies },
  own?: OwnTrigger,
): TriggerHandler =>
  createStack(options)('PreSignUp', async (event, deadline) => {
    // Admin-created and federated users are somebody else's decision: they pass unchanged.
    if (event.triggerSource !== 'PreSignUp_SignUp') return runOwn(own, event);
    const { clientId, userName, attributes } = personOf(event);
    const isAdmitted = await admitSignUp(deps, { clientId, userName, attributes }, deadline);
    // Never autoVerifyEmail: it would take an alias away from its owner. Signing in proves the address.
    if (isAdmitted) event.response = { ...responseOf(event), autoConfirmUser: true };
    await runOwn(own, event);
  });

const responseOf = (event: TriggerEvent): object =>
  typeof event.response === 'object' && event.response !== null ? event.response : {};
