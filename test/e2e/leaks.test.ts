import { BroadcastChannel } from 'node:worker_threads';
import { DynamoDBClient, ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LocalStack, startLocalStack } from '../../infra/local/local-stack.ts';
import { type CognitoAnswer, signInCalls } from '../helpers/cognito-calls.ts';
import { followInbox } from '../helpers/inbox-stream.ts';
import { localClient } from '../helpers/local-client.ts';
import { wrongCode } from '../helpers/sign-in-codes.ts';

const SIGN_INS = 1_000;
const AT_ONCE = 16;

let stack: LocalStack;
let recorder: BroadcastChannel;
const triggerAnswers: string[] = [];
const cognitoAnswers: string[] = [];
const codes = new Set<string>();
const addresses: string[] = [];
/** Everything that was written down anywhere, by place. */
let places: Record<string, string>;

const scan = async (client: DynamoDBClient, table: string): Promise<string> => {
  const items: unknown[] = [];
  let from: ScanCommandOutput['LastEvaluatedKey'];
  do {
    const page: ScanCommandOutput = await client.send(
      new ScanCommand({ TableName: table, ...(from && { ExclusiveStartKey: from }) }),
    );
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return JSON.stringify(items);
};

beforeAll(async () => {
  recorder = new BroadcastChannel('trigger-answers');
  recorder.onmessage = (event) => triggerAnswers.push(String((event as unknown as { data: unknown }).data));
  const ports = { web: 0, cognito: 0, aws: 0, dynamodb: 0 };
  stack = await startLocalStack({ ports, triggers: new URL('./fixtures/recorded-triggers.ts', import.meta.url) });
  const calls = signInCalls(stack.config);
  // Followed as it fills, since the inbox keeps only the newest thousand.
  const inbox = followInbox(stack.config.web);
  const keep = (answer: CognitoAnswer) => {
    cognitoAnswers.push(JSON.stringify([answer.body.Session, answer.body.ChallengeParameters]));
    return answer;
  };

  const signIn = async (at: number) => {
    // Words, not numbers: an address must not look like a code.
    const name = `Leak-${at.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? '')}@example.com`;
    addresses.push(name);
    await calls.signUp(name);
    const first = keep(await calls.start(name));
    const code = await inbox.codeFor(name);
    codes.add(code);
    const wrong = wrongCode(code);
    const second = at % 10 === 0 ? keep(await calls.answer(first, wrong)) : first;
    const signedIn = await calls.answer(second, code);
    expect(signedIn.body.AuthenticationResult?.TokenType).toBe('Bearer');
  };
  let next = 0;
  const worker = async () => {
    while (next < SIGN_INS) {
      next += 1;
      await signIn(next);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  inbox.close();

  const client = new DynamoDBClient(localClient(stack.config.dynamodb));
  const output = (await (await fetch(`${stack.config.aws}/logs`)).text()).split('\n');
  places = {
    store: await scan(client, stack.config.tables.records),
    audit: await scan(client, stack.config.tables.audit),
    sessions: triggerAnswers.join('\n'),
    answers: cognitoAnswers.join('\n'),
    metrics: output.filter((line) => line.includes('"_aws"')).join('\n'),
    logs: output.filter((line) => !line.includes('"_aws"')).join('\n'),
  };
  client.destroy();
}, 90_000);

afterAll(async () => {
  recorder.close();
  await stack.close();
});

/**
 * Runs of digits that stand by themselves. UUIDs and times are taken out first: they are made of digits too, and a
 * million of them would hold any code somewhere.
 */
const digitRuns = (text: string): Set<string> => {
  const without = text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '')
    .replace(/(?<![\dA-Za-z])\d{13}(?![\dA-Za-z])/g, '');
  return new Set(
    without.match(/(?<![\dA-Za-z_-])\d+(?:[ -]\d+)*(?![\dA-Za-z_-])/g)?.map((run) => run.replace(/[ -]/g, '')),
  );
};

describe(`after ${SIGN_INS} sign-ins`, () => {
  test('everything was really written down', () => {
    expect(codes.size).toBeGreaterThan(SIGN_INS * 0.99);
    expect(places.store?.match(/"user#/g)).toHaveLength(SIGN_INS);
    expect(places.audit?.match(/"succeeded"/g)).toHaveLength(SIGN_INS);
    expect(triggerAnswers.length).toBeGreaterThan(SIGN_INS * 5);
    expect(places.metrics?.match(/SignInSucceeded":1/g)).toHaveLength(SIGN_INS);
    expect(places.logs?.match(/"outcome":"right-answer"/g)).toHaveLength(SIGN_INS);
  });

  test.each(['store', 'audit', 'sessions', 'answers', 'metrics', 'logs'])(
    '%s holds no code, in no spelling',
    (place) => {
      const runs = digitRuns(places[place] ?? '');

      expect([...codes].filter((code) => runs.has(code))).toEqual([]);
    },
  );

  test('a code that is written down would be found', () => {
    const [code = ''] = codes;

    expect(digitRuns(`{"code":"${code}"}`)).toContain(code);
    expect(digitRuns(`your code is ${code.slice(0, 3)}-${code.slice(3)}.`)).toContain(code);
    expect(digitRuns(`${code.split('').join(' ')}`)).toContain(code);
  });

  test.each(['store', 'audit', 'sessions', 'metrics', 'logs'])('%s holds no address', (place) => {
    const text = (places[place] ?? '').toLowerCase();

    expect(addresses.filter((address) => text.includes(address.toLowerCase()))).toEqual([]);
    expect(text).not.toContain('@example.com');
  });
});
