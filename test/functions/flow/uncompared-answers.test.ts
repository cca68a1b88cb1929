import { describe, expect, test } from '@jest/globals';
import { wrongCode } from '../../helpers/sign-in-codes.ts';
import {
  conversation,
  knownUser,
  parametersOf,
  type Step,
  shownBy,
  unknownUser,
} from '../../helpers/sign-in-conversation.ts';
import { createSignInWorld, type SignInWorld } from '../../helpers/sign-in-world.ts';

const ann = knownUser('ann@example.com');
const MINUTE = 60_000;
const malformed = { letters: 'abcdef', 'too few digits': '12', 'too many digits': '1234567', nothing: '' };

type Client = ReturnType<typeof conversation>;

const answerAll = async (client: Client, answers: readonly string[]): Promise<Step[]> => {
  const steps = [await client.start()];
  for (const answer of answers) {
    const last = steps.at(-1) as Step;
    if (last.kind === 'challenge') steps.push(await client.answer(last, answer));
  }
  return steps;
};
const comparedBy = (world: SignInWorld) => world.audit.filter(({ outcome }) => outcome === 'wrong-answer').length;

describe('an answer that is not compared, after two wrong ones', () => {
  test.each(Object.entries(malformed))('ends the session by %s, and nothing else', async (_, answer) => {
    const world = createSignInWorld();
    const client = conversation(world, ann);
    const first = await client.start();
    const wrong = wrongCode(client.code());
    const second = await client.answer(await client.answer(first, wrong), wrong);
    expect(parametersOf(second)).toMatchObject({ reason: 'wrong', attemptsLeft: '1' });

    expect(await client.answer(second, answer)).toEqual({ kind: 'failed' });
    expect(comparedBy(world)).toBe(2);
    const again = await client.start();
    expect(parametersOf(again)).toMatchObject({ step: 'code', reason: 'reused', attemptsLeft: '1' });
    expect(await client.answer(again, client.code())).toEqual({ kind: 'tokens' });
    expect(world.sent).toHaveLength(1);
  });

  test('ends it too where the code had run out, and the next start sends another', async () => {
    const world = createSignInWorld();
    const client = conversation(world, ann);
    const first = await client.start();
    const code = client.code();
    const second = await client.answer(await client.answer(first, wrongCode(code)), wrongCode(code));
    world.advance(11 * MINUTE);

    expect(await client.answer(second, code)).toEqual({ kind: 'failed' });
    expect(comparedBy(world)).toBe(2);
    const again = await client.start();
    expect(parametersOf(again)).toMatchObject({ reason: 'sent', attemptsLeft: '3' });
    expect(await client.answer(again, client.code())).toEqual({ kind: 'tokens' });
  });

  test('is never needed for a resend, which counts as no answer', async () => {
    const world = createSignInWorld();
    const client = conversation(world, ann);
    const first = await client.start();
    const wrong = wrongCode(client.code());
    const second = await client.answer(await client.answer(first, wrong), wrong);

    const resent = await client.resend(second);
    expect(parametersOf(resent)).toMatchObject({ attemptsLeft: '1' });
    expect(await client.answer(resent, client.code())).toEqual({ kind: 'tokens' });
  });
});

describe('every order of five answers, wrong or malformed', () => {
  const orders = Array.from({ length: 32 }, (_, bits) =>
    Array.from({ length: 5 }, (_unused, at): 'wrong' | 'malformed' => ((bits >> at) & 1 ? 'wrong' : 'malformed')),
  );

  test.each(orders.map((order) => [order.join(', '), order] as const))(
    '%s: ends the session with the first answer after two wrong ones, whoever asks',
    async (_, order) => {
      const seen = [];
      for (const user of [ann, unknownUser('nobody@example.com')]) {
        const world = createSignInWorld();
        const steps = await answerAll(
          conversation(world, user),
          order.map((kind) => (kind === 'wrong' ? '000000' : '12')),
        );
        seen.push(steps.map(shownBy));

        const secondWrong = order.findIndex((_kind, at) => order.slice(0, at + 1).filter(isWrong).length === 2);
        const lasts = secondWrong === -1 ? order.length : Math.min(order.length, secondWrong + 2);
        expect(steps).toHaveLength(1 + lasts);
        expect(steps.at(-1)?.kind).toBe(secondWrong !== -1 && secondWrong < 4 ? 'failed' : 'challenge');
        // No malformed one is an attempt on the code.
        expect(comparedBy(world)).toBe(order.slice(0, lasts).filter(isWrong).length);
      }
      expect(seen[0]).toEqual(seen[1]);
    },
  );
});

const isWrong = (kind: 'wrong' | 'malformed'): boolean => kind === 'wrong';
