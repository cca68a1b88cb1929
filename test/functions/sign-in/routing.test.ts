import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Medium } from '../../../channels/channel.ts';
import { addressesOf, type Route, route, type UserAttributes } from '../../../functions/sign-in/routing.ts';

const EMAIL = 'ann@example.com';
const PHONE = '+31612345678';
const verifiedEmail = { email: EMAIL, email_verified: 'true' };
const verifiedPhone = { phone_number: PHONE, phone_number_verified: 'true' };

const goal = (found: Route): string =>
  found.kind === 'deliver' ? found.destinations.map(({ deliverable }) => deliverable).join() : found.why;

describe('routing', () => {
  test.each<[string, UserAttributes, string]>([
    ['a verified address', verifiedEmail, EMAIL],
    ['the one address there is, verified or not', { email: EMAIL, email_verified: 'false' }, EMAIL],
    ['the one address there is, of which nothing is said', { email: EMAIL }, EMAIL],
    ['the verified one of two', { ...verifiedEmail, phone_number: PHONE }, EMAIL],
    ['the verified one of two, whatever the order', { ...verifiedPhone, email: EMAIL }, 'no-destination'],
    ['both, where both are verified, by the order', { ...verifiedEmail, ...verifiedPhone }, EMAIL],
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
    expect(goal(route(attributes, { order: ['email'] }))).toBe(destination);
  });

  test('follows the order of the deployment', () => {
    const attributes = { ...verifiedEmail, ...verifiedPhone };

    expect(goal(route(attributes, { order: ['sms', 'email'] }))).toBe(`${PHONE},${EMAIL}`);
    expect(goal(route(attributes, { order: ['email', 'sms'] }))).toBe(`${EMAIL},${PHONE}`);
    expect(goal(route({ email: 'broken', phone_number: PHONE }, { order: ['sms'] }))).toBe('ambiguous');
  });

  test('never goes where no verified address leads, unless one address is all there is', () => {
    const value = (...texts: string[]) => fc.option(fc.constantFrom(...texts), { nil: undefined });
    const attributes = fc.record({
      email: value(EMAIL, 'Bob@Example.com', 'broken', ''),
      email_verified: value('true', 'false', '1', 'TRUE', ''),
      phone_number: value(PHONE, ''),
      phone_number_verified: value('true', 'false', '1', ''),
    });
    const order = fc.shuffledSubarray<Medium>(['email', 'sms', 'push'], { minLength: 1 }) as fc.Arbitrary<[Medium]>;
    fc.assert(
      fc.property(attributes, order, (given, media) => {
        const found = route(given, { order: media });
        if (found.kind === 'nowhere') return;

        const present = [given.email, given.phone_number].filter((text) => text !== undefined && text !== '');
        for (const { medium, isVerified } of found.destinations) {
          expect(media).toContain(medium);
          expect(isVerified || present.length === 1).toBe(true);
        }
        expect(addressesOf(given)).toEqual(expect.arrayContaining([...found.destinations]));
      }),
    );
  });
});
