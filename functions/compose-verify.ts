import { personOf, textMap } from './runtime/events.ts';
import { createStack, type StackOptions, type TriggerHandler } from './runtime/stack.ts';
import type { CommonDependencies } from './sign-in/dependencies.ts';
import { verifyAnswer } from './sign-in/verify-answer.ts';

/** Wires the judging of answers to the VerifyAuthChallengeResponse trigger. */
export const composeVerify = ({
  deps,
  ...options
}: StackOptions & { readonly deps: CommonDependencies }): TriggerHandler =>
  createStack(options)('VerifyAuthChallengeResponse', async (event, deadline) => {
    const { challengeAnswer: answer, clientMetadata } = event.request;
    const privateChallengeParameters = textMap(event.request.privateChallengeParameters);
    const request = { ...personOf(event), answer, clientMetadata, privateChallengeParameters };
    event.response = { answerCorrect: await verifyAnswer(deps, request, deadline) };
  });
