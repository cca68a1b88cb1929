import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Medium } from '../../../channels/channel.ts';
import { createPolicy, type PolicySettings, policyRanges } from '../../../functions/sign-in/policy.ts';
import {
  type Asked,
  type Challenge,
  emptyRecord,
  MAX_CHALLENGES,
  MAX_DESTINATIONS,
  MAX_PROVEN,
  MAX_SENDS,
  PROOF_MS,
  prune,
  putChallenge,
  SEND_TAG_LENGTH,
  type SignInRecord,
} from '../../../functions/sign-in/record.ts';
import { reserveFallback } from '../../../functions/sign-in/send-entry.ts';
import { itemBytes, toItem } from '../../../functions/store/record-item.ts';
import { arbitraryRecord } from '../store/arbitrary-record.ts';
import { createDecisionRig, HOUR, MINUTE, SECOND, START, targetOf } from './decision-rig.ts';

const MAX_BYTES = 2_048;
const KEY = 'user#00000000-0000-4000-8000-000000000000';

const settingsOf = (pick: (range: (typeof policyRanges)[keyof PolicySettings], name: string) => number | undefined) =>
  Object.fromEntries(
    Object.entries(policyRanges).flatMap(([name, range]) => {
      const value = pick(range, name);
      return value === undefined ? [] : [[name, value]];
    }),
  ) as Partial<PolicySettings>;
const isCooldown = (name: string) => name.endsWith('CooldownSeconds');
const MEDIA: [Medium, Medium, Medium] = ['email', 'sms', 'push'];
const SLOTS: Asked[] = ['auto', ...MEDIA];
const largest = settingsOf(({ max }, name) => (isCooldown(name) ? undefined : max));
const impatient = settingsOf(({ min, max }, name) => (isCooldown(name) ? min : max));

const bytesOfRecord = (record: SignInRecord, now: number) =>
  itemBytes({ ...toItem(KEY, { record }, now), v: { N: '4000000000' }, w: { S: 'w'.repeat(8) } });
const bytesOf = ({ limits, now }: ReturnType<typeof createDecisionRig>) =>
  [limits.user, limits.destination].map((record) => bytesOfRecord(record, now));

const CLIENTS = Array.from({ length: 10 }, (_, at) => `client${String(at).padStart(2, '0')}`);
const clientOf = (step: number): string => CLIENTS[step % CLIENTS.length] ?? '';
/** Two addresses and, as the widest list has them, three devices. */
const PLACES = ['email0000000', 'sms000000000', '~push0000001', '~push0000002', '~push0000003'] as const;
const mediumOf = (key: string): Medium => MEDIA.find((medium) => key.replace('~', '').startsWith(medium)) ?? 'email';
const owned = new Set<string>(PLACES);
const fallBack = (rig: ReturnType<typeof createDecisionRig>, key: string): boolean => {
  const { id } = rig.challenge();
  const user = reserveFallback(rig.limits.user, id, { medium: mediumOf(key), key }, rig.policy, rig.now);
  if (user !== null) rig.limits = { ...rig.limits, user };
  return user !== null;
};

describe('a record', () => {
  test('stays under two kilobytes when everything in it is full', () => {
    const rig = createDecisionRig(createPolicy(impatient, MEDIA));
    let unseen = 0;
    // A day in twelve steps that spends every budget to the last message and the last wrong answer.
    for (let step = 0; step < 12; step += 1) {
      for (const asked of SLOTS) {
        rig.limits = { ...rig.limits, destination: emptyRecord };
        const target = targetOf(PLACES[0]);
        expect(rig.request({ client: clientOf(step), asked, target, owned }, 'died').kind).toBe('send');
        for (const place of PLACES.slice(2)) if (fallBack(rig, place)) unseen += 1;
      }
      const challengeId = rig.challenge().id;
      for (let tries = 0; tries < 5 && step >= 6; tries += 1) {
        const reserved = rig.reserve({ client: clientOf(step), challengeId, answerLength: 10, destinations: owned });
        expect(reserved).not.toBeNull();
      }
      for (const bytes of bytesOf(rig)) expect(bytes).toBeLessThan(MAX_BYTES);
      rig.now += 2 * HOUR - MINUTE;
    }
    const { sends, failures, challenges } = rig.limits.user;

    expect(failures).toHaveLength(30);
    expect(SLOTS.map((asked) => sends.filter((send) => send.asked === asked).length)).toEqual([12, 12, 12, 12]);
    expect(unseen).toBe(MAX_SENDS - 48);
    expect(sends).toHaveLength(MAX_SENDS);
    expect(Math.max(...challenges.map(({ destinations }) => destinations.length))).toBeLessThanOrEqual(
      MAX_DESTINATIONS,
    );
  });

  test('has room for every list at its longest, at once', () => {
    const challenge: Challenge = {
      id: 'i'.repeat(22),
      client: 'c'.repeat(8),
      asked: 'auto',
      medium: 'email',
      destinations: Array(MAX_DESTINATIONS).fill('d'.repeat(12)),
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
    const record: SignInRecord = {
      sends: Array(MAX_SENDS).fill({
        at: START,
        asked: null,
        medium: 'email',
        destination: 'd'.repeat(SEND_TAG_LENGTH),
      }),
      failures: Array(policyRanges.failuresPerDay.max).fill(START),
      consecutiveFailures: 999_999,
      challenges: Array(MAX_CHALLENGES).fill(challenge),
      proof: { medium: 'email', destination: 'd'.repeat(12), at: START },
      proven: Array.from({ length: MAX_PROVEN }, (_, at) => String(at).repeat(12)),
    };

    expect(bytesOfRecord(record, START)).toBeLessThan(MAX_BYTES);
  });

  const policies = fc.constantFrom(
    ...[largest, impatient].flatMap((settings) => [
      createPolicy(settings),
      createPolicy(settings, MEDIA),
      createPolicy(settings, ['sms', 'email']),
    ]),
  );

  test('stays under two kilobytes whatever happens, by the widest policy', () => {
    const step = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.tuple(
          fc.constantFrom(...CLIENTS),
          fc.constantFrom(...SLOTS),
          fc.constantFrom(...PLACES),
          fc.constantFrom('sent', 'failed', 'died' as const),
        ),
      },
      { weight: 2, arbitrary: fc.constantFrom(...PLACES.map((place) => `fallback:${place}`)) },
      { weight: 4, arbitrary: fc.constantFrom(...CLIENTS.map((client) => `guess:${client}`), 'solve:client00') },
      { weight: 3, arbitrary: fc.integer({ min: 1, max: 900 }).map((seconds) => seconds * SECOND) },
      { weight: 1, arbitrary: fc.integer({ min: -30 * HOUR, max: 30 * HOUR }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400, size: 'max' }), policies, (steps, policy) => {
        const rig = createDecisionRig(policy);
        for (const one of steps) {
          if (typeof one === 'number') rig.now += one;
          else if (typeof one === 'string') {
            const [act, name = ''] = one.split(':');
            if (act === 'fallback') {
              if (rig.limits.user.challenges.length > 0) fallBack(rig, name);
            } else if (act === 'solve') rig.solve({ client: name, answerLength: 10, destinations: owned });
            else rig.reserve({ client: name, answerLength: 10, destinations: owned });
          } else {
            const [client, asked, place, ending] = one;
            if (policy.challenge.isShared) rig.limits = { ...rig.limits, destination: emptyRecord };
            const slot = policy.challenge.isShared ? asked : 'auto';
            rig.request({ client, asked: slot, target: targetOf(place, mediumOf(place)), owned }, ending);
          }
        }

        for (const bytes of bytesOf(rig)) expect(bytes).toBeLessThan(MAX_BYTES);
        expect(rig.limits.user.sends.length).toBeLessThanOrEqual(MAX_SENDS);
        for (const { destinations } of rig.limits.user.challenges) {
          expect(destinations.length).toBeLessThanOrEqual(MAX_DESTINATIONS);
        }
      }),
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

  test('holds one challenge a client and asked channel, the one that ends first making room', () => {
    const rig = createDecisionRig(createPolicy(impatient));
    for (const [at, client] of CLIENTS.entries()) {
      rig.now = START + at;
      rig.request({ client });
    }

    expect(rig.limits.user.challenges.map(({ client }) => client).sort()).toEqual(CLIENTS.slice(-MAX_CHALLENGES));
    const twice = putChallenge(putChallenge(emptyRecord, rig.challenge()), { ...rig.challenge(), generation: 2 });
    expect(twice.challenges).toEqual([{ ...rig.challenge(), generation: 2 }]);
  });
});
