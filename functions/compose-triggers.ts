import type { Context } from 'aws-lambda';
import { composeDefine } from './compose-define.ts';
import { composeDependencies, type TriggerWorld } from './compose-dependencies.ts';
import { DEADLINE_MS, withDeadline } from './runtime/deadline.ts';
import { personOf, type TriggerEvent, textMap } from './runtime/events.ts';
import { createStack, type TriggerHandler } from './runtime/stack.ts';
import { createChallenge } from './sign-in/create-challenge.ts';
import type { Round } from './sign-in/define.ts';
import { finishSignIn } from './sign-in/finish-sign-in.ts';
import { admitSignUp } from './sign-in/sign-up.ts';
import { verifyAnswer } from './sign-in/verify-answer.ts';

/** The handlers of a deployment, one per trigger, and `handler`, which serves them all by `triggerSource`. */
export type Triggers = {
  readonly preSignUp: TriggerHandler;
  readonly defineAuthChallenge: TriggerHandler;
  readonly createAuthChallenge: TriggerHandler;
  readonly verifyAuthChallengeResponse: TriggerHandler;
  readonly postAuthentication: TriggerHandler;
  readonly handler: TriggerHandler;
};

/** What PostAuthentication may take, ms: the stack's deadline, which fails a trigger, comes after it. */
const FINISH_MS = DEADLINE_MS - 300;

/** A trigger that a pool had before: called after ours, with the event as ours left it; what it answers counts. */
export type OwnTrigger = (event: TriggerEvent) => unknown;

/** The owner's own triggers, composed with ours, since a pool has one function for each. */
export type OwnTriggers = {
  /** Its errors refuse the sign-up, worded INTERNAL unless they are of our six codes. */
  readonly preSignUp?: OwnTrigger;
  /** Its errors are logged: whoever has proven themself is not turned away. */
  readonly postAuthentication?: OwnTrigger;
};

export type { TriggerWorld };

/** Wires the domain to Cognito's events. Every outside thing comes in through `world`. */
export const composeTriggers = (world: TriggerWorld, own: OwnTriggers = {}): Triggers => {
  const { deps, log, telemetry } = composeDependencies(world);
  const { logger, metrics } = world;
  const stack = createStack({ logger, metrics, log, telemetry });

  const preSignUp = stack('PreSignUp', async (event, deadline) => {
    // Admin-created and federated users are somebody else's decision: they pass unchanged.
    if (event.triggerSource !== 'PreSignUp_SignUp') return runOwn(own.preSignUp, event);
    const { clientId, userName, attributes } = personOf(event);
    const isAdmitted = await admitSignUp(deps, { clientId, userName, attributes }, deadline);
    // Never autoVerifyEmail: it would take an alias away from its owner. Signing in proves the address.
    if (isAdmitted) event.response = { ...responseOf(event), autoConfirmUser: true };
    await runOwn(own.preSignUp, event);
  });

  const defineAuthChallenge = composeDefine({ deps, logger, metrics, log, telemetry });

  const createAuthChallenge = stack('CreateAuthChallenge', async (event, deadline) => {
    const session = roundsOf(event.request.session);
    if (!session.some((round) => round.challengeName === 'CUSTOM_CHALLENGE')) telemetry.count('SignInStarted');
    const { clientMetadata } = event.request;
    event.response = await createChallenge(deps, { ...personOf(event), session, clientMetadata }, deadline);
  });

  const verifyAuthChallengeResponse = stack('VerifyAuthChallengeResponse', async (event, deadline) => {
    const { challengeAnswer: answer, clientMetadata } = event.request;
    const privateChallengeParameters = textMap(event.request.privateChallengeParameters);
    const request = { ...personOf(event), answer, clientMetadata, privateChallengeParameters };
    event.response = { answerCorrect: await verifyAnswer(deps, request, deadline) };
  });

  const postAuthentication = stack('PostAuthentication', async (event) => {
    // A deadline of its own, inside the stack's: running out of time must not turn away who has proven themself.
    const finishing = withDeadline((deadline) => finishSignIn(deps, personOf(event), deadline), FINISH_MS);
    await finishing.catch((cause: unknown) => deps.warn('sign-in not written down', cause));
    await runOwn(own.postAuthentication, event).catch((cause: unknown) => deps.warn('own trigger failed', cause));
  });

  const bySource: ReadonlyMap<string, TriggerHandler> = new Map([
    ['PreSignUp_SignUp', preSignUp],
    ['PreSignUp_AdminCreateUser', preSignUp],
    ['PreSignUp_ExternalProvider', preSignUp],
    ['DefineAuthChallenge_Authentication', defineAuthChallenge],
    ['CreateAuthChallenge_Authentication', createAuthChallenge],
    ['VerifyAuthChallengeResponse_Authentication', verifyAuthChallengeResponse],
    ['PostAuthentication_Authentication', postAuthentication],
  ]);
  const passThrough = stack('Other', async () => {});
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

const roundsOf = (session: unknown): readonly Round[] =>
  Array.isArray(session) ? session.filter((round): round is Round => typeof round === 'object' && round !== null) : [];

/** An own trigger answers the event, as Lambda triggers do, or changes it in place. */
const runOwn = async (trigger: OwnTrigger | undefined, event: TriggerEvent): Promise<void> => {
  const answer: unknown = await trigger?.(event);
  if (typeof answer === 'object' && answer !== null && 'response' in answer) event.response = answer.response;
};

const responseOf = (event: TriggerEvent): object =>
  typeof event.response === 'object' && event.response !== null ? event.response : {};
