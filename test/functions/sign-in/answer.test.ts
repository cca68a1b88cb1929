import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { attemptsLeft, consume, reserveAttempt } from '../../../functions/sign-in/answer.ts';
import { createPolicy } from '../../../functions/sign-in/policy.ts';
import { createDecisionRig, DESTINATION, HOUR, MINUTE, NOWHERE, SECOND, START } from './decision-rig.ts';

const answering = (change: object = {}) => ({
  client: 'client01',
  challengeId: null,
  answerLength: 6,
  destinations: new Set([DESTINATION]),
  ...change,
});

describe('an attempt', () => {
  test('is written on the code and on the user before anything is compared', () => {
    const rig = createDecisionRig();
    rig.request();

    const decision = reserveAttempt(rig.limits.user, answering(), rig.policy, START);
    expect(decision).toMatchObject({
      kind: 'reserved',
      at: START,
      comparisons: [{ generations: [1] }],
      record: { failures: [START], consecutiveFailures: 1, challenges: [{ attempts: 1 }] },
    });
  });

  test('is compared with both generations, while the one before lives', () => {
    const rig = createDecisionRig();
    rig.request();
    rig.now = START + 6 * MINUTE;
    rig.request();

    const generationsAt = (now: number) => {
      const decision = reserveAttempt(rig.limits.user, answering(), rig.policy, now);
      return decision.kind === 'reserved' ? decision.comparisons[0]?.generations : decision.why;
    };
    expect(generationsAt(START + 10 * MINUTE - 1)).toEqual([2, 1]);
    expect(generationsAt(START + 10 * MINUTE)).toEqual([2]);
    expect(generationsAt(START + 16 * MINUTE - 1)).toEqual([2]);
    expect(generationsAt(START + 16 * MINUTE)).toBe('expired');
  });

  test('is written on every code of the client that lives beside it, and compared with each', () => {
    const rig = createDecisionRig();
    rig.request();
    rig.request({ asked: 'sms' });
    rig.request({ asked: 'push', client: 'client02' });

    const decision = reserveAttempt(rig.limits.user, answering(), rig.policy, START);
    expect(decision).toMatchObject({
      challenge: { asked: 'auto' },
      comparisons: [{ challenge: { asked: 'auto' } }, { challenge: { asked: 'sms' } }],
      record: { failures: [START], challenges: [{ attempts: 1 }, { attempts: 1 }, { attempts: 0 }] },
    });
  });

  test('passes over another code that is spent, used or of an address that is gone', () => {
    const rig = createDecisionRig();
    rig.request();
    rig.request({ asked: 'sms', target: { medium: 'sms', key: 'gone' } });
    const [own, other] = rig.limits.user.challenges;
    const comparisonsOf = (change: object) => {
      const challenges = [own, { ...other, destinations: [DESTINATION], ...change }] as never;
      const request = answering({ challengeId: own?.id });
      const decision = reserveAttempt({ ...rig.limits.user, challenges }, request, rig.policy, START);
      return decision.kind === 'reserved' ? decision.comparisons.length : decision.why;
    };

    expect(comparisonsOf({})).toBe(2);
    expect(comparisonsOf({ attempts: rig.policy.answersPerCode })).toBe(1);
    expect(comparisonsOf({ state: 'consumed' })).toBe(1);
    expect(comparisonsOf({ destinations: ['gone'] })).toBe(1);
  });

  test.each([
    ['malformed', 'it can be no code', {}, { answerLength: undefined }],
    ['malformed', 'it has another length', {}, { answerLength: 7 }],
    ['expired', 'its client has no code', {}, { client: 'client02' }],
    ['moved', 'the address of the code is gone', {}, { destinations: new Set(['destination2']) }],
    ['moved', 'every address is gone', {}, { destinations: new Set() }],
    ['limited', 'the user has failed too often', { failures: Array(10).fill(START) }, {}],
  ])('is not made (%s) where %s, and costs nothing', (why, _, record, change) => {
    const rig = createDecisionRig();
    rig.request();
    const user = { ...rig.limits.user, ...record };

    expect(reserveAttempt(user, answering(change), rig.policy, START)).toEqual({ kind: 'unevaluated', why });
  });

  test('is made three times on one code, however often it is sent again', () => {
    const rig = createDecisionRig();
    rig.request();
    expect(rig.reserve()).not.toBeNull();
    rig.now += 1 * MINUTE;
    rig.request();
    expect(rig.reserve()).not.toBeNull();
    rig.now += 5 * MINUTE;
    rig.request();
    expect(rig.challenge().generation).toBe(2);
    expect(rig.reserve()).not.toBeNull();

    expect(reserveAttempt(rig.limits.user, answering(), rig.policy, rig.now)).toEqual({
      kind: 'unevaluated',
      why: 'spent',
    });
  });

  test('finds the code of a later session also from an earlier one', () => {
    const rig = createDecisionRig();
    rig.request();
    const { id } = rig.challenge();
    rig.now += 11 * MINUTE;
    rig.request();

    expect(rig.reserve({ challengeId: id })).toMatchObject({ id: rig.challenge().id });
    expect(rig.challenge().id).not.toBe(id);
  });
});

describe('a right answer', () => {
  test('takes its reservation back, ends the streak and leaves a proof', () => {
    const rig = createDecisionRig();
    rig.request();
    rig.reserve();
    rig.now += SECOND;

    expect(rig.solve()).toBe(true);
    expect(rig.limits.user).toMatchObject({
      failures: [START],
      consecutiveFailures: 0,
      challenges: [{ state: 'consumed', attempts: 1 }],
      proof: { medium: 'email', destination: DESTINATION, at: START + SECOND },
    });
  });

  test('is right once', () => {
    const rig = createDecisionRig();
    rig.request();

    expect(rig.solve()).toBe(true);
    expect(rig.solve()).toBe(false);
    expect(reserveAttempt(rig.limits.user, answering(), rig.policy, START)).toEqual({
      kind: 'unevaluated',
      why: 'used',
    });
  });

  test.each([
    ['ended meanwhile', 10 * MINUTE],
    ['ended long ago', 30 * HOUR],
  ])('is not right on a code that %s', (_, later) => {
    const rig = createDecisionRig();
    rig.request();
    const challenge = rig.reserve();

    expect(
      consume(rig.limits.user, { challengeId: challenge?.id ?? '', reserved: [], at: START }, START + later),
    ).toBeNull();
  });

  test('is not right on a code that another one replaced, nor on a decoy', () => {
    const rig = createDecisionRig();
    rig.request(NOWHERE);
    const decoy = rig.reserve({ destinations: new Set() });
    expect(consume(rig.limits.user, { challengeId: decoy?.id ?? '', reserved: [], at: START }, START)).toBeNull();
    rig.request();

    expect(consume(rig.limits.user, { challengeId: decoy?.id ?? '', reserved: [], at: START }, START)).toBeNull();
  });
});

describe('the failures of a user', () => {
  /** What an attacker, or a clumsy user, may do next. */
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('guess:client01', 'guess:client02') },
    { weight: 3, arbitrary: fc.constantFrom('create:client01', 'create:client02') },
    { weight: 1, arbitrary: fc.constant('solve:client01') },
    { weight: 1, arbitrary: fc.constant('forget') },
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 20 * 60 }).map((seconds) => seconds * SECOND) },
    { weight: 1, arbitrary: fc.integer({ min: -2, max: -1 }).map((seconds) => seconds * SECOND) },
  );

  test.each([
    ['the defaults', createPolicy()],
    ['the strictest policy', createPolicy({ failuresPerHour: 3, failuresPerDay: 5, answersPerCode: 1 })],
    ['the widest policy', createPolicy({ failuresPerHour: 20, failuresPerDay: 30, answersPerCode: 5 })],
  ])('bound what is compared under every schedule, by %s', (_, policy) => {
    const [perHour = 0, perDay = 0] = policy.failureWindows.map(({ limit }) => limit);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const rig = createDecisionRig(policy);
        const wrong: number[] = [];
        const byCode = new Map<string, number>();
        let session: string | null = null;
        for (const one of steps) {
          if (typeof one === 'number') rig.now += one;
          else if (one === 'forget') session = null;
          else {
            const [act, client = ''] = one.split(':');
            if (act === 'create') {
              const decision = rig.request({ client, answered: session === null ? null : { challengeId: session } });
              session = decision.kind === 'limited' ? null : decision.challenge.id;
            } else if (act === 'solve') rig.solve({ client });
            else {
              const challenge = rig.reserve({ client, challengeId: session });
              if (challenge !== null) {
                wrong.push(rig.now);
                byCode.set(challenge.id, (byCode.get(challenge.id) ?? 0) + 1);
              }
            }
          }
        }

        for (const at of wrong) {
          expect(wrong.filter((time) => time > at - HOUR && time <= at).length).toBeLessThanOrEqual(perHour);
          expect(wrong.filter((time) => time > at - 24 * HOUR && time <= at).length).toBeLessThanOrEqual(perDay);
        }
        expect(Math.max(0, ...byCode.values())).toBeLessThanOrEqual(policy.answersPerCode);
      }),
      { numRuns: 150 },
    );
  });

  test('let a patient guesser have ten an hour and twenty a day', () => {
    const rig = createDecisionRig();
    const compared: number[] = [];
    for (let minutes = 0; minutes < 48 * 60; minutes += 1) {
      rig.request();
      for (let tries = 0; tries < 5; tries += 1) if (rig.reserve() !== null) compared.push(rig.now);
      rig.now += MINUTE;
    }

    expect(compared).toHaveLength(40);
    expect(compared.filter((at) => at < START + HOUR)).toHaveLength(10);
  });
});

describe('the attempts that are left', () => {
  test('are never more than would still be compared', () => {
    fc.assert(
      fc.property(fc.nat(3), fc.nat(3), fc.nat(12), (wrong, sessionWrong, failures) => {
        const rig = createDecisionRig();
        rig.request();
        for (let tries = 0; tries < wrong; tries += 1) rig.reserve();
        const user = { ...rig.limits.user, failures: Array(failures).fill(START) };
        const left = attemptsLeft(user, rig.challenge(), sessionWrong, rig.policy, START);

        expect(left).toBe(Math.max(0, Math.min(3 - wrong, 3 - sessionWrong, 10 - failures)));
      }),
    );
  });
});
