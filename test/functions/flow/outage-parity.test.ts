import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ChannelErrorCode, Medium } from '../../../channels/channel.ts';
import { knownUser, phoneUser } from '../../helpers/sign-in-conversation.ts';
import { type Fault, type Move, movesOf, type WalkOptions, walk } from './parity-walk.ts';

/** More, for a longer search: `WALKS=2000 npm test -- test/functions/flow/outage-parity.test.ts`. */
const RUNS = Number(process.env.WALKS ?? 15);
const PHONE = '+31612345678';
const MEDIA: [Medium, Medium, Medium] = ['email', 'sms', 'push'];
const proven = { phone_number: PHONE, phone_number_verified: 'true' };
const mailer = knownUser('ann@example.com');
const caller = phoneUser(PHONE);
const preferring = (channel: Medium) => knownUser('ann@example.com', { ...proven, 'custom:channel': channel });

/** One channel each: what a person's sign-in does must be what a stranger's does, request by request. */
const alone: Record<string, Omit<WalkOptions, 'comparesWork'>> = {
  'mail alone': { world: { offered: ['email'] }, person: mailer },
  'mail alone, never proven': {
    world: { offered: ['email'] },
    person: knownUser('ann@example.com', { email_verified: 'false' }),
  },
  'mail alone, one message an hour': {
    world: { offered: ['email'], policy: { emailSendsPerHour: 1 } },
    person: mailer,
  },
  'mail alone, nobody to write to': { world: { offered: ['email'] }, person: { ...caller, userName: 'none' } },
  'push alone': { world: { offered: ['push'] }, person: caller, devices: ['one'] },
  'SMS alone': { world: { offered: ['sms'] }, person: caller },
  'SMS alone, few for everybody': { world: { offered: ['sms'], policy: { smsPrefixPerHour: 1 } }, person: caller },
  'SMS alone, to a country that is not served': { world: { offered: ['sms'], countries: ['DE'] }, person: caller },
};
/** Several channels: fallbacks are work that only a person causes, so the answers alone are compared. */
const several: Record<string, Omit<WalkOptions, 'comparesWork'>> = {
  'mail of three': { world: { offered: MEDIA }, person: mailer },
  'mail and SMS of three': { world: { offered: MEDIA }, person: preferring('sms') },
  'devices first of three': { world: { offered: MEDIA }, person: preferring('push'), devices: ['one', 'two'] },
  'SMS before mail': { world: { offered: ['sms', 'email'] }, person: preferring('email') },
  'push before mail': { world: { offered: ['push', 'email'] }, person: mailer, devices: ['one'] },
};

const outage = (offered: readonly Medium[], code: ChannelErrorCode, retryable: boolean): Move[] =>
  offered.map((medium) => ({ kind: 'weather', medium, weather: { code, retryable } }));
/** Twenty starts, then twenty resends in one session after the other, then starts with answers, all of them in time. */
const persistence = (seconds: number): Move[] =>
  Array.from({ length: 20 }, (_, at): Move[] => [
    { kind: 'start', tab: 0 },
    { kind: 'wait', seconds },
    ...(at % 3 === 0 ? [{ kind: 'resend' as const, tab: 0 }] : []),
    ...(at > 12 ? [{ kind: 'answer' as const, tab: 0, text: '000000' }] : []),
  ]).flat();

const CODES = ['unavailable', 'throttled', 'rejected'] as const;
const storms = CODES.flatMap((code) => [1, 5, 31, 61, 121].map((seconds) => ({ code, seconds })));

const all = [
  ...Object.entries(alone).map(([who, options]) => ({ who, options: { ...options, comparesWork: true } })),
  ...Object.entries(several).map(([who, options]) => ({ who, options: { ...options, comparesWork: false } })),
];

describe('twenty starts while every provider fails', () => {
  test.each(all)(
    'read the same for a stranger, and cost the same where there is one channel: $who',
    async ({ options }) => {
      for (const { code, seconds } of storms) {
        const moves = [...outage(options.world.offered, code, code === 'throttled'), ...persistence(seconds)];

        expect((await walk(options, moves)).seen.length).toBeGreaterThan(30);
      }
    },
  );
});

describe('a day of asking while every provider fails', () => {
  const generous = {
    emailSendsPerHour: 12,
    emailSendsPerDay: 30,
    smsSendsPerQuarter: 6,
    smsSendsPerHour: 8,
    smsSendsPerDay: 12,
    pushSendsPerQuarter: 6,
    pushSendsPerDay: 12,
  };
  /** Whatever can be asked for, from two clients, as often as the generous limits let it be, and more. */
  const day = Array.from({ length: 60 }, (_, at): Move[] => [
    { kind: 'start', tab: at % 2 === 0 ? 0 : 2 },
    ...MEDIA.map((channel): Move => ({ kind: 'resend', tab: at % 2 === 0 ? 0 : 2, channel })),
    { kind: 'wait', seconds: at % 4 === 0 ? 5 : 1_800 },
  ]).flat();

  test.each(all)('reads the same for a stranger, up to all that a record holds: $who', async ({ options }) => {
    const { offered } = options.world;
    const world = { ...options.world, policy: { ...generous, ...options.world.policy } };

    const { seen } = await walk({ ...options, world }, [...outage(offered, 'unavailable', false), ...day]);
    const steps = seen.map((shown) => (shown as { parameters?: { step: string } }).parameters?.step);
    expect(steps.filter((step) => step === 'limited').length).toBeGreaterThan(10);
  });
});

describe('any sign-ins, in any weather and under any fault', () => {
  const nth = fc.nat({ max: 3 });
  const phase = fc.constantFrom('before' as const, 'after' as const);
  const isFatal = fc.boolean();
  const anywhere: fc.Arbitrary<Fault> = fc.oneof(
    fc.record({
      name: fc.constantFrom('keys.get' as const, 'store.read' as const, 'store.write' as const),
      nth,
      phase,
      isFatal,
    }),
    // Audit rows are written beside the rest, so who dies there dies anywhere; and nobody but a person with a number draws
    // on budgets that many share.
    fc.record({
      name: fc.constantFrom('audit.append' as const, 'counters.take' as const),
      nth,
      phase,
      isFatal: fc.constant(false),
    }),
  );
  // Behind a fallback the same count is another call: the faults of a deployment with several channels come before it.
  const atTheStart: fc.Arbitrary<Fault> = fc.record({
    name: fc.constantFrom('keys.get' as const, 'store.read' as const, 'store.write' as const),
    nth: fc.constant(0),
    phase,
    isFatal,
  });

  test.each(all)('read the same for a stranger: $who', async ({ options }) => {
    const moves = movesOf(options.world.offered, options.comparesWork ? anywhere : atTheStart);
    await fc.assert(
      fc.asyncProperty(moves, async (some) => void (await walk(options, some))),
      { numRuns: RUNS },
    );
  });
});
