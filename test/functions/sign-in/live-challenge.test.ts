import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createPolicy } from '../../../functions/sign-in/policy.ts';
import { emptyRecord, MAX_SENDS } from '../../../functions/sign-in/record.ts';
import { hasBudget } from '../../../functions/sign-in/send-budget.ts';
import { reserveFallback, sendEntry } from '../../../functions/sign-in/send-entry.ts';
import { createDecisionRig, DESTINATION, MINUTE, NOWHERE, SECOND, START, targetOf } from './decision-rig.ts';

const routed = createPolicy({}, ['email', 'sms', 'push']);
const shown = ({ kind, resendAt, ...rest }: ReturnType<ReturnType<typeof createDecisionRig>['request']>) => ({
  step: kind === 'limited' ? 'limited' : 'code',
  reason: 'reason' in rest ? rest.reason : 'limited',
  expiresAt: 'challenge' in rest ? rest.challenge.expiresAt : 0,
  resendAt,
});

describe('a challenge under a key that the deployment has no more', () => {
  test.each([1, 5, 9])('is as if it were not there, %i minutes after it was sent', (minutes) => {
    const rig = createDecisionRig();
    rig.request();
    const { id } = rig.challenge();
    rig.now += minutes * MINUTE;

    const decision = rig.request({ codeKey: 'key009', codeKeys: new Set(['key009']) });
    expect(decision).toMatchObject({ kind: 'send', reason: 'sent', challenge: { codeKey: 'key009', generation: 1 } });
    expect(rig.challenge().id).not.toBe(id);
    expect(rig.limits.user.challenges).toHaveLength(1);
  });

  test('is sent again as long as the key before is accepted', () => {
    const rig = createDecisionRig();
    rig.request();
    const { id } = rig.challenge();
    rig.now += MINUTE;

    const decision = rig.request({ codeKey: 'key002', codeKeys: new Set(['key002', 'key001']) });
    expect(decision).toMatchObject({ kind: 'send', challenge: { id, codeKey: 'key001' } });
  });

  test('ends for people and for decoys alike', () => {
    const [known, decoy] = [createDecisionRig(), createDecisionRig()];
    const change = { codeKey: 'key009', codeKeys: new Set(['key009']) };
    known.request();
    decoy.request(NOWHERE);
    known.now += SECOND;
    decoy.now += SECOND;

    expect(shown(known.request(change))).toEqual(shown(decoy.request({ ...NOWHERE, ...change })));
  });
});

describe('a live challenge', () => {
  const device = { target: targetOf('~device00001', 'push'), owned: new Set(['~device00001', DESTINATION]) };

  test('stays live when its device is gone, so that a second request sends nothing', () => {
    const rig = createDecisionRig(routed);
    rig.request(device);
    rig.now += SECOND;

    expect(rig.request({ target: targetOf(DESTINATION), owned: new Set([DESTINATION]) })).toMatchObject({
      isSilent: true,
      reason: 'reused',
    });
  });

  test('ends when its address is no longer the person’s', () => {
    const rig = createDecisionRig(routed);
    rig.request(device);
    const { id } = rig.challenge();
    rig.now += MINUTE;
    rig.request({ ...device, target: targetOf(DESTINATION) });
    expect(rig.challenge()).toMatchObject({ id, destinations: ['~device00001', DESTINATION] });

    rig.request({ target: targetOf('destination2'), owned: new Set(['destination2']) });
    expect(rig.challenge().id).not.toBe(id);
  });

  test('remembers three places at most, addresses before devices', () => {
    const rig = createDecisionRig(routed);
    const places = ['~device00001', DESTINATION, 'destination2', '~device00002'];
    for (const key of places) {
      rig.request({ target: targetOf(key), owned: new Set(places) });
      rig.now += 5.1 * MINUTE;
    }

    expect(rig.challenge().destinations).toEqual([DESTINATION, 'destination2', '~device00002']);
  });
});

describe('a request within the wait', () => {
  test('sends a failed message again, once, with an answer and writes that give nothing away', () => {
    const rigs = [createDecisionRig(), createDecisionRig()] as const;
    for (const [at, ending] of (['failed', 'sent'] as const).entries()) {
      const rig = rigs[at] as (typeof rigs)[0];
      rig.request({}, ending);
      rig.now += SECOND;
    }

    const [again, silent] = [rigs[0].request({}, 'failed'), rigs[1].request()];
    expect(again).toMatchObject({ kind: 'send', isSilent: false, challenge: { generation: 1, sends: 1 } });
    expect(silent).toMatchObject({ kind: 'send', isSilent: true, challenge: { generation: 1, sends: 1 } });
    for (const decision of [again, silent]) {
      expect(decision).toMatchObject({ reason: 'reused', resendAt: START + 30 * SECOND });
    }
    expect(rigs.map((rig) => rig.limits.user.sends.length)).toEqual([2, 1]);
    for (const rig of rigs) {
      rig.now += SECOND;
      expect(rig.request()).toMatchObject({ kind: 'reuse', reason: 'reused', isDuplicate: false });
      rig.now = START + 30 * SECOND;
      expect(rig.request()).toMatchObject({ kind: 'send', isSilent: false, reason: 'sent' });
    }
  });

  test('keeps silent where the record has no room for what callers do not see', () => {
    const rig = createDecisionRig();
    rig.request({}, 'failed');
    const { user } = rig.limits;
    const unseen = Array.from({ length: MAX_SENDS - 24 }, () => sendEntry(null, targetOf('destination1'), START));
    rig.limits = { ...rig.limits, user: { ...user, sends: [...user.sends, ...unseen] } };
    rig.now += SECOND;

    expect(rig.request()).toMatchObject({ kind: 'send', isSilent: true, reason: 'reused' });
  });
});

describe('messages that callers do not see', () => {
  const step = fc.oneof(
    fc.constantFrom('sent', 'failed', 'died', 'fallback', 'guess' as const),
    fc.integer({ min: 1, max: 400 }).map((seconds) => seconds * SECOND),
  );

  test('move no limit that they do see: people whose messages fail read what a decoy reads', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const [known, decoy] = [createDecisionRig(routed), createDecisionRig(routed)];
        const owned = new Set([DESTINATION, 'destination2']);
        for (const one of steps) {
          for (const rig of [known, decoy]) rig.limits = { ...rig.limits, destination: emptyRecord };
          if (typeof one === 'number') {
            known.now += one;
            decoy.now += one;
          } else if (one === 'guess') {
            const destinations = new Set([DESTINATION, 'destination2']);
            expect(known.reserve({ destinations }) === null).toBe(decoy.reserve({ destinations: new Set() }) === null);
          } else {
            const isDead = one === 'died';
            const seen = known.request({ owned }, one === 'fallback' ? 'died' : one);
            expect(shown(seen)).toEqual(shown(decoy.request(NOWHERE, isDead ? 'died' : 'sent')));
            if (one === 'fallback' && seen.kind === 'send') {
              const target = { medium: 'sms' as const, key: 'destination2' };
              const user = reserveFallback(known.limits.user, seen.challenge.id, target, routed, known.now);
              const record = user ?? known.limits.user;
              known.limits = { ...known.limits, user: endClaim(record, seen.challenge.id) };
            }
            // Nobody waits on a claim here: parity of the moments in between is the business of the flow's tests.
            known.limits = { ...known.limits, user: isDead ? endClaims(known.limits.user) : known.limits.user };
            decoy.limits = { ...decoy.limits, user: isDead ? endClaims(decoy.limits.user) : decoy.limits.user };
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test('count all the same where nobody sees it: by medium, and in the record', () => {
    const rig = createDecisionRig(routed);
    rig.request({}, 'died');
    const { id } = rig.challenge();
    let user = rig.limits.user;
    for (let times = 0; times < 3; times += 1) {
      expect(hasBudget(user, 'sms', routed, START)).toBe(true);
      user = reserveFallback(user, id, { medium: 'sms', key: 'destination2' }, routed, START) ?? user;
    }

    expect(user.sends).toHaveLength(4);
    expect(hasBudget(user, 'sms', routed, START)).toBe(false);
    expect(hasBudget(user, 'email', routed, START)).toBe(true);
  });

  test('leave room in the record for every message that callers may still ask for', () => {
    const rig = createDecisionRig(routed);
    rig.request({}, 'died');
    const { id } = rig.challenge();
    let [user, unseen] = [rig.limits.user, 0];
    const fallBack = () => reserveFallback(user, id, { medium: 'sms', key: 'destination2' }, routed, START);
    for (let next = fallBack(); next !== null && unseen <= MAX_SENDS; next = fallBack()) {
      user = next;
      unseen += 1;
    }

    // Eight messages a day by each of four kinds of requests.
    expect(unseen).toBe(MAX_SENDS - 4 * 8);
  });

  test('are not sent for a challenge that is gone or was sent meanwhile', () => {
    const rig = createDecisionRig(routed);
    const target = { medium: 'sms' as const, key: 'destination2' };
    rig.request({}, 'sent');

    expect(reserveFallback(rig.limits.user, rig.challenge().id, target, routed, START)).toBeNull();
    expect(reserveFallback(rig.limits.user, 'A'.repeat(22), target, routed, START)).toBeNull();
  });
});

type User = ReturnType<typeof createDecisionRig>['limits']['user'];
const endClaim = (user: User, id: string): User => ({
  ...user,
  challenges: user.challenges.map((one) => (one.id === id ? { ...one, state: 'sent' as const } : one)),
});
const endClaims = (user: User): User => user.challenges.reduce((ended, { id }) => endClaim(ended, id), user);
