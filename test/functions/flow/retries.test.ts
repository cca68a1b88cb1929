import { describe, expect, test } from '@jest/globals';
import { conversation, eventsOf, invoke, knownUser, openRound, type Step } from '../../helpers/sign-in-conversation.ts';
import { createSignInWorld, type SignInWorld, type WorldCall } from '../../helpers/sign-in-world.ts';

const ann = knownUser('ann@example.com', { email_verified: 'false' });
const SECOND = 1_000;

const createFirst = async (world: SignInWorld): Promise<Step> => {
  const response = await invoke(world.triggers.handler, eventsOf(ann).create([]));
  return openRound(response, []);
};
const keysOf = (step: Step) => step.kind === 'challenge' && [step.privateParameters, step.metadata];

/** Stands for a Lambda that is killed: the call never comes back, and what the dead invocation still tries fails. */
const killAt = (world: SignInWorld, at: number, phase: WorldCall['phase']) => {
  const reached = Promise.withResolvers<void>();
  const release = Promise.withResolvers<never>();
  release.promise.catch(() => {});
  const start = world.calls.length;
  world.intercept = (call) => {
    if (call.index !== start + at || call.phase !== phase) return undefined;
    reached.resolve();
    return release.promise;
  };
  return {
    reached: reached.promise,
    bury: () => {
      world.intercept = () => {
        throw new Error('this invocation is dead');
      };
      release.reject(new Error('this invocation is dead'));
    },
  };
};

describe('the same Create event again', () => {
  test('three times at once costs one message, and has one answer', async () => {
    const world = createSignInWorld();

    const steps = await Promise.all([createFirst(world), createFirst(world), createFirst(world)]);
    expect(world.sent).toHaveLength(1);
    expect(steps.map(keysOf)).toEqual(Array(3).fill(keysOf(steps[0] as Step)));
    expect(await conversation(world, ann).answer(steps[2] as Step, world.sent[0]?.code)).toEqual({ kind: 'tokens' });
  });

  test.each(Array.from({ length: 16 }, (_, seconds) => seconds))(
    'after %i s costs no second message',
    async (seconds) => {
      const world = createSignInWorld();
      const first = await createFirst(world);
      world.advance(seconds * SECOND);
      const second = await createFirst(world);
      world.advance(seconds * SECOND);

      expect(keysOf(second)).toEqual(keysOf(first));
      expect(world.sent).toHaveLength(1);
    },
  );

  test('in a resend round costs one message too', async () => {
    const world = createSignInWorld();
    const first = await createFirst(world);
    if (first.kind !== 'challenge') throw new Error('no challenge');
    world.advance(30 * SECOND);
    const rounds = [{ challengeName: 'CUSTOM_CHALLENGE', challengeResult: false, challengeMetadata: first.metadata }];
    const resend = () => invoke(world.triggers.handler, eventsOf(ann).create(rounds, { action: 'resend' }));

    await Promise.all([resend(), resend(), resend()]);
    world.advance(15 * SECOND);
    await resend();
    expect(world.sent).toHaveLength(2);
  });

  test('fifty tabs at once cost one message, and none of them fails without saying why', async () => {
    const world = createSignInWorld();

    const verdicts = await Promise.allSettled(Array.from({ length: 50 }, () => createFirst(world)));
    expect(world.sent).toHaveLength(1);
    for (const verdict of verdicts) {
      if (verdict.status === 'rejected') expect(verdict.reason.message).toBe('TRY_LATER');
    }
  });
});

describe('the same Verify event again', () => {
  test('is false the second time', async () => {
    const world = createSignInWorld();
    const round = await createFirst(world);
    if (round.kind !== 'challenge') throw new Error('no challenge');
    const event = eventsOf(ann).verify(round, world.sent[0]?.code);

    expect(await invoke(world.triggers.handler, event)).toEqual({ answerCorrect: true });
    for (const seconds of [0, 1, 60, 600]) {
      world.advance(seconds * SECOND);
      expect(await invoke(world.triggers.handler, event)).toEqual({ answerCorrect: false });
    }
  });

  test('twenty at once are right exactly once', async () => {
    const world = createSignInWorld();
    const round = await createFirst(world);
    if (round.kind !== 'challenge') throw new Error('no challenge');
    const event = eventsOf(ann).verify(round, world.sent[0]?.code);

    const verdicts = await Promise.allSettled(Array.from({ length: 20 }, () => invoke(world.triggers.handler, event)));
    const right = verdicts.filter((one) => one.status === 'fulfilled' && one.value.answerCorrect === true);
    expect(right).toHaveLength(1);
  });

  test('two hundred guesses at once are compared at most three times', async () => {
    const world = createSignInWorld();
    const round = await createFirst(world);
    if (round.kind !== 'challenge') throw new Error('no challenge');
    const code = Number(world.sent[0]?.code);
    const guesses = Array.from({ length: 200 }, (_, at) => String((code + 1 + at) % 1_000_000).padStart(6, '0'));

    await Promise.allSettled(
      guesses.map((guess) => invoke(world.triggers.handler, eventsOf(ann).verify(round, guess))),
    );
    expect(world.audit.filter(({ outcome }) => outcome === 'wrong-answer').length).toBeLessThanOrEqual(3);
  });
});

/** How many calls a trigger makes when nothing goes wrong. */
const callsOf = async (act: (world: SignInWorld) => Promise<unknown>): Promise<number> => {
  const world = createSignInWorld();
  await act(world);
  return world.calls.length;
};

describe('a Create that is killed', () => {
  test('at any call is finished by its retry, with one code and at most one message more', async () => {
    const steps = await callsOf(createFirst);
    expect(steps).toBeGreaterThanOrEqual(6);
    for (let at = 0; at < steps; at += 1) {
      for (const phase of ['before', 'after'] as const) {
        const world = createSignInWorld();
        const { reached, bury } = killAt(world, at, phase);
        const dead = createFirst(world);
        await reached;
        world.intercept = undefined;
        // I4: nothing was sent whose budget is not written.
        const [reserved] = await world.store.read([`user#${ann.attributes.sub}`], openDeadline);
        expect(reserved?.record.sends.length).toBeGreaterThanOrEqual(world.sent.length);

        world.advance(5 * SECOND);
        const client = conversation(world, ann);
        const round = await client.start();
        expect(world.sent.length).toBeGreaterThanOrEqual(1);
        expect(world.sent.length).toBeLessThanOrEqual(2);
        expect(new Set(world.sent.map(({ code }) => code)).size).toBe(1);
        expect(await client.answer(round, client.code())).toEqual({ kind: 'tokens' });
        bury();
        await dead.catch(() => {});
      }
    }
  });
});

describe('a Create one of whose calls fails', () => {
  test('is generic at any call, before or after it took effect, and a later try signs in', async () => {
    const steps = await callsOf(createFirst);
    for (let at = 0; at < steps; at += 1) {
      for (const phase of ['before', 'after'] as const) {
        const world = createSignInWorld();
        world.intercept = (call) => {
          if (call.index === at && call.phase === phase) throw new Error('to ann@example.com: 123456');
        };
        const failed = await createFirst(world).catch((error: Error) => error.message);
        expect(['INTERNAL', 'TRY_LATER', 'object']).toContain(typeof failed === 'string' ? failed : typeof failed);
        world.intercept = undefined;
        expect(world.lines.join('\n')).not.toMatch(/ann@|123456(?!\d)/);

        world.advance(5 * SECOND);
        const client = conversation(world, ann);
        const round = await client.start();
        expect(world.sent.length).toBeLessThanOrEqual(2);
        expect(new Set(world.sent.map(({ code }) => code)).size).toBe(1);
        expect(await client.answer(round, client.code())).toEqual({ kind: 'tokens' });
      }
    }
  });
});

describe('a Verify that is killed', () => {
  test('at any call never makes one right answer two, and the user gets in after one new code at most', async () => {
    const verify = async (world: SignInWorld, round: Step) => {
      if (round.kind !== 'challenge') throw new Error('no challenge');
      const response = await invoke(world.triggers.handler, eventsOf(ann).verify(round, world.sent[0]?.code));
      return response.answerCorrect === true;
    };
    for (let at = 0; at < 6; at += 1) {
      for (const phase of ['before', 'after'] as const) {
        const world = createSignInWorld();
        const round = await createFirst(world);
        const { reached, bury } = killAt(world, at, phase);
        const dead = verify(world, round);
        const killed = await Promise.race([reached.then(() => true), dead.then(() => false)]);
        world.intercept = undefined;
        if (!killed) continue;

        world.advance(5 * SECOND);
        const rights = [await verify(world, round), await verify(world, round)];
        expect(rights.filter(Boolean).length).toBeLessThanOrEqual(1);
        world.advance(60 * SECOND);
        const client = conversation(world, ann);
        expect(await client.answer(await client.start(), client.code())).toEqual({ kind: 'tokens' });
        bury();
        await dead.catch(() => {});
      }
    }
  });
});

describe('a clock that jumps', () => {
  test.each([-2_000, -60_000, -3_600_000])('back by %i ms resets no limit', async (jump) => {
    const world = createSignInWorld();
    const client = conversation(world, ann);
    for (let times = 0; times < 6; times += 1) await client.answer(await client.start(), client.code());
    world.advance(jump);

    expect(await client.start()).toMatchObject({ parameters: { step: 'limited' } });
    expect(world.sent).toHaveLength(6);
  });
});

const openDeadline = { signal: new AbortController().signal, remainingMs: () => 3_000 };
