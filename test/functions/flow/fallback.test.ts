import { describe, expect, test } from '@jest/globals';
import { ChannelError, type ChannelErrorCode } from '../../../channels/channel.ts';
import { conversation, eventsOf, invoke, knownUser, parametersOf } from '../../helpers/sign-in-conversation.ts';
import { devicesOf, giveDevices } from '../../helpers/sign-in-devices.ts';
import { createSignInWorld, failing, type SignInWorld } from '../../helpers/sign-in-world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const EMAIL = 'ann@example.com';
const PHONE = '+31612345678';
const ann = knownUser(EMAIL, { phone_number: PHONE, phone_number_verified: 'true' });
const threeChannels = () => createSignInWorld({ offered: ['email', 'sms', 'push'] });

const story = (world: SignInWorld) =>
  world.audit.map(({ outcome, medium, provider, reason, insteadOf }) =>
    [outcome, medium, provider, reason, insteadOf && `instead of ${insteadOf}`].filter(Boolean).join(' '),
  );
const mediaOf = (world: SignInWorld) => world.sent.map(({ medium }) => medium);

describe('a channel that fails', () => {
  test.each<[ChannelErrorCode]>([['throttled'], ['unavailable'], ['timeout'], ['rejected'], ['misconfigured']])(
    'by %s hands the same code to the next one, and every step has its row',
    async (code) => {
      const world = threeChannels();
      failing(world, ['email'], code);
      const client = conversation(world, ann);
      const round = await client.start();

      expect(mediaOf(world)).toEqual(['sms']);
      expect(story(world)).toEqual([`send-failed email fake-email ${code}`, 'sent sms fake-sms instead of fake-email']);
      expect(world.audit[1]).toMatchObject({ country: 'NL', challengeId: world.audit[0]?.challengeId, generation: 1 });
      expect(world.lines.join('\n')).toContain('"CodeFallback":1');
      expect(await client.answer(round, client.code())).toEqual({ kind: 'tokens' });
    },
  );

  test('is tried twice where that may help, before the next one', async () => {
    const world = threeChannels();
    failing(world, ['email'], 'throttled', true);
    await conversation(world, ann).start();

    expect(world.calls.filter((name) => name === 'channel.send')).toHaveLength(3);
    expect(mediaOf(world)).toEqual(['sms']);
  });

  test('goes on to the last place there is, and by each channel once', async () => {
    const world = createSignInWorld({ offered: ['push', 'email', 'sms'] });
    await giveDevices(world, ann, 'one', 'two', 'three', 'four');
    failing(world, ['push', 'email']);
    await conversation(world, ann).start();

    expect(story(world)).toEqual([
      'send-failed push fake-push unavailable',
      'send-failed email fake-email unavailable instead of fake-push',
      'sent sms fake-sms instead of fake-email',
    ]);
  });

  test('goes through three devices that are gone, and then to an address', async () => {
    const world = createSignInWorld({ offered: ['push', 'email', 'sms'] });
    await giveDevices(world, ann, 'one', 'two', 'three', 'four');
    failing(world, ['push'], 'destination-gone');
    const client = conversation(world, ann);
    const round = await client.start();

    expect(mediaOf(world)).toEqual(['email']);
    expect(await devicesOf(world, ann)).toEqual(['four']);
    expect(await client.answer(round, client.code())).toEqual({ kind: 'tokens' });
  });

  test('sends two messages of one code where it took the first and said that it had not', async () => {
    const world = threeChannels();
    world.intercept = ({ name, phase, medium }) => {
      if (name === 'channel.send' && phase === 'after' && medium === 'email') {
        throw new ChannelError('timeout', 'fake-email', { retryable: false });
      }
    };
    const client = conversation(world, ann);
    const round = await client.start();

    expect(world.sent.map(({ medium, code }) => [medium, code])).toEqual([
      ['email', client.code()],
      ['sms', client.code()],
    ]);
    expect(await client.answer(round, world.sent[0]?.code)).toEqual({ kind: 'tokens' });
  });

  test('alone among all answers as one that sent, and sends the same code when asked again', async () => {
    const [world, healthy] = [threeChannels(), threeChannels()];
    failing(world, ['email', 'sms', 'push']);
    const client = conversation(world, ann);
    const round = await client.start();
    expect(parametersOf(round)).toEqual(parametersOf(await conversation(healthy, ann).start()));
    const challenge = world.audit[0]?.challengeId;
    world.intercept = undefined;
    world.advance(SECOND);

    const again = await client.start();
    expect(world.sent).toMatchObject([{ medium: 'email', challengeId: challenge }]);
    expect(await client.answer(again, client.code())).toEqual({ kind: 'tokens' });
  });

  test('by hanging costs its own time only: the next one has the rest, and the answer comes within four seconds', async () => {
    const world = threeChannels();
    world.intercept = ({ name, medium }) =>
      name === 'channel.send' && medium === 'email' ? new Promise(() => {}) : undefined;
    const startedAt = performance.now();
    const client = conversation(world, ann);
    const round = await client.start();

    expect(performance.now() - startedAt).toBeLessThan(4_000);
    expect(story(world)).toEqual(['send-failed email fake-email timeout', 'sent sms fake-sms instead of fake-email']);
    expect(await client.answer(round, client.code())).toEqual({ kind: 'tokens' });
  });

  test('by hanging, and the next one too, is answered as one that sent all the same', async () => {
    const world = threeChannels();
    world.intercept = ({ name }) => (name === 'channel.send' ? new Promise(() => {}) : undefined);
    const startedAt = performance.now();
    const round = await conversation(world, ann).start();

    expect(performance.now() - startedAt).toBeLessThan(4_000);
    expect(parametersOf(round)).toMatchObject({ step: 'code', reason: 'sent' });
    expect(story(world)).toEqual([
      'send-failed email fake-email timeout',
      'send-failed sms fake-sms timeout instead of fake-email',
    ]);
  });

  test('never makes a code go anywhere twice when Cognito repeats the event', async () => {
    const world = threeChannels();
    failing(world, ['email']);
    const event = eventsOf(ann).create([]);
    await Promise.all([1, 2, 3].map(() => invoke(world.triggers.handler, event)));
    world.advance(10 * SECOND);
    await invoke(world.triggers.handler, event);

    expect(mediaOf(world)).toEqual(['sms']);
  });
});

describe('a code that was tried at two places', () => {
  const fresh = knownUser(EMAIL, { email_verified: 'false', phone_number: PHONE, phone_number_verified: 'true' });

  test('proves neither', async () => {
    const world = createSignInWorld({ offered: ['sms', 'email'] });
    failing(world, ['sms']);
    const client = conversation(world, knownUser(EMAIL, { phone_number: PHONE, phone_number_verified: 'true' }));
    const round = await client.start();
    expect(mediaOf(world)).toEqual(['email']);
    await invoke(world.triggers.handler, client.events.verify(round as never, client.code()));

    await invoke(
      world.triggers.handler,
      eventsOf({ ...ann, attributes: { ...fresh.attributes } }).postAuthentication(),
    );
    expect(world.marked).toEqual([]);
  });

  test('is worthless when one of the two is no longer the person’s', async () => {
    const world = threeChannels();
    failing(world, ['email']);
    const round = await conversation(world, ann).start();
    const moved = conversation(world, { ...ann, attributes: { ...ann.attributes, email: 'eve@example.com' } });

    expect((await moved.answer(round, world.sent[0]?.code)).kind).toBe('challenge');
  });
});

describe('a device', () => {
  test.each(['email', 'sms'] as const)('that is gone is removed, and the next place is %s', async (next) => {
    const world = createSignInWorld({ offered: ['push', next] });
    await giveDevices(world, ann, 'dead');
    failing(world, ['push'], 'destination-gone');
    await conversation(world, ann).start();

    expect(mediaOf(world)).toEqual([next]);
    expect(await devicesOf(world, ann)).toEqual([]);
  });

  test('that is gone leaves the code alone: another sign-in takes the same one and sends nothing', async () => {
    const world = createSignInWorld({ offered: ['push', 'email'] });
    await giveDevices(world, ann, 'dead');
    failing(world, ['push'], 'destination-gone');
    const client = conversation(world, ann);
    await client.start();
    world.advance(5 * SECOND);

    const tab = await client.start();
    expect(parametersOf(tab)).toMatchObject({ reason: 'reused', resendIn: '25' });
    expect(world.sent).toHaveLength(1);
    expect(await client.answer(tab, client.code())).toEqual({ kind: 'tokens' });
  });

  test('after device is tried, newest first, while others stay registered', async () => {
    const world = createSignInWorld({ offered: ['push', 'email'] });
    await giveDevices(world, ann, 'newest', 'older', 'oldest');
    world.intercept = ({ name, phase, index }) => {
      if (name !== 'channel.send' || phase !== 'before') return;
      if (world.calls.slice(0, index).includes('channel.send')) return;
      throw new ChannelError('destination-gone', 'fake-push', { retryable: false });
    };
    await conversation(world, ann).start();

    expect(world.sent.map(({ destination, platform }) => [destination, platform])).toEqual([['older', 'fcm']]);
    expect(await devicesOf(world, ann)).toEqual(['older', 'oldest']);
  });

  test('takes the destination that its provider says is right', async () => {
    const world = createSignInWorld({ offered: ['push', 'email'] });
    await giveDevices(world, ann, 'old', 'other');
    world.receipt = ({ destination }) => (destination === 'old' ? { replaceDestination: 'new' } : {});
    const client = conversation(world, ann);
    const round = await client.start();

    expect(await devicesOf(world, ann)).toEqual(['new', 'other']);
    expect(await client.answer(round, world.sent[0]?.code)).toEqual({ kind: 'tokens' });
  });

  test('that was removed by its owner ends no sign-in that went to it', async () => {
    const world = createSignInWorld({ offered: ['push', 'email'] });
    await giveDevices(world, ann, 'one');
    const client = conversation(world, ann);
    const round = await client.start();
    await giveDevices(world, ann);

    expect(await client.answer(round, world.sent[0]?.code)).toEqual({ kind: 'tokens' });
    expect(world.marked).toEqual([]);
  });
});

describe('two codes of one person', () => {
  test('asked from two channels live beside each other, and each is right once', async () => {
    const world = threeChannels();
    const client = conversation(world, ann);
    const first = await client.start();
    const byEmail = client.code();
    world.advance(MINUTE);
    const second = await client.resend(first, { channel: 'sms' });
    const bySms = client.code();
    expect(mediaOf(world)).toEqual(['email', 'sms']);
    expect(bySms).not.toBe(byEmail);

    expect(await client.answer(second, byEmail)).toEqual({ kind: 'tokens' });
    const tab = await client.start();
    expect(parametersOf(tab)).toMatchObject({ reason: 'sent' });
    const third = await client.answer(tab, byEmail);
    expect(parametersOf(third)).toMatchObject({ reason: 'wrong', attemptsLeft: '2' });
    expect(await client.answer(third, bySms)).toEqual({ kind: 'tokens' });
  });
});
