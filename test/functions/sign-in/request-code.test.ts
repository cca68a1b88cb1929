import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createPolicy } from '../../../functions/sign-in/policy.ts';
import { emptyRecord } from '../../../functions/sign-in/record.ts';
import { CLAIM_MS, type CodeDecision } from '../../../functions/sign-in/request-code.ts';
import { createDecisionRig, HOUR, MINUTE, NOWHERE, SECOND, START, targetOf } from './decision-rig.ts';

describe('a request for a code', () => {
  test('reserves and claims a first send', () => {
    const rig = createDecisionRig();

    const decision = rig.request({}, 'died');
    expect(decision).toMatchObject({ kind: 'send', reason: 'sent', resendAt: START + 30 * SECOND });
    expect(rig.challenge()).toMatchObject({
      state: 'sending',
      generation: 1,
      attempts: 0,
      sends: 1,
      expiresAt: START + 10 * MINUTE,
    });
    expect(rig.limits.user.sends).toHaveLength(1);
    expect(rig.limits.destination.sends).toHaveLength(1);
  });

  test('leaves a young claim to whoever made it', () => {
    const rig = createDecisionRig();
    rig.request({}, 'died');
    rig.now += CLAIM_MS - 1;

    expect(rig.request()).toMatchObject({ kind: 'reuse', reason: 'reused', isDuplicate: true });
  });

  test('takes an old claim over with the same challenge, whose answer reads the same', () => {
    const rig = createDecisionRig();
    const first = rig.request({}, 'died');
    rig.now += CLAIM_MS;

    const second = rig.request();
    expect(second).toMatchObject({ kind: 'send', reason: 'sent', resendAt: first.resendAt });
    expect(rig.challenge()).toMatchObject({ generation: 1, sends: 1, state: 'sent', sentAt: START });
    expect(rig.limits.user.sends).toHaveLength(2);
  });

  const endings: [string, (rig: ReturnType<typeof createDecisionRig>) => void][] = [
    [
      'expired',
      (rig) => {
        rig.now += 10 * MINUTE;
      },
    ],
    [
      'spent',
      (rig) => {
        for (let tries = 0; tries < 3; tries += 1) rig.reserve();
        rig.now += 30 * SECOND;
      },
    ],
  ];
  test.each(endings)('takes an old claim over also where it renewed an %s code', (reason, end) => {
    const rig = createDecisionRig();
    rig.request();
    const answered = { challengeId: rig.challenge().id };
    end(rig);
    expect(rig.request({ answered }, 'died')).toMatchObject({ kind: 'send', reason });
    const renewed = rig.challenge();
    rig.now += 1 * SECOND;
    expect(rig.request({ answered })).toMatchObject({
      kind: 'reuse',
      isDuplicate: true,
      challenge: { id: renewed.id },
    });
    rig.now += CLAIM_MS;

    expect(rig.request({ answered })).toMatchObject({ kind: 'send', challenge: { id: renewed.id, generation: 1 } });
    expect(rig.request({ answered })).toMatchObject({ kind: 'reuse', challenge: { id: renewed.id } });
  });

  test.each([
    [1, 30],
    [2, 60],
    [3, 120],
    [4, 120],
  ])('cools down after message %i for %i s', (messages, seconds) => {
    const rig = createDecisionRig();
    for (let sent = 1; sent < messages; sent += 1) rig.now = rig.request().resendAt;
    expect(rig.request().kind).toBe('send');
    rig.now = rig.challenge().sentAt + seconds * SECOND - 1;
    expect(rig.request()).toMatchObject({ isSilent: true, reason: 'reused' });
    expect(rig.request()).toMatchObject({ kind: 'reuse', reason: 'reused' });
    rig.now += 1;

    expect(rig.request()).toMatchObject({ kind: 'send', isSilent: false });
  });

  test('repeats the code while half its time is left, then mints the next one', () => {
    const rig = createDecisionRig();
    rig.request();
    const { id, expiresAt } = rig.challenge();
    rig.now = START + 5 * MINUTE;
    rig.request();
    expect(rig.challenge()).toMatchObject({ id, generation: 1, expiresAt, previousExpiresAt: 0 });
    rig.now = START + 6 * MINUTE;
    rig.request();

    expect(rig.challenge()).toMatchObject({
      id,
      generation: 2,
      expiresAt: START + 16 * MINUTE,
      previousExpiresAt: expiresAt,
    });
  });

  test('keeps the attempts of a code through every resend', () => {
    const rig = createDecisionRig();
    rig.request();
    rig.reserve();
    rig.reserve();
    for (const minute of [1, 6, 12, 18]) {
      rig.now = START + minute * MINUTE;
      rig.request();
    }

    expect(rig.challenge()).toMatchObject({ attempts: 2, generation: 4 });
  });

  test('starts a challenge under the current key instead of a generation under the last one', () => {
    const rig = createDecisionRig();
    rig.request();
    const { id } = rig.challenge();
    rig.now += 1 * MINUTE;
    rig.request({ codeKey: 'key002' });
    expect(rig.challenge()).toMatchObject({ id, codeKey: 'key001' });
    rig.now += 5 * MINUTE;
    rig.request({ codeKey: 'key002' });

    expect(rig.challenge()).toMatchObject({ codeKey: 'key002', generation: 1, previousExpiresAt: 0 });
    expect(rig.challenge().id).not.toBe(id);
  });

  test('ends the cooldown of a consumed code, and counts its message all the same', () => {
    const rig = createDecisionRig();
    for (let signIns = 0; signIns < 6; signIns += 1) {
      expect(rig.request()).toMatchObject({ kind: 'send', reason: 'sent' });
      expect(rig.solve()).toBe(true);
    }

    expect(rig.request()).toEqual({ kind: 'limited', limit: 'user-sends', resendAt: START + HOUR });
  });

  test('keeps a delivered code usable when the budget is gone', () => {
    const rig = createDecisionRig(createPolicy({ emailSendsPerHour: 1 }));
    rig.request();
    rig.now += 2 * MINUTE;

    expect(rig.request()).toMatchObject({ kind: 'reuse', reason: 'reused', resendAt: START + HOUR });
  });

  test("is limited by the destination's budget as by the user's own", () => {
    const rig = createDecisionRig();
    const sends = Array.from({ length: 6 }, (_, at) => ({
      at: START - at,
      asked: 'auto' as const,
      medium: 'email' as const,
      destination: '',
    }));
    rig.limits = { ...rig.limits, destination: { ...emptyRecord, sends } };

    expect(rig.request()).toMatchObject({ kind: 'limited', limit: 'destination-sends' });
  });

  test('is limited while the user has too many failures, and says until when', () => {
    const rig = createDecisionRig();
    rig.request();
    rig.limits = { ...rig.limits, user: { ...rig.limits.user, ...failed(10) } };

    expect(rig.request()).toEqual({ kind: 'limited', limit: 'failures', resendAt: START - 9 + HOUR });
    rig.now = START - 9 + HOUR;
    expect(rig.request().kind).toBe('send');
  });

  test('renews at once a code that others spent, within the budget, with a longer cooldown each time', () => {
    const rig = createDecisionRig(createPolicy({ failuresPerHour: 20 }));
    rig.request();
    for (const [renewals, seconds] of [60, 120, 120, 120, 120].entries()) {
      const { id } = rig.challenge();
      for (let tries = 0; tries < 3; tries += 1) rig.reserve();

      expect(rig.request({ answered: { challengeId: id } })).toMatchObject({
        kind: 'send',
        reason: 'spent',
        resendAt: renewals === 4 ? START + HOUR : START + seconds * SECOND,
        challenge: { attempts: 0, generation: 1, sends: renewals + 2 },
      });
      expect(rig.challenge().id).not.toBe(id);
    }
    for (let tries = 0; tries < 3; tries += 1) rig.reserve();

    expect(rig.request()).toEqual({ kind: 'limited', limit: 'user-sends', resendAt: START + HOUR });
  });

  test('follows the user to another address with another challenge', () => {
    const rig = createDecisionRig();
    rig.request();
    const { id } = rig.challenge();

    const decision = rig.request({ target: targetOf('destination2') });
    expect(decision).toMatchObject({ kind: 'send', challenge: { destinations: ['destination2'] } });
    expect(rig.challenge().id).not.toBe(id);
  });

  test('keeps the clients and the asked channels of a user apart, and the budgets of the latter', () => {
    const rig = createDecisionRig();
    for (const client of ['client01', 'client02', 'client03', 'client04', 'client05', 'client06']) {
      expect(rig.request({ client })).toMatchObject({ kind: 'send', reason: 'sent' });
    }

    expect(rig.request({ client: 'client07' })).toMatchObject({ kind: 'limited', limit: 'user-sends' });
    // As where there are several channels: what a destination has had is not shown.
    rig.limits = { ...rig.limits, destination: emptyRecord };
    expect(rig.request({ client: 'client07', asked: 'push' }).kind).toBe('send');
  });

  test('is answered alike for people and for decoys, step by step', () => {
    const step = fc.oneof(
      fc.constant('create' as const),
      fc.constant('guess' as const),
      fc.integer({ min: 1, max: 20 * 60 }).map((seconds) => seconds * SECOND),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const [known, decoy] = [createDecisionRig(), createDecisionRig()];
        for (const one of steps) {
          if (one === 'guess') {
            expect(known.reserve() === null).toBe(decoy.reserve({ destinations: new Set() }) === null);
          } else if (one === 'create') {
            expect(shapeOf(known.request())).toEqual(shapeOf(decoy.request(NOWHERE)));
          } else {
            known.now += one;
            decoy.now += one;
          }
        }
      }),
    );
  });

  test('never sends beyond a budget or within a cooldown, whatever the schedule', () => {
    const step = fc.oneof(
      fc.constantFrom('client01', 'client02', 'client03'),
      fc.constantFrom('solve', 'guess'),
      fc.integer({ min: -5, max: 40 * 60 }).map((seconds) => seconds * SECOND),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const rig = createDecisionRig();
        const sends: number[] = [];
        for (const one of steps) {
          if (one === 'solve') rig.solve();
          else if (one === 'guess') rig.reserve();
          else if (typeof one === 'number') rig.now += one;
          else if (isMessage(rig.request({ client: one }))) {
            expect(sends.filter((at) => at > rig.now - HOUR).length).toBeLessThan(6);
            expect(sends.filter((at) => at > rig.now - 24 * HOUR).length).toBeLessThan(24);
            sends.push(rig.now);
          }
        }
      }),
    );
  });
});

const isMessage = (decision: CodeDecision): boolean => decision.kind === 'send' && !decision.isSilent;

const shapeOf = (decision: ReturnType<ReturnType<typeof createDecisionRig>['request']>) =>
  decision.kind === 'limited'
    ? decision
    : {
        kind: decision.kind,
        reason: decision.reason,
        resendAt: decision.resendAt,
        challenge: { ...decision.challenge, id: '', destinations: [] },
      };

const failed = (count: number) => ({ failures: Array.from({ length: count }, (_, at) => START - at) });
