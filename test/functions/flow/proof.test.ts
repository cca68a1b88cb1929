import { describe, expect, test } from '@jest/globals';
import {
  conversation,
  eventsOf,
  invoke,
  knownUser,
  type OpenRound,
  parametersOf,
  type TestUser,
  unknownUser,
} from '../../helpers/sign-in-conversation.ts';
import { createSignInWorld, testCodeKey } from '../../helpers/sign-in-world.ts';

const MINUTE = 60_000;
const unproven = knownUser('ann@example.com', { email_verified: 'false' });
const withAttributes = (user: TestUser, attributes: Record<string, string>): TestUser => ({
  ...user,
  attributes: { ...user.attributes, ...attributes },
});

describe('an address that is not verified yet', () => {
  test('is marked by the first sign-in, alone, and is not touched again', async () => {
    const world = createSignInWorld();
    const client = conversation(world, unproven);
    await client.answer(await client.start(), client.code());

    expect(world.marked).toEqual([{ userName: unproven.userName, attributes: ['email_verified'] }]);
    const later = conversation(world, withAttributes(unproven, { email_verified: 'true' }));
    await later.answer(await later.start(), later.code());
    expect(world.marked).toHaveLength(1);
  });

  test('is marked in whatever spelling the attribute has', async () => {
    const world = createSignInWorld();
    const client = conversation(world, withAttributes(unproven, { email: 'Ann@EXAMPLE.com' }));
    await client.answer(await client.start(), world.sent[0]?.code);

    expect(world.marked).toHaveLength(1);
  });

  test.each([
    ['changed before the answer', 'eve@example.com', 'before'],
    ['changed after the answer', 'eve@example.com', 'after'],
    ['given a tag after the answer', 'ann+x@example.com', 'after'],
  ])('is not marked when it is %s', async (_, email, moment) => {
    const world = createSignInWorld();
    const round = (await conversation(world, unproven).start()) as OpenRound;
    const changed = withAttributes(unproven, { email });
    const answering = moment === 'before' ? changed : unproven;

    const verified = await invoke(world.triggers.handler, eventsOf(answering).verify(round, world.sent[0]?.code));
    expect(verified).toEqual({ answerCorrect: moment === 'after' });
    await invoke(world.triggers.handler, eventsOf(changed).postAuthentication());
    expect(world.marked).toEqual([]);
  });

  test('is not marked by a sign-in that proved it too long ago, or never', async () => {
    const world = createSignInWorld();
    await invoke(world.triggers.handler, eventsOf(unproven).postAuthentication());
    expect(world.marked).toEqual([]);
    const round = (await conversation(world, unproven).start()) as OpenRound;
    await invoke(world.triggers.handler, eventsOf(unproven).verify(round, world.sent[0]?.code));
    world.advance(MINUTE);
    await invoke(world.triggers.handler, eventsOf(unproven).postAuthentication());

    expect(world.marked).toEqual([]);
  });

  test('beside another one gets nothing, and the operator reads why', async () => {
    const world = createSignInWorld();
    const round = await conversation(world, withAttributes(unproven, { phone_number: '+31612345678' })).start();

    expect(round).toMatchObject({ parameters: { step: 'code', reason: 'sent' } });
    expect(world.sent).toEqual([]);
    expect(world.audit).toMatchObject([{ outcome: 'nowhere', reason: 'ambiguous' }]);
  });

  test.each(['keys.get', 'store.read', 'audit.append', 'users.markVerified'])(
    'lets the user in though %s fails, writes the row if it can, and is marked the next time',
    async (site) => {
      const world = createSignInWorld();
      const client = conversation(world, unproven);
      const round = (await client.start()) as OpenRound;
      await invoke(world.triggers.handler, client.events.verify(round, client.code()));
      world.intercept = ({ name }) => {
        if (name === site) throw new Error('down');
      };

      await expect(invoke(world.triggers.handler, client.events.postAuthentication())).resolves.toEqual({});
      world.intercept = undefined;
      expect(world.marked).toHaveLength(site === 'audit.append' ? 1 : 0);
      expect(world.audit.some(({ outcome }) => outcome === 'succeeded')).toBe(
        ['store.read', 'users.markVerified'].includes(site),
      );
      await client.answer(await client.start(), client.code());
      expect(world.marked.length).toBeGreaterThanOrEqual(1);
    },
  );
});

describe('an address that was changed', () => {
  test('makes the code that went to the old one worthless, and gets one of its own', async () => {
    const world = createSignInWorld();
    const ann = knownUser('ann@example.com');
    const round = await conversation(world, ann).start();
    const moved = conversation(world, withAttributes(ann, { email: 'new@example.com' }));

    const refused = await moved.answer(round, world.sent[0]?.code);
    expect(refused.kind).toBe('challenge');
    expect(world.sent.at(-1)?.destination).toBe('new@example.com');
    expect(await moved.answer(refused, moved.code())).toEqual({ kind: 'tokens' });
  });
});

describe('a code', () => {
  test.each([
    ['user', knownUser('bob@example.com'), 'client'],
    ['client', knownUser('ann@example.com'), 'other'],
  ])('of another %s is worth nothing', async (_, user, clientId) => {
    const world = createSignInWorld();
    const ann = conversation(world, knownUser('ann@example.com'));
    await ann.start();
    const stolen = ann.code();
    const thief = conversation(world, user, clientId);
    const round = await thief.start();
    if (thief.code() === stolen) return;

    expect((await thief.answer(round, stolen)).kind).toBe('challenge');
  });

  test('of before a change of the key is good for as long as it lives', async () => {
    const world = createSignInWorld();
    const clients = Array.from({ length: 40 }, (_, at) => conversation(world, knownUser(`user${at}@example.com`)));
    const rounds = await Promise.all(clients.map((client) => client.start()));
    world.setKeys(testCodeKey('second'), testCodeKey('first'));
    world.advance(9 * MINUTE);

    for (const [at, client] of clients.entries()) {
      expect(await client.answer(rounds[at] as OpenRound, client.code())).toEqual({ kind: 'tokens' });
    }
  });

  test('of before a change of the key that names no key before it is worth nothing, and the next one signs in', async () => {
    const world = createSignInWorld();
    const client = conversation(world, knownUser('ann@example.com'));
    const first = await client.start();
    const old = client.code();
    world.setKeys(testCodeKey('second'), null);
    world.advance(1_000);

    const tab = await client.start();
    expect(tab).toMatchObject({ parameters: { step: 'code', reason: 'sent' } });
    expect((await client.answer(first, old)).kind).toBe('challenge');
    expect(await client.answer(tab, client.code())).toEqual({ kind: 'tokens' });
  });

  test('of before a change of the key is worth nothing fifteen minutes after it, whatever was sent again', async () => {
    const world = createSignInWorld();
    const client = conversation(world, knownUser('ann@example.com'));
    const first = await client.start();
    const old = client.code();
    world.advance(MINUTE);
    world.setKeys(testCodeKey('second'), testCodeKey('first'));
    let step = await client.resend(first);
    world.advance(6 * MINUTE);
    step = await client.resend(step);
    world.advance(9 * MINUTE);

    step = await client.answer(step, old);
    expect(step.kind).toBe('challenge');
    expect(await client.answer(step, client.code())).toEqual({ kind: 'tokens' });
  });

  test('once given, keeps codes from an address that nobody has proven, as a stolen token could write it', async () => {
    const world = createSignInWorld();
    const first = conversation(world, knownUser('ann@example.com', { email_verified: 'false', sub: 'ann' }));
    expect(await first.answer(await first.start(), world.sent[0]?.code ?? '')).toEqual({ kind: 'tokens' });

    const moved = conversation(world, knownUser('thief@example.com', { email_verified: 'false', sub: 'ann' }));
    const answer = await moved.start();
    const nobody = await conversation(world, unknownUser('nobody@example.com')).start();

    expect(world.sent.map(({ destination }) => destination)).toEqual(['ann@example.com']);
    expect(parametersOf(answer)).toEqual(parametersOf(nobody));
    expect(world.audit.at(-2)).toMatchObject({ outcome: 'nowhere', reason: 'unproven' });
    world.advance(48 * 60 * 60_000);
    await moved.start();
    expect(world.sent).toHaveLength(1);
    const back = conversation(world, knownUser('ann@example.com', { email_verified: 'false', sub: 'ann' }));
    world.advance(MINUTE);
    await back.start();
    expect(world.sent.map(({ destination }) => destination)).toEqual(['ann@example.com', 'ann@example.com']);
  });
});
