import { decodeMetadata } from './challenge-metadata.ts';
import { parseControl } from './control.ts';

/** One finished round as Cognito reports it. Nothing in it is trusted to have the right type. */
export type Round = {
  readonly challengeName?: unknown;
  readonly challengeResult?: unknown;
  readonly challengeMetadata?: unknown;
};

export type NextStep = 'challenge' | 'tokens' | 'fail';

export type DefineRequest = {
  readonly session: unknown;
  readonly clientMetadata: unknown;
  readonly userNotFound: boolean;
};

export type DefinePolicy = { readonly answersPerCode: number; readonly roundsPerSession: number };

/**
 * Decides what follows in a sign-in: total over all inputs, no clock, no store.
 *
 * Tokens only when the very last round is our own challenge, answered right, and no control round. `SRP_A`,
 * which iOS clients always send first, is ignored; any other challenge of somebody else fails the sign-in.
 * The last round's answer counts as wrong here even if Verify did not evaluate it (Define cannot know);
 * Create, which can, carries the exact count into the next round.
 */
export const nextStep = (request: DefineRequest, policy: DefinePolicy): NextStep => {
  if (!Array.isArray(request.session)) return 'fail';
  const session: readonly unknown[] = request.session;
  const rounds: Round[] = [];
  for (const entry of session) {
    if (typeof entry !== 'object' || entry === null) return 'fail';
    const round = entry as Round;
    if (round.challengeName === 'CUSTOM_CHALLENGE') rounds.push(round);
    else if (round.challengeName !== 'SRP_A') return 'fail';
  }
  const last = rounds.at(-1);
  if (last === undefined) return 'challenge';
  if (session.at(-1) !== last) return 'fail';
  if (rounds.some((round) => typeof round.challengeResult !== 'boolean')) return 'fail';
  if (rounds.slice(0, -1).some((round) => round.challengeResult === true)) return 'fail';
  const metadata = decodeMetadata(last.challengeMetadata);
  if (metadata === undefined) return 'fail';

  const isControl = parseControl(request.clientMetadata) !== undefined;
  if (last.challengeResult === true) return isControl || request.userNotFound ? 'fail' : 'tokens';
  const wrong = metadata.wrong + (isControl ? 0 : 1);
  if (wrong >= policy.answersPerCode || rounds.length >= policy.roundsPerSession) return 'fail';
  return 'challenge';
};
