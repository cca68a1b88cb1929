import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { startTriggerRunner, type TriggerRunner } from '../../../../infra/local/triggers/trigger-runner.ts';

const fixture = (name: string): URL => new URL(`./fixtures/${name}.ts`, import.meta.url);

const running: TriggerRunner[] = [];
const lines: string[] = [];

const start = async (
  options: { limitMs?: number; attempts?: number; env?: Record<string, string>; module?: URL } = {},
) => {
  const runner = await startTriggerRunner({
    module: fixture('handlers'),
    env: {},
    onOutput: (line) => lines.push(line),
    ...options,
  });
  running.push(runner);
  return runner;
};

afterEach(async () => {
  await Promise.all(running.splice(0).map((runner) => runner.close()));
  lines.length = 0;
});

describe('startTriggerRunner', () => {
  test('passes events and answers as JSON', async () => {
    const runner = await start();

    const echoed = await runner.invoke({ act: 'echo', value: { a: [1, 'é'], gone: undefined, at: new Date(0) } });

    expect(echoed).toEqual({ a: [1, 'é'], at: '1970-01-01T00:00:00.000Z' });
    expect(Object.keys(echoed as object)).toEqual(['a', 'at']);
  });

  test.each([
    ['throw', 'X'],
    ['reject', 'refused'],
    ['throw-text', 'only text'],
    ['callback-error', 'by callback'],
  ])("gives the handler's own message for %s", async (act, message) => {
    const runner = await start();

    await expect(runner.invoke({ act })).rejects.toMatchObject({
      name: 'TriggerError',
      code: 'handler-error',
      message,
    });
  });

  test('takes an answer by callback', async () => {
    const runner = await start();

    expect(await runner.invoke({ act: 'callback' })).toEqual({ by: 'callback' });
  });

  test('answers null for undefined, and for a sync handler without a callback', async () => {
    const runner = await start();
    const sync = await start({ module: fixture('sync-handler') });

    expect(await runner.invoke({ act: 'undefined' })).toBeNull();
    expect(await sync.invoke({ value: { ignored: true } })).toBeNull();
  });

  test('refuses an answer that is no JSON', async () => {
    const runner = await start();

    await expect(runner.invoke({ act: 'circular' })).rejects.toMatchObject({ code: 'invalid-json' });
  });

  test('runs invocations concurrently in one worker', async () => {
    const runner = await start();

    const answers = await Promise.all(Array.from({ length: 20 }, () => runner.invoke({ act: 'wait', ms: 50 })));

    expect(answers).toEqual(Array.from({ length: 20 }, () => ({ waited: 50, invocations: 20 })));
  });

  test('gives up after the attempts allowed, each in a sandbox of its own', async () => {
    const runner = await start({ limitMs: 200, attempts: 2 });
    await runner.invoke({ act: 'count' });

    const hanging = runner.invoke({ act: 'hang' });

    await expect(hanging).rejects.toMatchObject({ code: 'timeout', message: 'no answer within 200 ms' });
    expect(await runner.invoke({ act: 'count' })).toBe(1);
  });

  test('serves the retry after a time-out from a new sandbox', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'triggers-'));
    const runner = await start({ limitMs: 300, attempts: 3 });
    await runner.invoke({ act: 'count' });

    const answer = await runner.invoke({ act: 'hang-first', value: join(directory, 'mark') });

    rmSync(directory, { recursive: true });
    expect(answer).toEqual({ by: 'retry', invocations: 1 });
  });

  test('lets other invocations finish in a sandbox that takes no more', async () => {
    const runner = await start({ limitMs: 400, attempts: 1 });
    const hanging = expect(runner.invoke({ act: 'hang' })).rejects.toMatchObject({ code: 'timeout' });
    await runner.invoke({ act: 'wait', ms: 200 });

    const [late] = await Promise.all([runner.invoke({ act: 'wait', ms: 350 }), hanging]);

    expect(late).toEqual({ waited: 350, invocations: 3 });
    expect(await runner.invoke({ act: 'count' })).toBe(1);
  });

  test('ends a handler that never yields', async () => {
    const runner = await start({ limitMs: 200, attempts: 1 });

    await expect(runner.invoke({ act: 'spin' })).rejects.toMatchObject({ code: 'timeout' });
    expect(await runner.invoke({ act: 'count' })).toBe(1);
  });

  test.each([
    ['exit', /^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 3$/],
    ['uncaught', /Runtime exited with error: Error: nobody caught this$/],
  ])('fails what was in flight when the sandbox ends by %s, and replaces it', async (act, message) => {
    const runner = await start({ attempts: 3 });
    const other = expect(runner.invoke({ act: 'hang' })).rejects.toMatchObject({ code: 'crash' });

    await expect(runner.invoke({ act })).rejects.toMatchObject({
      code: 'crash',
      message: expect.stringMatching(message),
    });

    await other;
    expect(await runner.invoke({ act: 'count' })).toBe(1);
  });

  test('hands over every line of output', async () => {
    const runner = await start();

    await runner.invoke({ act: 'print' });
    await runner.close();

    expect([...lines].sort()).toEqual(['one', 'three', 'two']);
  });

  test('gives the worker the environment it was told, and nothing else', async () => {
    const runner = await start({ env: { ONLY: 'this' } });

    expect(await runner.invoke({ act: 'environment' })).toEqual({ ONLY: 'this' });
  });

  test('passes a Lambda context', async () => {
    const runner = await start({
      limitMs: 4_000,
      env: { AWS_LAMBDA_FUNCTION_NAME: 'my-triggers', AWS_REGION: 'eu-west-1' },
    });

    const context = (await runner.invoke({ act: 'context' })) as Record<string, unknown>;

    expect(context).toMatchObject({
      functionName: 'my-triggers',
      functionVersion: '$LATEST',
      memoryLimitInMB: '512',
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:my-triggers',
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(context.remaining).toBeGreaterThan(3_000);
    expect(context.remaining).toBeLessThanOrEqual(4_000);
  });

  test.each([
    ['broken-module', 'the triggers could not be imported: SETTING_X is missing'],
    ['no-handler', 'exports no function `handler`'],
    ['absent', 'Cannot find module'],
  ])('rejects at start for the module %s', async (name, message) => {
    const starting = start({ module: fixture(name) });

    await expect(starting).rejects.toMatchObject({ code: 'start-failed', message: expect.stringContaining(message) });
  });

  test.each([
    [{ limitMs: 0 }, 'limitMs is 0: give a whole number above 0'],
    [{ attempts: 1.5 }, 'attempts is 1.5: give a whole number above 0'],
  ])('refuses the options %j', async (options, message) => {
    await expect(start(options)).rejects.toThrow(new TypeError(message));
  });

  test('serves from a cold sandbox after a recycling, and loses nothing that was in flight', async () => {
    const runner = await start();
    const before = await runner.invoke({ act: 'count' });
    const inFlight = runner.invoke({ act: 'wait', ms: 100 });
    await runner.invoke({ act: 'count' });

    await runner.recycle();
    const after = await runner.invoke({ act: 'count' });

    expect([before, after]).toEqual([1, 1]);
    expect(await inFlight).toEqual({ waited: 100, invocations: 3 });
  });

  test('answers every invocation made around a recycling', async () => {
    const runner = await start({ attempts: 1 });

    const answers = await Promise.all([
      runner.invoke({ act: 'echo', value: 1 }),
      runner.recycle(),
      runner.invoke({ act: 'echo', value: 2 }),
      runner.recycle(),
      runner.invoke({ act: 'echo', value: 3 }),
    ]);

    expect(answers).toEqual([1, undefined, 2, undefined, 3]);
  });

  test('ends what is in flight when closed, and takes no more', async () => {
    const runner = await start();
    const hanging = expect(runner.invoke({ act: 'hang' })).rejects.toMatchObject({ code: 'closed' });
    await runner.invoke({ act: 'count' });

    await runner.close();

    await hanging;
    await expect(runner.invoke({ act: 'count' })).rejects.toMatchObject({ code: 'closed' });
  });
});
