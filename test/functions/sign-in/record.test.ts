import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Medium } from '../../../channels/channel.ts';
import { createPolicy, type PolicySettings, policyRanges } from '../../../functions/sign-in/policy.ts';
import {
  type Challenge,
  emptyRecord,
  MAX_CHALLENGES,
  PROOF_MS,
  prune,
  putChallenge,
} from '../../../functions/sign-in/record.ts';
import { itemBytes, toItem } from '../../../functions/store/record-item.ts';
import { arbitraryRecord } from '../store/arbitrary-record.ts';
import { createDecisionRig, HOUR, MINUTE, SECOND, START } from './decision-rig.ts';

const MAX_BYTES = 2_048;
const KEY = 'user#00000000-0000-4000-8000-000000000000';

const largest = createPolicy(
  Object.fromEntries(
    Object.entries(policyRanges)
      .filter(([name]) => !name.endsWith('CooldownSeconds'))
      .map(([name, { max }]) => [name, max]),
  ) as Partial<PolicySettings>,
);
const impatient = createPolicy({
  ...(Object.fromEntries(
    Object.entries(policyRanges).map(([name, { max, min }]) => [name, name.endsWith('CooldownSeconds') ? min : max]),
  ) as PolicySettings),
});
const bytesOf = (rig: ReturnType<typeof createDecisionRig>) =>
  [rig.limits.user, rig.limits.destination].map((record) =>
    itemBytes(toItem(KEY, { record, version: 4_000_000_000 }, 'w'.repeat(8), rig.now)),
  );

const CLIENTS = Array.from({ length: 10 }, (_, at) => `client${String(at).padStart(2, '0')}`);
const clientOf = (step: number): string => CLIENTS[step % CLIENTS.length] ?? '';
const MEDIA: Medium[] = ['email', 'sms', 'push'];

describe('a record', () => {
  test('stays under two kilobytes when everything in it is full', () => {
    const rig = createDecisionRig(impatient);
    const destinationOf = (medium: Medium) => `${medium.padEnd(15, '-')}x`.slice(0, 16);
    const destinations = new Set(MEDIA.map(destinationOf));
    // A day in thirty steps that spends every budget to the last message and the last wrong answer.
    for (let step = 0; step < 30; step += 1) {
      for (const medium of step % 5 < 2 ? MEDIA : MEDIA.slice(0, 1)) {
        const decision = rig.request({ client: clientOf(step), medium, destination: destinationOf(medium) }, 'died');
        expect(decision.kind).toBe('send');
      }
      const challengeId = rig.limits.user.challenges.find(({ medium }) => medium === 'email')?.id ?? null;
      for (let tries = 0; tries < 5 && step >= 24; tries += 1) {
        expect(rig.reserve({ client: clientOf(step), challengeId, answerLength: 10, destinations })).not.toBeNull();
      }
      for (const bytes of bytesOf(rig)) expect(bytes).toBeLessThan(MAX_BYTES);
      rig.now += 48 * MINUTE - SECOND;
    }
    const { sends, failures } = rig.limits.user;

    expect(failures).toHaveLength(30);
    expect(sends.filter(({ medium }) => medium === 'sms')).toHaveLength(12);
    expect(sends.filter(({ medium }) => medium === 'push')).toHaveLength(12);
    expect(sends.filter(({ medium }) => medium === 'email')).toHaveLength(30);
  });

  test('has room for every list at its longest, at once', () => {
    const challenge: Challenge = {
      id: 'i'.repeat(22),
      client: 'c'.repeat(8),
      medium: 'email',
      destination: 'd'.repeat(16),
      digits: 10,
      codeKey: 'k'.repeat(6),
      generation: 1_295,
      expiresAt: START,
      previousExpiresAt: START,
      attempts: 5,
      sends: 35,
      state: 'sending',
      sentAt: START,
      claimedAt: START,
    };
    const { emailSendsPerDay, smsSendsPerDay, pushSendsPerDay, failuresPerDay } = policyRanges;
    const sends = emailSendsPerDay.max + smsSendsPerDay.max + pushSendsPerDay.max;
    const record = {
      sends: Array(sends).fill({ at: START, medium: 'email', destination: 'd'.repeat(6) }),
      failures: Array(failuresPerDay.max).fill(START),
      consecutiveFailures: 999_999,
      challenges: Array(MAX_CHALLENGES).fill(challenge),
      proof: { medium: 'email' as const, destination: 'd'.repeat(16), at: START },
    };

    expect(itemBytes(toItem(KEY, { record, version: 4_000_000_000 }, 'w'.repeat(8), START))).toBeLessThan(MAX_BYTES);
  });

  test('stays under two kilobytes whatever happens, by the widest policy', () => {
    const step = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.tuple(
          fc.constantFrom(...CLIENTS),
          fc.constantFrom(...MEDIA),
          fc.constantFrom('sent', 'failed', 'died' as const),
        ),
      },
      { weight: 4, arbitrary: fc.constantFrom(...CLIENTS.map((client) => `guess:${client}`), 'solve:client00') },
      { weight: 3, arbitrary: fc.integer({ min: 1, max: 900 }).map((seconds) => seconds * SECOND) },
      { weight: 1, arbitrary: fc.integer({ min: -30 * HOUR, max: 30 * HOUR }) },
    );
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 400, size: 'max' }),
        fc.constantFrom(largest, impatient),
        (steps, policy) => {
          const rig = createDecisionRig(policy);
          for (const one of steps) {
            if (typeof one === 'number') rig.now += one;
            else if (typeof one === 'string') {
              const [act, client = ''] = one.split(':');
              if (act === 'solve') rig.solve({ client, answerLength: 10 });
              else rig.reserve({ client, answerLength: 10 });
            } else rig.request({ client: one[0], medium: one[1] }, one[2]);
          }

          for (const bytes of bytesOf(rig)) expect(bytes).toBeLessThan(MAX_BYTES);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('drops with time what time has made meaningless, and nothing before', () => {
    fc.assert(
      fc.property(arbitraryRecord, fc.integer({ min: 1, max: 4_000_000_000_000 }), (record, now) => {
        const pruned = prune(record, now);

        expect(prune(pruned, now)).toEqual(pruned);
        expect(pruned.sends).toEqual(record.sends.filter(({ at }) => at > now - 24 * HOUR));
        expect(pruned.failures).toEqual(record.failures.filter((at) => at > now - 24 * HOUR));
        expect(pruned.challenges).toEqual(record.challenges.filter(({ expiresAt }) => expiresAt > now));
        expect(pruned.proof).toEqual(record.proof !== null && now < record.proof.at + PROOF_MS ? record.proof : null);
        expect(pruned.consecutiveFailures).toBe(record.consecutiveFailures);
      }),
    );
  });

  test('holds one challenge a client and medium, the one that ends first making room', () => {
    const rig = createDecisionRig(impatient);
    for (const [at, client] of CLIENTS.entries()) {
      rig.now = START + at;
      rig.request({ client });
    }

    expect(rig.limits.user.challenges.map(({ client }) => client).sort()).toEqual(CLIENTS.slice(-MAX_CHALLENGES));
    const twice = putChallenge(putChallenge(emptyRecord, rig.challenge()), { ...rig.challenge(), generation: 2 });
    expect(twice.challenges).toEqual([{ ...rig.challenge(), generation: 2 }]);
  });
});
