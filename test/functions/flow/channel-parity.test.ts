import { describe, expect, test } from '@jest/globals';
import type { Medium } from '../../../channels/channel.ts';
import {
  conversation,
  knownUser,
  phoneUser,
  type Step,
  shownBy,
  type TestUser,
  unknownUser,
} from '../../helpers/sign-in-conversation.ts';
import { giveDevices } from '../../helpers/sign-in-devices.ts';
import { createSignInWorld, failing, type SignInWorld } from '../../helpers/sign-in-world.ts';
import { callerScripts, type Script, SECOND, WRONG } from './caller-scripts.ts';

const MEDIA: [Medium, Medium, Medium] = ['email', 'sms', 'push'];
const phone = { phone_number: '+31612345678', phone_number_verified: 'true' };

/** Everybody who must read the same as somebody who is not there. */
const people: Record<string, { readonly user: TestUser; readonly devices?: readonly string[] }> = {
  'with an email': { user: knownUser('ann@example.com') },
  'with an email that is not verified': { user: knownUser('ann@example.com', { email_verified: 'false' }) },
  'with a phone': { user: phoneUser(phone.phone_number) },
  'with both': { user: knownUser('ann@example.com', phone) },
  'who prefers SMS': { user: knownUser('ann@example.com', { ...phone, 'custom:channel': 'sms' }) },
  'who prefers push': {
    user: knownUser('ann@example.com', { ...phone, 'custom:channel': 'push' }),
    devices: ['one', 'two'],
  },
  'who prefers push without a device': { user: knownUser('ann@example.com', { 'custom:channel': 'push' }) },
  'with a phone abroad': { user: phoneUser('+4915112345678') },
  'with two addresses of which none is verified': {
    user: knownUser('ann@example.com', { email_verified: 'false', phone_number: phone.phone_number }),
  },
  'without any address': { user: { userName: 'none', attributes: { sub: 'none' }, userNotFound: false } },
  'whose device alone is left': { user: knownUser('broken', { 'custom:channel': 'push' }), devices: ['one'] },
};

/** Sends until nothing is sent any more, and a little longer. */
const flood =
  (more: object): Script =>
  async (client, world) => {
    const steps: Step[] = [];
    for (let rounds = 0; rounds < 10; rounds += 1) {
      steps.push(await client.resend(await client.start(), more));
      world.advance(130 * SECOND);
    }
    return steps;
  };

const scripts: Record<string, Script> = {
  ...callerScripts,
  'a resend by each channel': async (client, world) => {
    const steps = [await client.start()];
    for (const channel of [...MEDIA, ...MEDIA]) {
      world.advance(5 * SECOND);
      steps.push(await client.resend(steps.at(-1) as Step, { channel }));
    }
    return steps;
  },
  'a wrong answer after each channel': async (client) => {
    const steps: Step[] = [];
    for (const channel of MEDIA) {
      const step = await client.resend(await client.start(), { channel });
      steps.push(step, await client.answer(step, WRONG));
    }
    return steps;
  },
  'a flood': flood({}),
  'a flood by SMS': flood({ channel: 'sms' }),
  'a flood by push': flood({ channel: 'push' }),
};

const weathers: Record<string, (world: SignInWorld) => void> = {
  'all is well': () => {},
  'mail fails': (world) => failing(world, ['email']),
  'single people are refused': (world) => failing(world, ['email', 'push'], 'rejected'),
  'devices are gone': (world) => failing(world, ['push'], 'destination-gone'),
  'everything fails': (world) => failing(world, MEDIA, 'throttled', true),
};

type Play = { readonly script: string; readonly weather: string };
const play = async ({ script, weather }: Play, user: TestUser, devices: readonly string[] = []) => {
  const world = createSignInWorld({ offered: MEDIA });
  if (devices.length > 0) await giveDevices(world, user, ...devices);
  weathers[weather]?.(world);
  const steps = (await scripts[script]?.(conversation(world, user), world)) ?? [];
  return {
    shown: steps.map(shownBy),
    private: steps.map((step) =>
      step.kind === 'challenge'
        ? [Object.keys(step.privateParameters), step.metadata.replace(/(?<=^v1\.)[\w-]{22}/, 'id')]
        : null,
    ),
  };
};

describe('everybody reads the same as somebody who is not there', () => {
  const plays = Object.keys(scripts).flatMap((script) => Object.keys(weathers).map((weather) => ({ script, weather })));

  test.each(plays)('$script, while $weather', async (one) => {
    const stranger = await play(one, unknownUser('nobody@example.com'));

    expect(stranger.shown.length).toBeGreaterThan(1);
    expect(await play(one, unknownUser('+31600000000'))).toEqual(stranger);
    for (const [who, { user, devices }] of Object.entries(people)) {
      expect([who, await play(one, user, devices)]).toEqual([who, stranger]);
    }
  });
});

describe('what everybody reads', () => {
  test('names no channel, offers all of them, and has one length and lifetime', async () => {
    const { shown } = await play(
      { script: 'a resend by each channel', weather: 'all is well' },
      people['with both']?.user as TestUser,
    );

    expect(shown[0]).toEqual({
      step: 'code',
      reason: 'sent',
      channel: 'auto',
      channels: 'email,sms,push',
      codeLength: '6',
      expiresIn: '600',
      resendIn: '30',
      attemptsLeft: '3',
    });
    expect(new Set(shown.map((one) => (one as Record<string, string>).codeLength)).size).toBe(1);
  });

  test('names the channel where the deployment chose to tell', async () => {
    const world = createSignInWorld({
      offered: MEDIA,
      overrides: { disclosure: { offered: MEDIA, namesChannel: true } },
    });

    expect(await conversation(world, phoneUser(phone.phone_number)).start()).toMatchObject({
      parameters: { channel: 'sms', channels: 'email,sms,push' },
    });
  });
});
