import { type OwnTrigger, runOwn } from './own-triggers.ts';
import { DEADLINE_MS, withDeadline } from './runtime/deadline.ts';
import { personOf } from './runtime/events.ts';
import { createStack, type StackOptions, type TriggerHandler } from './runtime/stack.ts';
import { type FinishDependencies, finishSignIn } from './sign-in/finish-sign-in.ts';

/** What PostAuthentication may take, ms: the stack's deadline, which fails a trigger, comes after it. */
const FINISH_MS = DEADLINE_MS - 300;

/** Wires the end of a sign-in to the PostAuthentication trigger. */
export const composePostAuthentication = (
  { deps, ...options }: StackOptions & { readonly deps: FinishDependencies },
  own?: OwnTrigger,
): TriggerHandler =>
  createStack(options)('PostAuthentication', async (event) => {
    // A deadline of its own, inside the stack's: running out of time must not turn away who has proven themself.
    const finishing = withDeadline((deadline) => finishSignIn(deps, personOf(event), deadline), FINISH_MS);
    await finishing.catch((cause: unknown) => deps.warn('sign-in not written down', cause));
    await runOwn(own, event).catch((cause: unknown) => deps.warn('own trigger failed', cause));
  });
