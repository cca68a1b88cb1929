import { describe, expect, test } from '@jest/globals';
import { createPolicy } from '../../../functions/sign-in/policy.ts';
import { emptyRecord } from '../../../functions/sign-in/record.ts';
import { CLAIM_MS, markSend } from '../../../functions/sign-in/request-code.ts';
import { releaseSend, reserveSend } from '../../../functions/sign-in/send-budget.ts';
import { createDecisionRig, DESTINATION, START, targetOf } from './decision-rig.ts';

describe('how a send ends', () => {
  test('is written on the claim that it was, and on no later one', () => {
    const rig = createDecisionRig();
    rig.request({}, 'died');
    const claim = rig.challenge();
    rig.now += CLAIM_MS;
    rig.request({}, 'died');

    expect(markSend(rig.limits.user, claim, 'failed')).toEqual(rig.limits.user);
    expect(markSend(rig.limits.user, rig.challenge(), 'failed').challenges[0]).toMatchObject({ state: 'failed' });
  });

  test('never wakes a consumed challenge', () => {
    const rig = createDecisionRig();
    rig.request({}, 'died');
    const claim = rig.challenge();
    rig.solve();

    expect(markSend(rig.limits.user, claim, 'sent').challenges[0]).toMatchObject({ state: 'consumed' });
  });
});

describe("a destination's own reservation", () => {
  test('is taken and given back one at a time', () => {
    const policy = createPolicy();
    const target = targetOf(DESTINATION);
    let record = emptyRecord;
    for (let times = 0; times < 6; times += 1) record = reserveSend(record, target, policy, START) ?? record;

    expect(record.sends).toHaveLength(6);
    expect(reserveSend(record, target, policy, START)).toBeNull();
    const released = releaseSend(record, 'email', START);
    expect(released.sends).toHaveLength(5);
    expect(reserveSend(released, target, policy, START)?.sends).toHaveLength(6);
    expect(releaseSend(record, 'sms', START)).toBe(record);
    expect(releaseSend(record, 'email', START + 1)).toBe(record);
  });
});
