import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SignInMessage } from '../../channels/channel.ts';
import { createTriggers } from '../../functions/create-triggers.ts';
import type { Outcome } from '../../functions/sign-in/ports.ts';
import { dynamoRecordStore } from '../../functions/store/dynamo-record-store.ts';
import { type DynamoDbServer, startDynamoDb } from '../../infra/local/dynamodb/server.ts';
import { createTables, localTables } from '../../infra/local/tables.ts';
import {
  type Created,
  createEvent,
  lambdaContext,
  type TestUser,
  userWith,
  type Verified,
  verifyEvent,
} from '../helpers/trigger-events.ts';

// Cognito's Session is left out here: an attacker is given what they never have, every round's state, to replay at will.

let database: DynamoDbServer;
let client: DynamoDBClient;

beforeAll(async () => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
  process.env.POWERTOOLS_METRICS_DISABLED = 'true';
  database = await startDynamoDb({ port: 0 });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new DynamoDBClient({ endpoint: database.url, region: 'us-east-1', credentials });
  await createTables(client);
});

afterAll(async () => {
  client.destroy();
  await database.close();
});

/** The real handlers over the real store, with a clock that is moved and a channel that remembers. */
const createWorld = () => {
  const messages: SignInMessage[] = [];
  const outcomes: Outcome[] = [];
  let now = Date.now();
  const key = (byte: number) => new Uint8Array(32).fill(byte);
  const triggers = createTriggers({
    config: {
      appName: 'Races',
      clientIds: null,
      email: { from: 'no-reply@example.com' },
      tables: localTables,
      keys: { code: 'alias/code', previousCode: null, index: 'alias/index' },
    },
    channels: [
      {
        provider: 'recording',
        media: ['email'],
        send: async (message) => {
          messages.push(message);
          return { provider: 'recording' };
        },
      },
    ],
    world: {
      clock: () => now,
      store: dynamoRecordStore({ client, table: localTables.records, clock: () => now }),
      audit: { append: async (outcome) => void outcomes.push(outcome) },
      keys: {
        get: async () => ({ code: { tag: 'code', key: key(1) }, previousCode: null, index: key(2) }),
        index: async () => key(2),
      },
    },
  });
  const sub = randomBytes(8).toString('hex');
  const user = userWith(`user-${sub}`, `${sub}@example.com`);
  const evaluated = () => outcomes.filter(({ outcome }) => outcome === 'wrong-answer').length;

  return {
    user,
    messages,
    evaluated,
    advance: (seconds: number) => {
      now += seconds * 1_000;
    },
    create: async (session: readonly object[] = []) =>
      (await triggers.handler(createEvent(user, session), lambdaContext)) as Created,
    /** True, false, or the code of the error. */
    verify: async (challenge: string, answer: string, who: TestUser = user): Promise<boolean | string> => {
      try {
        const verified = (await triggers.handler(verifyEvent(who, challenge, answer), lambdaContext)) as Verified;
        return verified.response.answerCorrect;
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
    const challenge = (await world.create()).response.privateChallengeParameters.challenge;
    const code = world.messages[0]?.code ?? '';

    const answers = await many(parallel, (at) => world.verify(challenge, wrongGuess(code, at)));

    expect(answers).not.toContain(true);
    expect(world.evaluated()).toBeGreaterThan(0);
    expect(world.evaluated()).toBeLessThanOrEqual(3);
    expect(await world.verify(challenge, code)).toBe(world.evaluated() < 3);
  });

  test('50 at once, again and again with new codes: at most ten in an hour and twenty in a day', async () => {
    const world = createWorld();
    const guessForAnHour = async () => {
      for (let minute = 0; minute < 58; minute += 2) {
        const challenge = (await world.create()).response.privateChallengeParameters.challenge;
        const code = world.messages.at(-1)?.code ?? '';
        if (challenge !== 'none') await many(50, (at) => world.verify(challenge, wrongGuess(code, at)));
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
    const challenge = (await world.create()).response.privateChallengeParameters.challenge;
    const code = world.messages[0]?.code ?? '';

    const answers = await many(parallel, () => world.verify(challenge, code));

    expect(answers.filter((answer) => answer === true)).toHaveLength(1);
    expect(await world.verify(challenge, code)).toBe(false);
  });

  test('among 49 wrong ones: never more than one', async () => {
    const world = createWorld();
    const challenge = (await world.create()).response.privateChallengeParameters.challenge;
    const code = world.messages[0]?.code ?? '';

    const answers = await many(50, (at) => world.verify(challenge, at === 25 ? code : wrongGuess(code, at)));

    expect(answers.filter((answer) => answer === true).length).toBeLessThanOrEqual(1);
    expect(world.evaluated()).toBeLessThanOrEqual(3);
  });
});

describe('the same Create event', () => {
  test('50 times at once sends one message', async () => {
    const world = createWorld();

    const created = await Promise.allSettled(Array.from({ length: 50 }, () => world.create()));

    expect(world.messages).toHaveLength(1);
    const challenges = created.flatMap((one) =>
      one.status === 'fulfilled' ? [one.value.response.privateChallengeParameters.challenge] : [],
    );
    expect(new Set(challenges).size).toBe(1);
  });

  test.each([0, 1, 2, 4, 5, 7, 10, 12, 14.9])('three times, %d s apart, sends one message', async (seconds) => {
    const world = createWorld();

    for (let time = 0; time < 3; time += 1) {
      await world.create();
      world.advance(seconds);
    }

    expect(world.messages).toHaveLength(1);
  });
});
