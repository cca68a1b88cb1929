import { describe, expect, test } from '@jest/globals';
import { conversation, knownUser, type TestUser } from '../../helpers/sign-in-conversation.ts';
import { createSignInWorld, failing, type SignInWorld } from '../../helpers/sign-in-world.ts';

const SECOND = 1_000;
const threeChannels = () => createSignInWorld({ offered: ['email', 'sms', 'push'] });
const mediaOf = (world: SignInWorld) => world.sent.map(({ medium }) => medium);

describe('a provider that keeps failing', () => {
  const people = Array.from({ length: 30 }, (_, at) =>
    knownUser(`user${at}@example.com`, { phone_number: `+3161234${5000 + at}`, phone_number_verified: 'true' }),
  );
  const start = async (world: SignInWorld, at: number) => conversation(world, people[at] as TestUser).start();
  const attemptsBy = (world: SignInWorld, provider: string) =>
    world.audit.filter((row) => row.provider === provider).length;

  test('is skipped by every container, probed by one, and back with its first success', async () => {
    const here = threeChannels();
    const other = createSignInWorld({
      offered: ['email', 'sms', 'push'],
      overrides: { store: here.store, clock: here.now },
    });
    for (const world of [here, other]) failing(world, ['email']);
    for (let at = 0; at < 5; at += 1) await start(here, at);
    expect(attemptsBy(here, 'fake-email')).toBe(5);

    for (let at = 5; at < 10; at += 1) await start(at % 2 === 0 ? here : other, at);
    expect(attemptsBy(here, 'fake-email') + attemptsBy(other, 'fake-email')).toBe(5);
    expect(mediaOf(other)).toEqual(['sms', 'sms', 'sms']);
    // Chosen, not fallen back to: nothing else was tried, so the code proves its number.
    expect(other.audit.every(({ insteadOf }) => insteadOf === undefined)).toBe(true);

    here.advance(10 * SECOND);
    await Promise.all([start(here, 10), start(other, 11), start(here, 12), start(other, 13)]);
    expect(attemptsBy(here, 'fake-email') + attemptsBy(other, 'fake-email')).toBe(6);
    expect(mediaOf(here).length + mediaOf(other).length).toBe(14);

    for (const world of [here, other]) world.intercept = undefined;
    here.advance(10 * SECOND);
    await start(other, 14);
    expect(mediaOf(other).at(-1)).toBe('email');
    here.advance(2 * SECOND);
    await start(here, 15);
    expect(mediaOf(here).at(-1)).toBe('email');
  });

  test('is tried all the same by those who have no other way', async () => {
    const world = threeChannels();
    failing(world, ['email']);
    for (let at = 0; at < 5; at += 1) await start(world, at);
    world.intercept = undefined;

    const bob = conversation(world, knownUser('bob@example.com'));
    const round = await bob.start();
    expect(await bob.answer(round, bob.code())).toEqual({ kind: 'tokens' });
    expect(world.sent.at(-1)).toMatchObject({ medium: 'email' });
  });

  test('is not one that refuses single people', async () => {
    const world = threeChannels();
    failing(world, ['email'], 'rejected');
    for (let at = 0; at < 8; at += 1) await start(world, at);

    expect(attemptsBy(world, 'fake-email')).toBe(8);
  });

  test('is no business of a deployment with one channel', async () => {
    const world = createSignInWorld();
    failing(world, ['email']);
    for (let at = 0; at < 8; at += 1) await start(world, at);

    expect(world.audit.map(({ outcome }) => outcome)).toEqual(Array(8).fill('send-failed'));
    expect(world.store.items().some((item) => item.pk?.S?.startsWith('health#'))).toBe(false);
  });

  test('ends no sign-in when the news of it cannot be written, or read', async () => {
    const world = threeChannels();
    const broken = createSignInWorld({
      offered: ['email', 'sms', 'push'],
      overrides: {
        store: { ...world.store, writeNote: () => Promise.reject(new Error('down')) },
        clock: world.now,
      },
    });
    failing(broken, ['email']);
    for (let at = 0; at < 8; at += 1) await start(broken, at);
    expect(mediaOf(broken)).toEqual(Array(8).fill('sms'));

    world.store.plant({ pk: { S: 'health#providers' }, note: { S: '{' }, v: { N: '1' } });
    await start(world, 9);
    expect(mediaOf(world)).toEqual(['email']);
  });
});
