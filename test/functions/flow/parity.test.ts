import { describe, expect, test } from '@jest/globals';
import { ChannelError } from '../../../channels/channel.ts';
import { conversation, knownUser, type Step, type TestUser, unknownUser } from '../../helpers/sign-in-conversation.ts';
import { type CallName, createSignInWorld, type SignInWorld } from '../../helpers/sign-in-world.ts';

type Client = ReturnType<typeof conversation>;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const ann = knownUser('ann@example.com');
const WRONG = '000000';

/** Sessions as somebody plays them who wants to know whether an account is there. */
const scripts: Record<string, (client: Client, world: SignInWorld) => Promise<Step[]>> = {
  start: async (client) => [await client.start()],
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
  resends: async (client, world) => {
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
    for (let tries = 0; tries < 3; tries += 1)
      steps.push(await client.answer(tries === 0 ? mine : (steps.at(-1) as Step), WRONG));
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
  const shown = steps.map((step) => (step.kind === 'challenge' ? step.parameters : step.kind));
  const names: CallName[] = ['keys.get', 'store.read', 'store.write', 'audit.append', 'users.markVerified'];
  return { shown, cost: names.map((call) => [call, world.calls.filter((made) => made === call).length]) };
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
    let clock = 1_800_000_000_000;
    const waits: number[] = [];
    const channel = {
      provider: 'slow',
      media: ['email' as const],
      send: async () => {
        clock += 400;
        return { provider: 'slow' };
      },
      notify: async () => ({ provider: 'slow' }),
    };
    const world = createSignInWorld({
      overrides: {
        channels: new Map([['email', channel]]),
        clock: () => clock,
        delay: async (ms) => void waits.push(ms),
      },
    });
    await conversation(world, ann).start();
    await conversation(world, unknownUser('nobody@example.com')).start();

    expect(waits).toEqual([400]);
  });

  test('wait as long too where a message is refused at once, and nobody can make them wait less', async () => {
    let clock = 1_800_000_000_000;
    const waits: number[] = [];
    const channel = {
      provider: 'strict',
      media: ['email' as const],
      send: async ({ destination }: { readonly destination: string }) => {
        clock += destination.startsWith('refused') ? 10 : 400;
        if (destination.startsWith('refused')) throw new ChannelError('rejected', 'strict', { retryable: false });
        return { provider: 'strict' };
      },
      notify: async () => ({ provider: 'strict' }),
    };
    const world = createSignInWorld({
      overrides: {
        channels: new Map([['email', channel]]),
        clock: () => clock,
        delay: async (ms) => void waits.push(ms),
      },
    });
    await conversation(world, ann).start();
    for (let at = 0; at < 40; at += 1) await conversation(world, knownUser(`refused${at}@example.com`)).start();
    await conversation(world, unknownUser('nobody@example.com')).start();

    expect(waits).toEqual([...Array(40).fill(390), 400]);
  });
});
