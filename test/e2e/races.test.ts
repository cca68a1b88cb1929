import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../functions/sign-in/ports.ts';
import { type DynamoDbServer, startDynamoDb } from '../../infra/local/dynamodb/server.ts';
import { createTables } from '../../infra/local/tables.ts';
import { localClient } from '../helpers/local-client.ts';
import { recordingTriggers } from '../helpers/recording-triggers.ts';
import { eventsOf, invoke, knownUser, type OpenRound, openRound } from '../helpers/sign-in-conversation.ts';

// Cognito's Session is left out here: an attacker is given what they never have, every round's state, to replay at will.

let database: DynamoDbServer;
let client: DynamoDBClient;

beforeAll(async () => {
  database = await startDynamoDb({ port: 0 });
  // Not the client of the functions, whose deadlines would end some of so many calls at once.
  client = new DynamoDBClient(localClient(database.url));
  await createTables(client);
});

afterAll(async () => {
  client.destroy();
  await database.close();
});

/** The real handlers over the real store, with a clock that is moved. */
const createWorld = () => {
  const outcomes: Outcome[] = [];
  let now = Date.now();
  const audit = { append: async (outcome: Outcome) => void outcomes.push(outcome) };
  const { triggers, sent } = recordingTriggers({ client, clock: () => now, audit });
  const events = eventsOf(knownUser(`${randomBytes(8).toString('hex')}@example.com`));

  return {
    sent,
    evaluated: () => outcomes.filter(({ outcome }) => outcome === 'wrong-answer').length,
    advance: (seconds: number) => {
      now += seconds * 1_000;
    },
    create: async () => openRound(await invoke(triggers.handler, events.create([])), []),
    /** True, false, or the code of the error. */
    verify: async (round: OpenRound, answer: string): Promise<unknown> => {
      try {
        return (await invoke(triggers.handler, events.verify(round, answer))).answerCorrect;
      } catch (error) {
        return (error as Error).message;
      }
    },
  };
};

const many = <Result>(count: number, work: (at: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, at) => work(at)));

/** Guesses that are never the code. */
const wrongGuess = (code: string, at: number): string => {
  const guess = String(at).padStart(6, '0');
  return guess === code ? '999999' : guess;
};

describe('parallel wrong answers', () => {
  test.each([10, 50, 200])('%i at once: at most three are evaluated', async (parallel) => {
    const world = createWorld();
    const round = await world.create();
    const code = world.sent[0]?.code ?? '';

    const answers = await many(parallel, (at) => world.verify(round, wrongGuess(code, at)));

    expect(answers).not.toContain(true);
    expect(world.evaluated()).toBeGreaterThan(0);
    expect(world.evaluated()).toBeLessThanOrEqual(3);
    expect(await world.verify(round, code)).toBe(world.evaluated() < 3);
  });

  test('50 at once, again and again with new codes: at most ten in an hour and twenty in a day', async () => {
    const world = createWorld();
    const guessForAnHour = async () => {
      for (let minute = 0; minute < 58; minute += 2) {
        const round = await world.create();
        const code = world.sent.at(-1)?.code ?? '';
        if (round.privateParameters.challenge !== 'none')
          await many(50, (at) => world.verify(round, wrongGuess(code, at)));
        world.advance(120);
      }
    };

    await guessForAnHour();
    expect(world.evaluated()).toBe(10);

    world.advance(3_600);
    await guessForAnHour();
    expect(world.evaluated()).toBe(20);

    world.advance(3_600);
    await guessForAnHour();
    expect(world.evaluated()).toBe(20);
  }, 60_000);
});

describe('parallel right answers', () => {
  test.each([2, 20, 50])('%i at once: exactly one signs in', async (parallel) => {
    const world = createWorld();
    const round = await world.create();
    const code = world.sent[0]?.code ?? '';

    const answers = await many(parallel, () => world.verify(round, code));

    expect(answers.filter((answer) => answer === true)).toHaveLength(1);
    expect(await world.verify(round, code)).toBe(false);
  });

  test('among 49 wrong ones: never more than one', async () => {
    const world = createWorld();
    const round = await world.create();
    const code = world.sent[0]?.code ?? '';

    const answers = await many(50, (at) => world.verify(round, at === 25 ? code : wrongGuess(code, at)));

    expect(answers.filter((answer) => answer === true).length).toBeLessThanOrEqual(1);
    expect(world.evaluated()).toBeLessThanOrEqual(3);
  });
});

describe('the same Create event', () => {
  test('50 times at once sends one message', async () => {
    const world = createWorld();

    const created = await Promise.allSettled(Array.from({ length: 50 }, () => world.create()));

    expect(world.sent).toHaveLength(1);
    const challenges = created.flatMap((one) =>
      one.status === 'fulfilled' ? [one.value.privateParameters.challenge] : [],
    );
    expect(new Set(challenges).size).toBe(1);
  });

  test.each([0, 1, 2, 4, 5, 7, 10, 12, 14.9])('three times, %d s apart, sends one message', async (seconds) => {
    const world = createWorld();

    for (let time = 0; time < 3; time += 1) {
      await world.create();
      world.advance(seconds);
    }

    expect(world.sent).toHaveLength(1);
  });
});
