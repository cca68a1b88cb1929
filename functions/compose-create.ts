import { personOf } from './runtime/events.ts';
import { createStack, type StackOptions, type TriggerHandler } from './runtime/stack.ts';
import { createChallenge } from './sign-in/create-challenge.ts';
import type { Round } from './sign-in/define.ts';
import type { SignInDependencies } from './sign-in/dependencies.ts';

/** Wires the sending of codes to the CreateAuthChallenge trigger. */
export const composeCreate = ({
  deps,
  ...options
}: StackOptions & { readonly deps: SignInDependencies }): TriggerHandler =>
  createStack(options)('CreateAuthChallenge', async (event, deadline) => {
    const session = roundsOf(event.request.session);
    if (!session.some((round) => round.challengeName === 'CUSTOM_CHALLENGE')) options.telemetry.count('SignInStarted');
    const { clientMetadata } = event.request;
    event.response = await createChallenge(deps, { ...personOf(event), session, clientMetadata }, deadline);
  });

const roundsOf = (session: unknown): readonly Round[] =>
  Array.isArray(session) ? session.filter((round): round is Round => typeof round === 'object' && round !== null) : [];
