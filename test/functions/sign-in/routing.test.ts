import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Medium } from '../../../channels/channel.ts';
import type { Device } from '../../../functions/sign-in/devices.ts';
import type { Asked } from '../../../functions/sign-in/record.ts';
import {
  addressesOf,
  type Route,
  type RoutingConfig,
  type RoutingRule,
  route,
  type UserAttributes,
} from '../../../functions/sign-in/routing.ts';

const NOW = 1_800_000_000_000;
const DAY = 86_400_000;
const EMAIL = 'ann@example.com';
const PHONE = '+31612345678';
const verifiedEmail = { email: EMAIL, email_verified: 'true' };
const verifiedPhone = { phone_number: PHONE, phone_number_verified: 'true' };
const both = { ...verifiedEmail, ...verifiedPhone };

const device = (name: string, daysAgo = 1): Device => ({
  id: name,
  platform: 'fcm',
  name,
  destination: name,
  registeredAt: NOW - 400 * DAY,
  lastSeenAt: NOW - daysAgo * DAY,
});
const all: RoutingConfig = { order: ['email', 'sms', 'push'], countries: new Set(['NL']) };
const emailOnly: RoutingConfig = { order: ['email'] };

const find = (
  attributes: UserAttributes,
  config: RoutingConfig = all,
  { devices = [] as readonly Device[], asked = 'auto' as Asked } = {},
): Route => route(attributes, devices, config, asked, NOW);
const goal = (found: Route): string =>
  found.kind === 'deliver' ? found.destinations.map(({ deliverable }) => deliverable).join() : found.why;
const media = (found: Route): string =>
  found.kind === 'deliver' ? found.destinations.map(({ medium }) => medium).join() : found.why;

describe('routing', () => {
  test.each<[string, UserAttributes, string]>([
    ['a verified address', verifiedEmail, EMAIL],
    ['the one address there is, verified or not', { email: EMAIL, email_verified: 'false' }, EMAIL],
    ['the one address there is, of which nothing is said', { email: EMAIL }, EMAIL],
    ['the verified one of two', { ...verifiedEmail, phone_number: PHONE }, EMAIL],
    ['the verified one of two, whatever the order', { ...verifiedPhone, email: EMAIL }, 'no-destination'],
    ['both, where both are verified, by the order', both, EMAIL],
    ['nobody with two unverified addresses', { email: EMAIL, phone_number: PHONE }, 'ambiguous'],
    ['nobody with a broken email beside an unverified phone', { email: 'broken', phone_number: PHONE }, 'ambiguous'],
    [
      'nobody with a broken but verified email beside an unverified phone',
      { email: 'broken', email_verified: 'true', phone_number: PHONE },
      'ambiguous',
    ],
    ['nobody without an address', {}, 'no-destination'],
    ['nobody with an empty address', { email: '' }, 'no-destination'],
    ['nobody with a hostile address', { email: 'ann@example.com, eve@evil.example' }, 'no-destination'],
    [
      'nobody where only an odd word says verified',
      { email: EMAIL, phone_number: PHONE, email_verified: 'TRUE' },
      'ambiguous',
    ],
  ])('goes to %s', (_, attributes, destination) => {
    expect(goal(find(attributes, emailOnly))).toBe(destination);
  });

  test('follows the order of the deployment', () => {
    const countries = new Set(['NL']);

    expect(goal(find(both, { order: ['sms', 'email'], countries }))).toBe(`${PHONE},${EMAIL}`);
    expect(goal(find(both, { order: ['email', 'sms'], countries }))).toBe(`${EMAIL},${PHONE}`);
    expect(goal(find({ email: 'broken', phone_number: PHONE }, { order: ['sms'], countries }))).toBe('ambiguous');
  });

  test('reads a phone number in any spelling, and only one that can receive SMS', () => {
    expect(goal(find({ phone_number: '+31 6 12345678' }))).toBe(PHONE);
    expect(goal(find({ phone_number: '+31201234567', phone_number_verified: 'true' }))).toBe('no-destination');
  });

  test('sends SMS to the listed countries alone, and elsewhere what else there is', () => {
    const german = { phone_number: '+4915112345678', phone_number_verified: 'true' };

    expect(goal(find(german))).toBe('country');
    expect(goal(find({ ...german, ...verifiedEmail }))).toBe(EMAIL);
    expect(goal(find({ ...german, ...verifiedEmail }, all, { asked: 'sms' }))).toBe('country');
    expect(goal(find(german, { ...all, countries: new Set(['DE']) }))).toBe('+4915112345678');
    expect(goal(find(verifiedPhone, { order: ['sms'] }))).toBe('country');
  });
});

describe('a device', () => {
  const devices = [
    device('old', 200),
    device('newest', 1),
    device('stale', 270),
    device('older', 3),
    device('oldest', 260),
  ];

  test('gets pushes newest first, three at most, and none that is stale', () => {
    expect(goal(find(verifiedEmail, { order: ['push', 'email'] }, { devices }))).toBe(`newest,older,old,${EMAIL}`);
  });

  test('signs nobody in who has proven no address', () => {
    expect(goal(find({ email: EMAIL }, { order: ['push', 'email'] }, { devices }))).toBe(EMAIL);
    expect(goal(find({}, { order: ['push'] }, { devices }))).toBe('no-destination');
    expect(goal(find({ email: EMAIL, phone_number: PHONE }, { order: ['push'] }, { devices }))).toBe('ambiguous');
  });

  test('is passed over where the deployment pushes nothing', () => {
    expect(goal(find(verifiedEmail, emailOnly, { devices }))).toBe(EMAIL);
  });
});

describe('a rule', () => {
  const withRule = (rule: Partial<RoutingRule>, ...more: RoutingRule[]): RoutingConfig => ({
    ...all,
    rules: [{ attribute: 'custom:plan', use: ['sms'], ...rule }, ...more],
  });

  test.each<[string, Partial<RoutingRule>, string | undefined, boolean]>([
    ['equals, where it does', { equals: 'gold' }, 'gold', true],
    ['equals, where it does not', { equals: 'gold' }, 'Gold', false],
    ['equals, where the attribute is missing', { equals: 'gold' }, undefined, false],
    ['equals nothing, where it is empty', { equals: '' }, '', true],
    ['in, where it is', { in: ['gold', 'silver'] }, 'silver', true],
    ['in, where it is not', { in: ['gold', 'silver'] }, 'bronze', false],
    ['in, where the attribute is missing', { in: ['gold'] }, undefined, false],
    ['exists, where it does', { exists: true }, 'anything', true],
    ['exists, where it is empty', { exists: true }, '', false],
    ['exists, where it is missing', { exists: true }, undefined, false],
    ['exists not, where it is missing', { exists: false }, undefined, true],
    ['exists not, where it does', { exists: false }, 'x', false],
    ['in, of a name that every object has', { in: ['toString'] }, 'toString', true],
  ])('matches by %s', (_, condition, value, isMatch) => {
    const attributes = { ...both, ...(value !== undefined && { 'custom:plan': value }) };

    expect(media(find(attributes, withRule(condition)))).toBe(isMatch ? 'sms,email' : 'email,sms');
  });

  test('counts where it is the first that matches', () => {
    const config = withRule({ exists: true }, { attribute: 'custom:plan', equals: 'gold', use: ['push'] });

    expect(media(find({ ...both, 'custom:plan': 'gold' }, config, { devices: [device('d')] }))).toBe('sms,email,push');
  });

  test('goes before what the user prefers, which goes before the order', () => {
    const attributes = { ...both, 'custom:plan': 'gold', 'custom:channel': 'sms' };
    const rule = withRule({ equals: 'gold', use: ['push'] });

    expect(media(find(attributes, rule, { devices: [device('d')] }))).toBe('push,sms,email');
    expect(media(find(attributes, rule))).toBe('sms,email');
    expect(media(find({ ...attributes, 'custom:plan': '' }, rule))).toBe('sms,email');
  });

  test('adds no channel that the deployment does not offer', () => {
    const config: RoutingConfig = { order: ['email'], rules: [{ attribute: 'email', exists: true, use: ['sms'] }] };

    expect(goal(find(both, config))).toBe(EMAIL);
  });
});

describe('a preference', () => {
  test.each([
    ['email', 'email,sms,push'],
    ['sms', 'sms,email,push'],
    ['push', 'push,email,sms'],
    ['PUSH', 'email,sms,push'],
    ['fax', 'email,sms,push'],
    ['', 'email,sms,push'],
    ['push,sms', 'email,sms,push'],
  ])('of %j leads to %s', (preference, expected) => {
    const attributes = { ...both, 'custom:channel': preference };

    expect(media(find(attributes, all, { devices: [device('d')] }))).toBe(expected);
  });

  test('that cannot be served falls through to the order', () => {
    expect(media(find({ ...both, 'custom:channel': 'push' }))).toBe('email,sms');
    expect(media(find({ ...verifiedEmail, 'custom:channel': 'sms' }))).toBe('email');
  });
});

describe('a channel that is asked for', () => {
  test.each<[Asked, UserAttributes, string]>([
    ['sms', both, 'sms,email'],
    ['email', { ...both, 'custom:channel': 'sms' }, 'email,sms'],
    ['push', both, 'no-destination'],
    ['sms', verifiedEmail, 'no-destination'],
    ['email', verifiedPhone, 'no-destination'],
    ['sms', { email: EMAIL, phone_number: PHONE }, 'ambiguous'],
    ['sms', { ...verifiedEmail, phone_number: PHONE }, 'no-destination'],
  ])('as %s comes first, and nothing else in its place', (asked, attributes, expected) => {
    expect(media(find(attributes, all, { asked }))).toBe(expected);
  });
});

describe('whatever the attributes and the rules', () => {
  test('a code goes where a verified address leads, unless one address is all there is', () => {
    const value = (...texts: string[]) => fc.option(fc.constantFrom(...texts), { nil: undefined });
    const attributes = fc.record({
      email: value(EMAIL, 'Bob@Example.com', 'broken', ''),
      email_verified: value('true', 'false', '1', 'TRUE', ''),
      phone_number: value(PHONE, '+4915112345678', '+31201234567', ''),
      phone_number_verified: value('true', 'false', '1', ''),
      'custom:channel': value('email', 'sms', 'push', 'x'),
    });
    const order = fc.shuffledSubarray<Medium>(['email', 'sms', 'push'], { minLength: 1 }) as fc.Arbitrary<[Medium]>;
    const rule: fc.Arbitrary<RoutingRule> = fc.record({
      attribute: fc.constantFrom('email', 'custom:channel', 'locale'),
      exists: fc.boolean(),
      use: fc.shuffledSubarray<Medium>(['email', 'sms', 'push'], { minLength: 1 }),
    });
    const asked = fc.constantFrom<Asked>('auto', 'email', 'sms', 'push');
    const devices = fc.subarray([device('one'), device('two', 5), device('stale', 300)]);
    fc.assert(
      fc.property(
        attributes,
        order,
        fc.array(rule, { maxLength: 2 }),
        asked,
        devices,
        (given, media, rules, ask, own) => {
          const found = route(given, own, { order: media, rules, countries: new Set(['NL']) }, ask, NOW);
          if (found.kind === 'nowhere') return;

          const present = [given.email, given.phone_number].filter((text) => text !== undefined && text !== '');
          const isProven = addressesOf(given).some(({ isVerified }) => isVerified);
          for (const { medium, isVerified, deliverable, phone } of found.destinations) {
            expect(media).toContain(medium);
            if (medium === 'push') {
              expect(isProven).toBe(true);
              expect(['one', 'two']).toContain(deliverable);
            } else {
              expect(isVerified || present.length === 1).toBe(true);
              expect(addressesOf(given).map((one) => one.deliverable)).toContain(deliverable);
            }
            if (medium === 'sms') expect(phone?.country).toBe('NL');
          }
          if (ask !== 'auto') expect(found.destinations[0].medium).toBe(ask);
          expect(new Set(found.destinations.map(({ deliverable }) => deliverable)).size).toBe(
            found.destinations.length,
          );
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
