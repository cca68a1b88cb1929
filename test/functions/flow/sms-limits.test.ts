import { describe, expect, test } from '@jest/globals';
import { type CountryCode, getCountryCallingCode } from 'libphonenumber-js/mobile';
import examples from 'libphonenumber-js/mobile/examples';
import { canonicalPhone } from '../../../functions/sign-in/phone.ts';
import {
  conversation,
  eventsOf,
  invoke,
  knownUser,
  parametersOf,
  phoneUser,
  unknownUser,
} from '../../helpers/sign-in-conversation.ts';
import { giveDevices } from '../../helpers/sign-in-devices.ts';
import { createSignInWorld, type SignInWorld } from '../../helpers/sign-in-world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const EMAIL = 'ann@example.com';
const PHONE = '+31612345678';
const both = knownUser(EMAIL, { phone_number: PHONE, phone_number_verified: 'true', 'custom:channel': 'sms' });
const rowsOf = (world: SignInWorld) =>
  world.audit.map(({ outcome, medium, reason }) => [outcome, medium, reason].filter(Boolean).join(' '));
const takenBy = (world: SignInWorld, part: string) =>
  world.counters
    .keys()
    .filter((key) => key.includes(part))
    .reduce((sum, key) => sum + world.counters.taken(key), 0);
const start = (world: SignInWorld, user: ReturnType<typeof phoneUser>) => conversation(world, user).start();

describe('a shared SMS budget that is spent', () => {
  const tight = { smsPrefixPerHour: 1, smsCountryPerHour: 2, smsPoolPerHour: 3 };
  const fresh = (at: number) => phoneUser(`+3161234${5000 + at}`, { phone_number_verified: 'false' });
  const worldOf = (policy: object = tight) => createSignInWorld({ offered: ['sms', 'email'], policy });

  test('sends nothing, says nothing to the caller, and tells the operator', async () => {
    const world = worldOf();
    const first = await start(world, fresh(1));
    const second = await start(world, fresh(2));

    expect(parametersOf(second)).toEqual(parametersOf(first));
    expect(world.sent).toHaveLength(1);
    expect(rowsOf(world)).toEqual(['sent sms', 'withheld sms sms-budget']);
    expect(world.audit[1]).toMatchObject({ country: 'NL', destination: expect.any(String) });
    expect(world.lines.join('\n')).toContain('"Withheld":1');
  });

  test('is counted by a metric of its own: numbers that were never proven, and no others', async () => {
    const world = worldOf({});
    const counted = () => world.lines.filter((line) => line.includes('"SmsToNewNumbers":1')).length;
    for (const at of [1, 2]) await start(world, phoneUser(`+3161234${7000 + at}`));
    expect([counted(), takenBy(world, 'sms#new#pool')]).toEqual([0, 0]);

    for (const at of [1, 2, 3]) await start(world, fresh(at));

    expect([counted(), takenBy(world, 'sms#new#pool')]).toEqual([3, 3]);
    expect(world.audit.map(({ budget }) => budget)).toEqual(['verified', 'verified', 'new', 'new', 'new']);
  });

  test('gives back what the other budgets had given', async () => {
    const world = worldOf();
    for (const at of [1, 2, 3, 4]) await start(world, fresh(at));

    expect(takenBy(world, 'pool')).toBe(1);
    expect(takenBy(world, 'country-NL')).toBe(1);
    expect(takenBy(world, 'prefix-')).toBe(1);
  });

  test('takes the next channel where there is one, with a row for each', async () => {
    const world = worldOf({ smsPrefixPerHour: 1 });
    const others = Array.from({ length: 5 }, (_, at) => phoneUser(`+3161234${6000 + at}`));
    for (const other of others) await start(world, other);
    world.audit.length = 0;
    const client = conversation(world, both);
    const round = await client.start();

    expect(rowsOf(world)).toEqual(['withheld sms sms-budget', 'sent email']);
    expect(await client.answer(round, client.code())).toEqual({ kind: 'tokens' });
  });

  test('is refused also to the channel that another one falls back to', async () => {
    const world = createSignInWorld({ offered: ['email', 'sms', 'push'], policy: { smsPrefixPerHour: 1 } });
    await giveDevices(world, both, 'one');
    for (let at = 0; at < 5; at += 1) await start(world, phoneUser(`+3161234${6000 + at}`));
    world.audit.length = 0;
    world.intercept = ({ name, phase, medium }) => {
      if (name === 'channel.send' && phase === 'before' && medium === 'email') throw new Error('down');
    };
    const user = { ...both, attributes: { ...both.attributes, 'custom:channel': 'email' } };
    await start(world, user);

    expect(rowsOf(world)).toEqual(['send-failed email unexpected', 'withheld sms sms-budget', 'sent push']);
    expect(takenBy(world, 'pool')).toBe(5);
  });

  test('has room again in the next hour', async () => {
    const world = worldOf();
    await start(world, fresh(1));
    world.advance(HOUR);
    await start(world, fresh(2));

    expect(world.sent).toHaveLength(2);
  });

  test('fails closed where it cannot be counted: no message, the answer of a sent one, and a later try sends', async () => {
    const world = worldOf();
    world.intercept = ({ name }) => {
      if (name === 'counters.take') throw new Error('down');
    };
    const [known, stranger] = [await start(world, fresh(1)), await start(world, unknownUser('+31600000000'))];
    expect(parametersOf(known)).toEqual(parametersOf(stranger));
    expect(world.sent).toEqual([]);
    // A failure, for an alarm to tell of: a budget that is spent is none.
    expect(rowsOf(world)).toContain('send-failed sms budget-unknown');
    expect(world.lines.join('\n')).toContain('shared budget not taken');
    world.intercept = undefined;
    world.advance(5 * SECOND);

    await start(world, fresh(1));
    expect(world.sent).toHaveLength(1);
  });

  test('is drawn on once for fifty requests at once', async () => {
    const world = worldOf({});
    const verdicts = await Promise.allSettled(Array.from({ length: 50 }, () => start(world, fresh(1))));

    expect(world.sent).toHaveLength(1);
    expect(takenBy(world, 'pool')).toBe(1);
    for (const verdict of verdicts) if (verdict.status === 'rejected') expect(verdict.reason.message).toBe('TRY_LATER');
  });
});

describe("a number's own budget", () => {
  test('is three in a quarter of an hour over all the accounts that have it', async () => {
    const world = createSignInWorld({ offered: ['sms', 'email'] });
    const accounts = Array.from({ length: 10 }, (_, at) => phoneUser(PHONE, { sub: `user-${at}` }));
    for (const account of accounts) await start(world, account);

    expect(world.sent).toHaveLength(3);
    expect(rowsOf(world).slice(3)).toEqual(Array(7).fill('withheld sms sends'));
  });

  test('is not spent by somebody who asks for each channel in turn', async () => {
    const world = createSignInWorld({ offered: ['email', 'sms', 'push'] });
    const client = conversation(world, both);
    for (let hours = 0; hours < 24 * 4; hours += 1) {
      const round = await client.start();
      for (const channel of ['sms', 'email', 'push']) await client.resend(round, { channel });
      world.advance(15 * MINUTE);
    }
    const bySms = world.sent.filter(({ medium }) => medium === 'sms');

    expect(bySms.length).toBeLessThanOrEqual(8);
    expect(world.sent.filter(({ medium }) => medium === 'email').length).toBeLessThanOrEqual(24);
  });
});

describe('push', () => {
  test('comes three times in a quarter of an hour, and ten times a day, whatever is asked for', async () => {
    const world = createSignInWorld({ offered: ['push', 'email'] });
    const user = knownUser(EMAIL, { 'custom:channel': 'push' });
    await giveDevices(world, user, 'one', 'two');
    const client = conversation(world, user);
    const times: number[] = [];
    for (let minutes = 0; minutes < 24 * 60; minutes += 3) {
      const before = world.sent.filter(({ medium }) => medium === 'push').length;
      const round = await client.start();
      if (minutes % 2 === 0) await client.resend(round, { channel: 'push' });
      const after = world.sent.filter(({ medium }) => medium === 'push').length;
      for (let sent = before; sent < after; sent += 1) times.push(world.now());
      world.advance(3 * MINUTE);
    }

    expect(times).toHaveLength(10);
    for (const at of times) {
      expect(times.filter((time) => time > at - 15 * MINUTE && time <= at).length).toBeLessThanOrEqual(3);
    }
  });
});

describe('a flood of SMS requests (pumping)', () => {
  const listed = ['NL', 'DE', 'BE', 'FR', 'GB', 'US', 'ES', 'IT'];
  const countries = Object.keys(examples)
    .filter((country) => listed.includes(country) || /^[C-P]/.test(country))
    .sort((a, b) => Number(listed.includes(b)) - Number(listed.includes(a)))
    .flatMap((country) => {
      const found = numbersLike(country, 13);
      return found.length === 13 ? [{ country, numbers: found }] : [];
    })
    .slice(0, 40);

  test('stays inside the list and the budgets, says why, and keeps the way free for proven numbers', async () => {
    const numbers = countries.flatMap(({ numbers: some }) => some).slice(0, 500);
    const world = createSignInWorld({ offered: ['sms', 'email'], countries: listed });
    expect([numbers.length, countries.length]).toEqual([500, 40]);
    const users = numbers.map((number) => phoneUser(number, { phone_number_verified: 'false' }));
    // Ten rounds over all numbers within one hour of the clock, fifty at a time.
    world.advance(HOUR - (world.now() % HOUR));
    for (let round = 0; round < 10; round += 1) {
      for (let at = 0; at < users.length; at += 50) {
        const batch = users.slice(at, at + 50);
        await Promise.all(batch.map((user) => invoke(world.triggers.handler, eventsOf(user).create([]))));
      }
      world.advance(5 * MINUTE);
    }
    const countBy = (keyOf: (phone: NonNullable<ReturnType<typeof canonicalPhone>>) => string) => {
      const counts = new Map<string, number>();
      for (const { destination } of world.sent) {
        const phone = canonicalPhone(destination);
        if (phone !== undefined) counts.set(keyOf(phone), (counts.get(keyOf(phone)) ?? 0) + 1);
      }
      return counts;
    };

    const byCountry = countBy(({ country }) => country);
    expect([...byCountry.keys()].filter((country) => !listed.includes(country))).toEqual([]);
    expect(world.sent.length).toBeGreaterThan(150);
    expect(world.sent.length).toBeLessThanOrEqual(200);
    expect(Math.max(...byCountry.values())).toBeLessThanOrEqual(50);
    expect(Math.max(...countBy(({ prefix }) => prefix).values())).toBeLessThanOrEqual(20);

    // Every request left a row, and every refusal says why.
    expect(world.audit).toHaveLength(5_000);
    const reasons = new Map<string, number>();
    for (const row of rowsOf(world)) reasons.set(row, (reasons.get(row) ?? 0) + 1);
    expect([...reasons.keys()].sort()).toEqual([
      'limited user-sends',
      'nowhere sms country',
      'sent sms',
      'withheld sms sms-budget',
    ]);
    expect(reasons.get('sent sms')).toBe(world.sent.length);

    const proven = Array.from({ length: 20 }, (_, at) => conversation(world, phoneUser(`+3168765${4000 + at}`)));
    for (const client of proven)
      expect(await client.answer(await client.start(), client.code())).toEqual({ kind: 'tokens' });
  });
});

/** Mobile numbers of a country that differ in their last digits, as the numbering plan's example does. */
function numbersLike(country: string, count: number): string[] {
  const national = (examples as Record<string, string>)[country] ?? '';
  const found = new Set<string>();
  for (let at = 0; at < 1_000 && found.size < count; at += 1) {
    const digits = national.slice(0, -3) + String(at).padStart(3, '0');
    const phone = canonicalPhone(`+${callingCodeOf(country)}${digits}`);
    if (phone?.country === country) found.add(phone.canonical);
  }
  return [...found];
}

function callingCodeOf(country: string): string {
  return String(getCountryCallingCode(country as CountryCode));
}
