import { describe, expect, test } from '@jest/globals';
import { ChannelError } from '../../../channels/channel.ts';
import type { DeliveryOutcome, Outcome } from '../../../functions/sign-in/ports.ts';
import { wrongCode } from '../../helpers/sign-in-codes.ts';
import {
  conversation,
  eventsOf,
  invoke,
  knownUser,
  phoneUser,
  unknownUser,
} from '../../helpers/sign-in-conversation.ts';
import { createSignInWorld, type SignInWorld } from '../../helpers/sign-in-world.ts';

const ann = knownUser('ann@example.com');
const failingChannel = (world: SignInWorld) => {
  world.intercept = ({ name }) => {
    if (name === 'channel.send') throw new ChannelError('rejected', 'fake', { retryable: false });
  };
};

/** Every outcome but one: the last thing that happens in each story is the outcome, and it alone is counted. */
const stories: Record<
  Exclude<Outcome['outcome'], 'right-answer' | 'address-changed' | DeliveryOutcome>,
  (world: SignInWorld) => Promise<() => Promise<unknown>>
> = {
  sent: async (world) => () => conversation(world, ann).start(),
  'send-failed': async (world) => {
    failingChannel(world);
    return () => conversation(world, ann).start();
  },
  reused: async (world) => {
    await conversation(world, ann).start();
    return () => conversation(world, ann).start();
  },
  duplicate: async (world) => {
    const sending = Promise.withResolvers<void>();
    world.intercept = ({ name }) => (name === 'channel.send' ? sending.promise : undefined);
    const first = conversation(world, ann).start();
    while (!world.calls.includes('channel.send')) await new Promise((resolve) => setImmediate(resolve));
    return async () => {
      await conversation(world, ann).start();
      const rows = [...world.audit];
      sending.resolve();
      await first;
      world.audit.splice(0, world.audit.length, ...rows);
    };
  },
  limited: async (world) => {
    const client = conversation(world, ann);
    for (let times = 0; times < 6; times += 1) await client.answer(await client.start(), client.code());
    return () => client.start();
  },
  nowhere: async (world) => () => conversation(world, { ...ann, attributes: { sub: 'none' } }).start(),
  withheld: async (world) => {
    const client = conversation(world, phoneUser('+31612345678'));
    for (let times = 0; times < 3; times += 1) await client.answer(await client.start(), client.code());
    const limited = await client.start();
    // Asking for a channel has a budget of its own to see, but the number has had its three messages.
    return () => client.resend(limited, { channel: 'sms' });
  },
  'unknown-user': async (world) => () => conversation(world, unknownUser('nobody@example.com')).start(),
  'wrong-answer': async (world) => {
    const client = conversation(world, ann);
    const round = await client.start();
    return () => client.answer(round, wrongCode(client.code()));
  },
  'unevaluated-answer': async (world) => {
    const client = conversation(world, ann);
    const round = await client.start();
    return () => client.answer(round, 'no code');
  },
  succeeded: async (world) => {
    const client = conversation(world, ann);
    const round = await client.start();
    return () => client.answer(round, client.code());
  },
  'signed-up': async (world) => () =>
    invoke(world.triggers.handler, eventsOf(knownUser('new@example.com')).event('PreSignUp_SignUp', {})),
  'sign-up-refused': async (world) => () =>
    invoke(world.triggers.handler, eventsOf({ ...ann, attributes: {} }).event('PreSignUp_SignUp', {})).catch(() => {}),
};

describe('the audit trail of a sign-in', () => {
  test.each(Object.entries(stories))('has exactly one row of %s', async (outcome, tell) => {
    const world = createSignInWorld(outcome === 'withheld' ? { offered: ['email', 'sms'] } : {});
    const last = await tell(world);
    const before = world.audit.length;
    await last();

    expect(world.audit.slice(before).map((row) => row.outcome)).toEqual([outcome]);
  });

  test('says why a message was limited or an answer not compared', async () => {
    const world = createSignInWorld();
    const client = conversation(world, ann);
    let step = await client.start();
    step = await client.answer(step, 'x');
    await client.answer(step, client.code());
    await client.answer(step, client.code());

    expect(world.audit.filter(({ outcome }) => outcome === 'unevaluated-answer').map(({ reason }) => reason)).toEqual([
      'malformed',
      'used',
    ]);
  });

  test('holds no address and no code, nor does anything that is stored or printed', async () => {
    const world = createSignInWorld();
    const people = Array.from({ length: 20 }, (_, at) =>
      knownUser(`person.${at}@example.com`, { email_verified: 'false' }),
    );
    for (const [at, person] of people.entries()) {
      const client = conversation(world, person);
      await invoke(world.triggers.handler, client.events.event('PreSignUp_SignUp', {}));
      let step = await client.start();
      if (at % 2 === 0) step = await client.answer(step, wrongCode(client.code()));
      if (at % 5 === 0) failingChannel(world);
      world.advance(31_000);
      step = await client.resend(step);
      world.intercept = undefined;
      await client.answer(step, client.code());
      await conversation(world, unknownUser(`stranger.${at}@example.com`)).start();
    }
    const dump = JSON.stringify([world.store.items(), world.audit, world.lines]);

    expect(world.sent.length).toBeGreaterThanOrEqual(20);
    expect(dump).not.toMatch(/example\.com|person\.|stranger\./);
    for (const { code } of world.sent) {
      expect(dump).not.toMatch(new RegExp(`(?<!\\d)${code.split('').join('[ .-]?')}(?!\\d)`));
    }
  });
});
