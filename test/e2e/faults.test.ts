import { describe, expect, test } from '@jest/globals';
import { type CognitoAnswer, signInCalls } from '../helpers/cognito-calls.ts';
import { sharedStack } from '../helpers/shared-stack.ts';

const stack = sharedStack();
let people = 0;

/** A new user, so that no limit of another test is in the way. */
const newUser = async (): Promise<string> => {
  people += 1;
  const name = `person-${people}@example.com`;
  const { status } = await signInCalls(stack.config).signUp(name);
  expect(status).toBe(200);
  return name;
};

const timed = async <Result>(work: Promise<Result>): Promise<{ result: Result; ms: number }> => {
  const startedAt = performance.now();
  const result = await work;
  return { result, ms: performance.now() - startedAt };
};

const signsIn = async (name: string): Promise<void> => {
  const calls = signInCalls(stack.config);
  const round = await calls.start(name);
  const { body } = await calls.answer(round, await stack.codeFor(name));
  expect(body.AuthenticationResult?.TokenType).toBe('Bearer');
};

/** The newest line about a trigger that failed. */
const lastFailure = async () => (await stack.logs()).findLast((line) => line.message === 'trigger failed');

const mailsTo = async (name: string) => (await stack.inbox()).filter((mail) => mail.to === name);

describe('KMS', () => {
  test.each([
    ['refuses', { status: 500 }],
    ['drops every connection', { drop: true }],
    ['hangs', { delayMs: 20_000 }],
  ])(
    '%s before the first sign-in of a container: no mail, TRY_LATER, a log line; then all is well',
    async (_name, fault) => {
      const name = await newUser();
      await stack.fault({ service: 'kms', times: -1, ...fault });

      const { result, ms } = await timed(signInCalls(stack.config).start(name));

      expect(result.body).toEqual({
        __type: 'UserLambdaValidationException',
        message: 'CreateAuthChallenge failed with error TRY_LATER.',
      });
      expect(ms).toBeLessThan(4_000);
      expect(await mailsTo(name)).toEqual([]);
      expect((await stack.logs()).filter((line) => line.message === 'trigger failed').at(-1)).toMatchObject({
        trigger: 'CreateAuthChallenge',
        code: 'TRY_LATER',
      });

      await stack.clearFaults();
      await signsIn(name);
    },
    20_000,
  );
});

describe('DynamoDB', () => {
  test.each([
    ['refuses every call', { status: 500 }],
    ['throttles', { error: 'ProvisionedThroughputExceededException' }],
    ['drops every connection', { drop: true }],
    ['hangs', { delayMs: 20_000 }],
  ])(
    '%s: no mail, no token, TRY_LATER within 4 s, and the next sign-in works',
    async (_name, fault) => {
      const name = await newUser();
      const waiting = await newUser();
      const pending = await signInCalls(stack.config).start(waiting);
      const code = await stack.codeFor(waiting);
      await stack.fault({ service: 'dynamodb', times: -1, ...fault });

      const start = await timed(signInCalls(stack.config).start(name));
      const answer = await timed(signInCalls(stack.config).answer(pending, code));

      expect(start.result.body.message).toBe('CreateAuthChallenge failed with error TRY_LATER.');
      expect(answer.result.body.message).toBe('VerifyAuthChallengeResponse failed with error TRY_LATER.');
      expect(Math.max(start.ms, answer.ms)).toBeLessThan(4_000);
      expect(await mailsTo(name)).toEqual([]);
      expect(JSON.stringify((await lastFailure())?.cause)).toMatch(/DynamoDB did not answer|ran out of time/);

      await stack.clearFaults();
      await signsIn(name);
    },
    20_000,
  );

  test('loses the answers of a write that it made: the sign-in goes on', async () => {
    const name = await newUser();
    await stack.fault({ service: 'dynamodb', operation: 'PutItem', times: 1, drop: true });

    await signsIn(name);

    expect(await mailsTo(name)).toHaveLength(1);
  });
});

describe('SES', () => {
  test.each([
    ['refuses', { status: 400, error: 'MessageRejected' }, 'rejected'],
    ['throttles', { status: 429, error: 'TooManyRequestsException' }, 'throttled'],
    ['fails', { status: 503 }, 'unavailable'],
    ['hangs', { delayMs: 20_000 }, 'timeout'],
  ])(
    '%s: the answer is that of a sent code, within 4 s; the cause is logged; the next try sends',
    async (_name, fault, reason) => {
      const name = await newUser();
      await stack.fault({ service: 'ses', times: -1, ...fault });

      const { result, ms } = await timed<CognitoAnswer>(signInCalls(stack.config).start(name));

      expect(result.status).toBe(200);
      expect(result.body.ChallengeParameters).toMatchObject({ step: 'code', reason: 'sent', channel: 'auto' });
      expect(ms).toBeLessThan(4_000);
      expect(await mailsTo(name)).toEqual([]);
      const outcomes = (await stack.logs()).filter((line) => line.outcome === 'send-failed');
      expect(outcomes.at(-1)).toMatchObject({ provider: 'ses', reason });

      await stack.clearFaults();
      await signsIn(name);
    },
    20_000,
  );

  test('one quick second try hides a single failure', async () => {
    const name = await newUser();
    await stack.fault({ service: 'ses', times: 1, status: 503 });

    await signsIn(name);

    expect(await mailsTo(name)).toHaveLength(1);
  });

  test('takes the mail but loses the answer: at most one duplicate, the same code', async () => {
    const name = await newUser();
    await stack.fault({ service: 'ses', times: 1, drop: true });

    await signsIn(name);

    const mails = await mailsTo(name);
    expect(mails.length).toBeLessThanOrEqual(2);
    expect(new Set(mails.map((mail) => /\d{6}/.exec(mail.text ?? '')?.[0])).size).toBe(1);
  });
});

test('no log line holds an address, whatever failed', async () => {
  const logs = JSON.stringify(await stack.logs());

  expect(logs).not.toMatch(/@example\.com/);
});
