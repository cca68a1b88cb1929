import { describe, expect, test } from '@jest/globals';
import type { Medium } from '../../../channels/channel.ts';
import type { RoutingRule } from '../../../functions/sign-in/routing.ts';
import { conversation, type TestUser } from '../../helpers/sign-in-conversation.ts';
import { giveDevices } from '../../helpers/sign-in-devices.ts';
import { createSignInWorld, failing, type SignInWorld } from '../../helpers/sign-in-world.ts';

const EMAIL = { email: 'ann@example.com', email_verified: 'true' };
const NEW_EMAIL = { email: 'ann@example.com', email_verified: 'false' };
const PHONE = { phone_number: '+31612345678', phone_number_verified: 'true' };
const NEW_PHONE = { phone_number: '+31612345678', phone_number_verified: 'false' };
const ABROAD = { phone_number: '+4915112345678', phone_number_verified: 'true' };
const LANDLINE = { phone_number: '+31201234567', phone_number_verified: 'true' };
const prefers = (channel: string) => ({ 'custom:channel': channel });

const rules: RoutingRule[] = [
  { attribute: 'custom:plan', equals: 'gold', use: ['push', 'sms'] },
  { attribute: 'locale', in: ['nl-NL', 'nl-BE'], use: ['sms'] },
];
const gold = { 'custom:plan': 'gold' };
const dutch = { locale: 'nl-NL' };

type State =
  | 'well'
  | 'mail down'
  | 'SMS down'
  | 'push down'
  | 'device gone'
  | 'mail known down'
  | 'SMS spent'
  | 'all down';
type Person = { readonly has: Record<string, string>; readonly devices?: number };
const first = (world: SignInWorld, media: readonly Medium[]) => failing(world, media);

/** Person, what is offered, state of the world → what happened, in the words of the audit trail. */
const table: [string, Person, State, string][] = [
  ['an email', { has: EMAIL }, 'well', 'sent email'],
  ['an email not verified yet', { has: NEW_EMAIL }, 'well', 'sent email'],
  ['a phone', { has: PHONE }, 'well', 'sent sms'],
  ['a phone not verified yet', { has: NEW_PHONE }, 'well', 'sent sms'],
  ['both', { has: { ...EMAIL, ...PHONE } }, 'well', 'sent email'],
  ['both, none verified', { has: { ...NEW_EMAIL, ...NEW_PHONE } }, 'well', 'nowhere ambiguous'],
  ['both, only the phone verified', { has: { ...NEW_EMAIL, ...PHONE } }, 'well', 'sent sms'],
  ['both, only the email verified', { has: { ...EMAIL, ...NEW_PHONE, ...prefers('sms') } }, 'well', 'sent email'],
  ['nothing', { has: {} }, 'well', 'nowhere no-destination'],
  ['a device alone', { has: {}, devices: 1 }, 'well', 'nowhere no-destination'],
  [
    'a device and an email not verified',
    { has: { ...NEW_EMAIL, ...prefers('push') }, devices: 1 },
    'well',
    'sent email',
  ],
  ['a phone abroad', { has: ABROAD }, 'well', 'nowhere country'],
  ['a phone abroad and an email', { has: { ...ABROAD, ...EMAIL, ...prefers('sms') } }, 'well', 'sent email'],
  ['a landline', { has: LANDLINE }, 'well', 'nowhere no-destination'],
  ['a landline and an email', { has: { ...LANDLINE, ...EMAIL, ...prefers('sms') } }, 'well', 'sent email'],
  ['a wish for SMS', { has: { ...EMAIL, ...PHONE, ...prefers('sms') } }, 'well', 'sent sms'],
  ['a wish for SMS, no phone', { has: { ...EMAIL, ...prefers('sms') } }, 'well', 'sent email'],
  ['a wish for push', { has: { ...EMAIL, ...prefers('push') }, devices: 1 }, 'well', 'sent push'],
  ['a wish for push, no device', { has: { ...EMAIL, ...prefers('push') } }, 'well', 'sent email'],
  ['a wish for a fax', { has: { ...EMAIL, ...PHONE, ...prefers('fax') } }, 'well', 'sent email'],
  ['the gold plan', { has: { ...EMAIL, ...PHONE, ...gold }, devices: 1 }, 'well', 'sent push'],
  ['the gold plan, no device', { has: { ...EMAIL, ...PHONE, ...gold } }, 'well', 'sent sms'],
  ['the gold plan, an email alone', { has: { ...EMAIL, ...gold } }, 'well', 'sent email'],
  [
    'the gold plan, and a wish for email',
    { has: { ...EMAIL, ...PHONE, ...gold, ...prefers('email') } },
    'well',
    'sent sms',
  ],
  ['the silver plan', { has: { ...EMAIL, ...PHONE, 'custom:plan': 'silver' }, devices: 1 }, 'well', 'sent email'],
  ['a Dutch locale', { has: { ...EMAIL, ...PHONE, ...dutch } }, 'well', 'sent sms'],
  [
    'a Dutch locale and the gold plan',
    { has: { ...EMAIL, ...PHONE, ...dutch, ...gold }, devices: 2 },
    'well',
    'sent push',
  ],
  ['both', { has: { ...EMAIL, ...PHONE } }, 'mail down', 'send-failed email unavailable, sent sms for fake-email'],
  ['an email', { has: EMAIL }, 'mail down', 'send-failed email unavailable'],
  [
    'an email and a device',
    { has: EMAIL, devices: 1 },
    'mail down',
    'send-failed email unavailable, sent push for fake-email',
  ],
  ['a wish for SMS', { has: { ...EMAIL, ...PHONE, ...prefers('sms') } }, 'mail down', 'sent sms'],
  [
    'a wish for SMS',
    { has: { ...EMAIL, ...PHONE, ...prefers('sms') } },
    'SMS down',
    'send-failed sms unavailable, sent email for fake-sms',
  ],
  [
    'a wish for push',
    { has: { ...EMAIL, ...prefers('push') }, devices: 3 },
    'push down',
    'send-failed push unavailable, sent email for fake-push',
  ],
  [
    'a wish for push',
    { has: { ...EMAIL, ...prefers('push') }, devices: 2 },
    'device gone',
    'send-failed push destination-gone, send-failed push destination-gone for fake-push, sent email for fake-push',
  ],
  ['both', { has: { ...EMAIL, ...PHONE } }, 'mail known down', 'sent sms'],
  ['an email', { has: EMAIL }, 'mail known down', 'send-failed email unavailable'],
  [
    'a wish for SMS',
    { has: { ...EMAIL, ...PHONE, ...prefers('sms') } },
    'SMS spent',
    'withheld sms sms-budget, sent email',
  ],
  ['a phone', { has: PHONE }, 'SMS spent', 'withheld sms sms-budget'],
  [
    'both and a device',
    { has: { ...EMAIL, ...PHONE }, devices: 2 },
    'all down',
    'send-failed email unavailable, send-failed sms unavailable for fake-email, send-failed push unavailable for fake-sms',
  ],
  ['a phone abroad and a device', { has: ABROAD, devices: 1 }, 'well', 'sent push'],
  ['both', { has: { ...EMAIL, ...PHONE } }, 'SMS spent', 'sent email'],
];

const arrange: Record<State, (world: SignInWorld) => Promise<void> | void> = {
  well: () => {},
  'mail down': (world) => first(world, ['email']),
  'SMS down': (world) => first(world, ['sms']),
  'push down': (world) => first(world, ['push']),
  'device gone': (world) => failing(world, ['push'], 'destination-gone'),
  'all down': (world) => first(world, ['email', 'sms', 'push']),
  'mail known down': async (world) => {
    first(world, ['email']);
    for (let at = 0; at < 5; at += 1) await conversation(world, person(`other-${at}`, EMAIL)).start();
  },
  'SMS spent': async (world) => {
    for (let at = 0; at < 5; at += 1) {
      const phone_number = `+3161234${4000 + at}`;
      await conversation(world, person(`other-${at}`, { ...PHONE, phone_number })).start();
    }
  },
};

function person(sub: string, has: Record<string, string>): TestUser {
  return { userName: sub, attributes: { sub, 'cognito:user_status': 'CONFIRMED', ...has }, userNotFound: false };
}

describe('the channel of a code', () => {
  test.each(table)(
    'for somebody with %s %j, while it is %s, is: %s',
    async (_, { has, devices = 0 }, state, expected) => {
      const world = createSignInWorld({ offered: ['email', 'sms', 'push'], rules, policy: { smsPrefixPerHour: 1 } });
      const user = person('ann', has);
      await giveDevices(world, user, ...Array.from({ length: devices }, (_, at) => `device-${at}`));
      await arrange[state](world);
      world.audit.length = 0;
      await conversation(world, user).start();

      const told = world.audit.map(({ outcome, medium, reason, insteadOf }) =>
        [outcome, outcome === 'nowhere' ? undefined : medium, reason, insteadOf && `for ${insteadOf}`]
          .filter(Boolean)
          .join(' '),
      );
      expect(told.join(', ')).toBe(expected);
    },
  );

  test('is told of at least forty people', () => {
    expect(table.length).toBeGreaterThanOrEqual(40);
  });
});
