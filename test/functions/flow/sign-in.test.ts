import { describe, expect, test } from '@jest/globals';
import { wrongCode } from '../../helpers/sign-in-codes.ts';
import { conversation, knownUser, parametersOf, unknownUser } from '../../helpers/sign-in-conversation.ts';
import { createSignInWorld } from '../../helpers/sign-in-world.ts';

const ann = knownUser('ann@example.com');
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Ann's sign-in in a world of its own, as far as her first round. */
const begun = async () => {
  const world = createSignInWorld();
  const client = conversation(world, ann);
  return { world, client, round: await client.start() };
};

describe('a sign-in', () => {
  test('takes one message, one right answer and ends in tokens', async () => {
    const world = createSignInWorld();
    const client = conversation(world, ann);

    const round = await client.start();
    expect(parametersOf(round)).toEqual({
      step: 'code',
      reason: 'sent',
      channel: 'email',
      channels: 'email',
      codeLength: '6',
      expiresIn: '600',
      resendIn: '30',
      attemptsLeft: '3',
    });
    expect(world.sent).toEqual([
      {
        purpose: 'sign-in',
        medium: 'email',
        destination: 'ann@example.com',
        code: expect.stringMatching(/^\d{6}$/),
        locale: 'en',
        minutesValid: 10,
        appName: 'Test',
        challengeId: expect.any(String),
      },
    ]);
    expect(await client.answer(round, client.code())).toEqual({ kind: 'tokens' });
    expect(world.marked).toEqual([]);
  });

  test('accepts a code as people type it', async () => {
    const { client, round } = await begun();
    const code = client.code();

    expect(await client.answer(round, ` ${code.slice(0, 3)}-${code.slice(3)} `)).toEqual({ kind: 'tokens' });
  });

  test('ends after the third wrong answer, and counts down to it', async () => {
    const world = createSignInWorld();
    const client = conversation(world, ann);
    const first = await client.start();
    const wrong = wrongCode(client.code());

    const second = await client.answer(first, wrong);
    const third = await client.answer(second, wrong);
    expect(parametersOf(second)).toMatchObject({ step: 'code', reason: 'wrong', attemptsLeft: '2' });
    expect(parametersOf(third)).toMatchObject({ step: 'code', reason: 'wrong', attemptsLeft: '1' });
    expect(await client.answer(third, wrong)).toEqual({ kind: 'failed' });
    expect(world.sent).toHaveLength(1);
  });

  test.each([
    ['nothing', ''],
    ['letters', 'abc'],
    ['too few digits', '12345'],
    ['too many digits', '1234567'],
    ['no characters', '\u0000'.repeat(6)],
    ['a megabyte', '1'.repeat(1_000_000)],
  ])('costs no attempt for %s, which can be no code', async (_, answer) => {
    const { client, round } = await begun();

    const again = await client.answer(round, answer);
    expect(parametersOf(again)).toMatchObject({ step: 'code', attemptsLeft: '3' });
    expect(await client.answer(again, client.code())).toEqual({ kind: 'tokens' });
  });

  test('sends the same code again on a resend in the first half of its time, with the minutes that are left', async () => {
    const { world, client, round } = await begun();
    world.advance(4 * MINUTE + 30 * SECOND);

    const again = await client.resend(round);
    expect(parametersOf(again)).toMatchObject({ reason: 'sent', expiresIn: '330', resendIn: '60', attemptsLeft: '3' });
    expect(world.sent.map(({ minutesValid }) => minutesValid)).toEqual([10, 5]);
    expect(new Set(world.sent.map(({ code }) => code)).size).toBe(1);
    expect(await client.answer(again, client.code())).toEqual({ kind: 'tokens' });
  });

  test('mints another code on a later resend, while the first one lives to its own end', async () => {
    const { world, client, round } = await begun();
    const first = client.code();
    world.advance(6 * MINUTE);
    const again = await client.resend(round);
    const second = client.code();
    expect(parametersOf(again)).toMatchObject({ reason: 'sent', expiresIn: '600' });
    expect(second).not.toBe(first);
    world.advance(3 * MINUTE);

    expect(await client.answer(again, first)).toEqual({ kind: 'tokens' });
  });

  test('refuses the first code once its own time is over, though a resend made a second one', async () => {
    const { world, client, round } = await begun();
    const first = client.code();
    world.advance(6 * MINUTE);
    const again = await client.resend(round);
    world.advance(4 * MINUTE);

    const refused = await client.answer(again, first);
    expect(parametersOf(refused)).toMatchObject({ reason: 'wrong', attemptsLeft: '2' });
    expect(await client.answer(refused, client.code())).toEqual({ kind: 'tokens' });
  });

  test('answers an expired code with a new one', async () => {
    const { world, client, round } = await begun();
    const expired = client.code();
    world.advance(10 * MINUTE);

    const renewed = await client.answer(round, expired);
    expect(parametersOf(renewed)).toMatchObject({ step: 'code', reason: 'expired', attemptsLeft: '3' });
    expect(world.sent).toHaveLength(2);
    expect(await client.answer(renewed, client.code())).toEqual({ kind: 'tokens' });
  });

  test('renews a code that others spent, at once', async () => {
    const world = createSignInWorld();
    const [mine, theirs] = [conversation(world, ann), conversation(world, ann)];
    const round = await mine.start();
    const code = mine.code();
    let other = await theirs.start();
    for (let tries = 0; tries < 3; tries += 1) other = await theirs.answer(other, wrongCode(code));
    expect(other).toEqual({ kind: 'failed' });

    const renewed = await mine.answer(round, code);
    expect(parametersOf(renewed)).toMatchObject({ step: 'code', reason: 'spent', resendIn: '60' });
    expect(world.sent).toHaveLength(2);
    expect(mine.code()).not.toBe(code);
    expect(await mine.answer(renewed, mine.code())).toEqual({ kind: 'tokens' });
  });

  test('works at once after signing out', async () => {
    const world = createSignInWorld();
    const client = conversation(world, ann);
    await client.answer(await client.start(), client.code());

    const round = await client.start();
    expect(parametersOf(round)).toMatchObject({ step: 'code', reason: 'sent' });
    expect(world.sent).toHaveLength(2);
    expect(await client.answer(round, client.code())).toEqual({ kind: 'tokens' });
  });

  test('sends nothing to a second tab, whose sign-in takes the code of the first', async () => {
    const world = createSignInWorld();
    const client = conversation(world, ann);
    await client.start();
    world.advance(SECOND);

    const tab = await client.start();
    expect(parametersOf(tab)).toMatchObject({ step: 'code', reason: 'reused', resendIn: '29' });
    expect(world.sent).toHaveLength(1);
    expect(await client.answer(tab, client.code())).toEqual({ kind: 'tokens' });
  });

  test('is over after ten rounds', async () => {
    const world = createSignInWorld();
    const client = conversation(world, ann);
    let step = await client.start();
    for (let rounds = 1; rounds < 10; rounds += 1) step = await client.resend(step);
    expect(step.kind).toBe('challenge');

    expect(await client.resend(step)).toEqual({ kind: 'failed' });
    expect(world.sent).toHaveLength(1);
  });

  test('never takes a control round for an answer, not even with the right code', async () => {
    const { client, round } = await begun();

    const step = await client.answer(round, client.code(), { action: 'resend' });
    expect(parametersOf(step)).toMatchObject({ reason: 'reused', attemptsLeft: '3' });
    expect(await client.answer(step, client.code())).toEqual({ kind: 'tokens' });
  });

  test('words the message in the locale of the round, over the attribute', async () => {
    const world = createSignInWorld();
    const client = conversation(world, knownUser('bas@example.com', { locale: 'nl' }));
    const round = await client.start();
    world.advance(30 * SECOND);
    await client.resend(round, { locale: 'en' });

    expect(world.sent.map(({ locale }) => locale)).toEqual(['nl', 'en']);
  });

  test('limits the messages of a user over sessions, and says when the next may go', async () => {
    const world = createSignInWorld();
    const client = conversation(world, ann);
    for (let times = 0; times < 6; times += 1) await client.answer(await client.start(), client.code());
    expect(world.sent).toHaveLength(6);

    const step = await client.start();
    expect(parametersOf(step)).toMatchObject({
      step: 'limited',
      reason: 'limited',
      resendIn: '3600',
      attemptsLeft: '0',
    });
    world.advance(60 * MINUTE);
    expect(parametersOf(await client.start())).toMatchObject({ step: 'code', reason: 'sent' });
  });

  test('limits the messages to one mailbox over its users and +tags', async () => {
    const world = createSignInWorld();
    for (let user = 0; user < 10; user += 1) {
      const attributes = { sub: `user-${user}`, email: `Ann+${user}@example.com` };
      await conversation(world, { ...knownUser(attributes.email, attributes) }).start();
    }

    expect(world.sent).toHaveLength(6);
    expect(world.audit.filter(({ outcome }) => outcome === 'withheld').map(({ reason }) => reason)).toEqual(
      Array(4).fill('sends'),
    );
  });

  test('answers alike whether the mailbox has had its messages or not', async () => {
    const world = createSignInWorld();
    const answers: Record<string, string>[] = [];
    for (let user = 0; user < 8; user += 1) {
      const attributes = { sub: `user-${user}`, email: `Ann+${user}@example.com` };
      answers.push(parametersOf(await conversation(world, knownUser(attributes.email, attributes)).start()));
    }
    answers.push(parametersOf(await conversation(world, unknownUser('nobody@example.com')).start()));

    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  test('a code used in another tab a moment ago sends no second message, and a later one on request', async () => {
    const world = createSignInWorld();
    const [first, second] = [conversation(world, ann), conversation(world, ann)];
    const [tabA, tabB] = [await first.start(), await second.start()];
    const code = world.sent[0]?.code ?? '';
    expect(await first.answer(tabA, code)).toEqual({ kind: 'tokens' });

    const late = await second.answer(tabB, code);

    expect(parametersOf(late)).toMatchObject({ step: 'code', reason: 'spent', resendIn: '30' });
    expect(world.sent).toHaveLength(1);
    const resent = await second.resend(late);
    expect(world.sent).toHaveLength(2);
    expect(await second.answer(resent, world.sent[1]?.code ?? '')).toEqual({ kind: 'tokens' });
  });

  test('never issues tokens to somebody who is not there', async () => {
    const world = createSignInWorld();
    const client = conversation(world, unknownUser('nobody@example.com'));
    const round = await client.start();

    for (const answer of ['000000', '123456', '999999']) {
      const step = await client.answer(round, answer);
      expect(step.kind).not.toBe('tokens');
    }
    expect(world.sent).toEqual([]);
  });
});
