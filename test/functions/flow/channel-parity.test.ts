import { describe, expect, test } from '@jest/globals';
import type { Medium } from '../../../channels/channel.ts';
import {
  conversation,
  knownUser,
  phoneUser,
  type Step,
  type TestUser,
  unknownUser,
} from '../../helpers/sign-in-conversation.ts';
import { giveDevices } from '../../helpers/sign-in-devices.ts';
import { createSignInWorld, failing, type SignInWorld } from '../../helpers/sign-in-world.ts';

type Client = ReturnType<typeof conversation>;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const MEDIA: [Medium, Medium, Medium] = ['email', 'sms', 'push'];
const WRONG = '000000';
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
const flood = async (client: Client, world: SignInWorld, more: object): Promise<Step[]> => {
  const steps: Step[] = [];
  for (let rounds = 0; rounds < 10; rounds += 1) {
    steps.push(await client.resend(await client.start(), more));
    world.advance(130 * SECOND);
  }
  return steps;
};

const scripts: Record<string, (client: Client, world: SignInWorld) => Promise<Step[]>> = {
  'two starts': async (client, world) => {
    const first = await client.start();
    world.advance(3 * SECOND);
    return [first, await client.start()];
  },
  'three wrong answers': async (client) => {
    const steps = [await client.start()];
    for (let tries = 0; tries < 3; tries += 1) steps.push(await client.answer(steps.at(-1) as Step, WRONG));
    return steps;
  },
  'malformed answers': async (client) => {
    const steps = [await client.start()];
    for (const text of ['', 'x', '1'.repeat(10_000)]) steps.push(await client.answer(steps.at(-1) as Step, text));
    return steps;
  },
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
  'late resends': async (client, world) => {
    const steps = [await client.start()];
    for (const seconds of [5, 30, 200, 400]) {
      world.advance(seconds * SECOND);
      steps.push(await client.resend(steps.at(-1) as Step));
    }
    return steps;
  },
  'an expired answer': async (client, world) => {
    const first = await client.start();
    world.advance(11 * MINUTE);
    return [first, await client.answer(first, WRONG)];
  },
  'a code spent by others': async (client) => {
    const mine = await client.start();
    const steps = [mine];
    for (let tries = 0; tries < 3; tries += 1) {
      steps.push(await client.answer(tries === 0 ? mine : (steps.at(-1) as Step), WRONG));
    }
    return [...steps, await client.answer(mine, WRONG), await client.start()];
  },
  'too many failures': async (client, world) => {
    const steps: Step[] = [];
    for (let codes = 0; codes < 5; codes += 1) {
      let step = await client.start();
      steps.push(step);
      for (let tries = 0; tries < 3 && step.kind === 'challenge'; tries += 1) {
        step = await client.answer(step, WRONG);
        steps.push(step);
      }
      world.advance(3 * MINUTE);
    }
    return steps;
  },
  'a flood': (client, world) => flood(client, world, {}),
  'a flood by SMS': (client, world) => flood(client, world, { channel: 'sms' }),
  'a flood by push': (client, world) => flood(client, world, { channel: 'push' }),
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
    shown: steps.map((step) => (step.kind === 'challenge' ? step.parameters : step.kind)),
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
