import { parseControl } from './control.ts';
import { type CommonDependencies, isOurClient } from './dependencies.ts';
import { SignInError } from './errors.ts';
import { destinationKeysOf, type Person, subjectOf } from './identity.ts';
import { judgeAnswer } from './judge-answer.ts';
import type { Deadline } from './ports.ts';

export type VerifyRequest = Person & {
  readonly answer: unknown;
  readonly clientMetadata: unknown;
  readonly privateChallengeParameters: Readonly<Record<string, string | undefined>>;
};

/**
 * Judges one answer of a sign-in. A control round is never compared, so that `resend` with the right code is no
 * sign-in.
 * @throws {SignInError} FOREIGN_CLIENT, TRY_LATER (store or keys out of reach)
 */
export const verifyAnswer = async (
  deps: CommonDependencies,
  request: VerifyRequest,
  deadline: Deadline,
): Promise<boolean> => {
  if (!isOurClient(deps, request.clientId)) throw new SignInError('FOREIGN_CLIENT');
  if (parseControl(request.clientMetadata) !== undefined) return false;
  const keys = await deps.keys.get();
  const { userPoolId, clientId, answer } = request;
  const verdict = await judgeAnswer(
    deps,
    keys,
    {
      subject: subjectOf(request, keys.index),
      userPoolId,
      clientId,
      challengeId: request.privateChallengeParameters.challenge ?? null,
      answer,
      destinations: request.userNotFound ? new Set() : destinationKeysOf(request, keys.index),
    },
    deadline,
  );
  return verdict.kind === 'right';
};
