import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeMetadata } from '../../../functions/sign-in/challenge-metadata.ts';
import { nextStep } from '../../../functions/sign-in/define.ts';

const policy = { answersPerCode: 3, roundsPerSession: 10 };
const metadata = (wrong: number) =>
  encodeMetadata({ challengeId: 'A'.repeat(22), asked: 'auto', generation: 1, wrong, attempts: wrong });
const round = (challengeResult: unknown, challengeMetadata: unknown = metadata(0)) => ({
  challengeName: 'CUSTOM_CHALLENGE',
  challengeResult,
  challengeMetadata,
});

/** Everything that a round of a session can be, as Cognito or somebody's hands might make it. */
const ALPHABET = [
  round(true),
  round(false),
  round(false, metadata(1)),
  round(false, metadata(2)),
  round(true, 'garbage'),
  round(false, null),
  round('true'),
  round(null),
  { challengeName: 'SRP_A', challengeResult: true, challengeMetadata: null },
  { challengeName: 'PASSWORD_VERIFIER', challengeResult: true, challengeMetadata: null },
  null,
  {},
];
const RIGHT = 0;
const WRONG = new Set([1, 2, 3]);
const SRP = 8;
const MAX_LENGTH = 6;

const CONTROLS = [undefined, { action: 'resend' }];

/** The state machine's promise in words that share nothing with its code. */
const expected = (sequence: readonly number[], isControl: boolean, userNotFound: boolean): string => {
  const own = sequence.filter((symbol) => symbol !== SRP);
  if (own.length === 0) return 'challenge';
  const last = own.at(-1) ?? -1;
  const isOurs = own.slice(0, -1).every((symbol) => WRONG.has(symbol) || symbol === 5);
  if (sequence.at(-1) === SRP || !isOurs) return 'fail';
  if (last === RIGHT) return isControl || userNotFound ? 'fail' : 'tokens';
  if (!WRONG.has(last)) return 'fail';
  return last - 1 + (isControl ? 0 : 1) < policy.answersPerCode ? 'challenge' : 'fail';
};

describe('the next step', () => {
  test(`is right for every sequence of up to ${MAX_LENGTH} rounds over ${ALPHABET.length} symbols`, () => {
    const sequence: number[] = [];
    let checked = 0;
    let mistakes = 0;
    const check = () => {
      const session = sequence.map((symbol) => ALPHABET[symbol]);
      for (const clientMetadata of CONTROLS) {
        for (const userNotFound of [false, true]) {
          const isControl = clientMetadata !== undefined;
          const step = nextStep({ session, clientMetadata, userNotFound }, policy);
          checked += 1;
          if (step !== expected(sequence, isControl, userNotFound)) mistakes += 1;
        }
      }
      if (sequence.length === MAX_LENGTH) return;
      for (let symbol = 0; symbol < ALPHABET.length; symbol += 1) {
        sequence.push(symbol);
        check();
        sequence.pop();
      }
    };

    check();

    expect(mistakes).toBe(0);
    expect(checked).toBe(4 * ((ALPHABET.length ** (MAX_LENGTH + 1) - 1) / (ALPHABET.length - 1)));
  });

  test('is a challenge for an empty session, also behind the SRP_A of iOS clients', () => {
    const srp = ALPHABET[SRP];

    expect(nextStep({ session: [], clientMetadata: undefined, userNotFound: false }, policy)).toBe('challenge');
    expect(nextStep({ session: [srp], clientMetadata: undefined, userNotFound: false }, policy)).toBe('challenge');
    expect(nextStep({ session: [srp, round(true)], clientMetadata: undefined, userNotFound: false }, policy)).toBe(
      'tokens',
    );
  });

  test.each([
    [3, 10],
    [1, 3],
    [5, 20],
  ])('fails after %i wrong answers or %i rounds', (answersPerCode, roundsPerSession) => {
    const limits = { answersPerCode, roundsPerSession };
    const stepAfter = (rounds: number, wrong: number, clientMetadata?: object) =>
      nextStep(
        { session: Array(rounds).fill(round(false, metadata(wrong))), clientMetadata, userNotFound: false },
        limits,
      );

    expect(stepAfter(1, answersPerCode - 1)).toBe('fail');
    expect(stepAfter(1, answersPerCode - 1, { action: 'resend' })).toBe('challenge');
    expect(stepAfter(roundsPerSession - 1, 0, { action: 'resend' })).toBe('challenge');
    expect(stepAfter(roundsPerSession, 0, { action: 'resend' })).toBe('fail');
  });

  test('is total, and never tokens without a right answer of ours at the end', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.boolean(), (session, clientMetadata, userNotFound) => {
        expect(['challenge', 'fail']).toContain(nextStep({ session, clientMetadata, userNotFound }, policy));
      }),
      { numRuns: 2_000 },
    );
  });
});
