import { describe, expect, test } from '@jest/globals';
import { type Channel, ChannelError } from '../../../channels/channel.ts';
import {
  conversation,
  knownUser,
  type Step,
  shownBy,
  type TestUser,
  unknownUser,
} from '../../helpers/sign-in-conversation.ts';
import { type CallName, createSignInWorld } from '../../helpers/sign-in-world.ts';
import { callerScripts, type Script, SECOND } from './caller-scripts.ts';

const ann = knownUser('ann@example.com');

const scripts: Record<string, Script> = {
  ...callerScripts,
  start: async (client) => [await client.start()],
  'too many messages': async (client, world) => {
    const steps: Step[] = [];
    for (let codes = 0; codes < 8; codes += 1) {
      steps.push(await client.start());
      world.advance(130 * SECOND);
    }
    return steps;
  },
};

/** What a caller sees of each step, and what it cost behind the scenes. */
const play = async (name: string, user: TestUser): Promise<{ shown: unknown[]; cost: [CallName, number][] }> => {
  const world = createSignInWorld();
  const script = scripts[name];
  if (script === undefined) throw new Error(`no script ${name}`);
  const steps = await script(conversation(world, user), world);
  const names: CallName[] = ['keys.get', 'store.read', 'store.write', 'audit.append', 'users.markVerified'];
  return {
    shown: steps.map(shownBy),
    cost: names.map((call) => [call, world.calls.filter((made) => made === call).length]),
  };
};

describe('people who are there and people who are not', () => {
  test.each(Object.keys(scripts))('read the same and cost the same: %s', async (name) => {
    const known = await play(name, ann);

    expect(await play(name, unknownUser('nobody@example.com'))).toEqual(known);
    expect(await play(name, unknownUser('00000000-0000-4000-8000-000000000000'))).toEqual(known);
    expect(known.shown.length).toBeGreaterThan(0);
  });

  test.each(Object.keys(scripts))('read the same also where an account has no usable address: %s', async (name) => {
    const known = await play(name, ann);
    const attributes = { sub: 'two', email: 'ann@example.com', phone_number: '+31612345678' };

    expect(await play(name, { userName: 'two', attributes, userNotFound: false })).toEqual(known);
    expect(await play(name, { userName: 'none', attributes: { sub: 'none' }, userNotFound: false })).toEqual(known);
  });

  test('get private parameters and metadata of one shape', async () => {
    const [known, unknown] = await Promise.all(
      [ann, unknownUser('nobody@example.com')].map((user) => conversation(createSignInWorld(), user).start()),
    );
    const mask = (step: Step | undefined) => JSON.stringify(step).replace(/[\w-]{22}/g, 'id');

    expect(mask(unknown)).toBe(mask(known));
  });

  test('never share a budget: a name that nobody has cannot spend a real address', async () => {
    const world = createSignInWorld();
    const decoy = conversation(world, unknownUser('ann@example.com'));
    for (let times = 0; times < 8; times += 1) {
      await decoy.start();
      world.advance(130 * SECOND);
    }

    expect(await conversation(world, ann).start()).toMatchObject({ parameters: { step: 'code', reason: 'sent' } });
    expect(world.sent).toHaveLength(1);
  });

  test('wait as long as sends lately took, where nothing is sent', async () => {
    const { world, waits } = slowWorld(() => ({ takesMs: 400, refuses: false }));
    await conversation(world, ann).start();
    await conversation(world, unknownUser('nobody@example.com')).start();

    expect(waits).toEqual([400]);
  });

  test('wait as long too where a message is refused at once, and nobody can make them wait less', async () => {
    const { world, waits } = slowWorld((destination) => {
      const refuses = destination.startsWith('refused');
      return { takesMs: refuses ? 10 : 400, refuses };
    });
    await conversation(world, ann).start();
    for (let at = 0; at < 40; at += 1) await conversation(world, knownUser(`refused${at}@example.com`)).start();
    await conversation(world, unknownUser('nobody@example.com')).start();

    expect(waits).toEqual([...Array(40).fill(390), 400]);
  });
});

/** A deployment whose provider takes its time, and the waits that the triggers put in the place of a send, ms. */
const slowWorld = (sendTo: (destination: string) => { readonly takesMs: number; readonly refuses: boolean }) => {
  let now = 1_800_000_000_000;
  const waits: number[] = [];
  const channel: Channel = {
    provider: 'slow',
    media: ['email'],
    send: async ({ destination }) => {
      const { takesMs, refuses } = sendTo(destination);
      now += takesMs;
      if (refuses) throw new ChannelError('rejected', 'slow', { retryable: false });
      return { provider: 'slow' };
    },
    notify: async () => ({ provider: 'slow' }),
  };
  const channels = new Map([['email' as const, channel]]);
  const delay = async (ms: number) => void waits.push(ms);
  return { world: createSignInWorld({ overrides: { channels, clock: () => now, delay } }), waits };
};
