import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { StackConfig } from '../../infra/local/local-stack.ts';

const MAIN = fileURLToPath(new URL('../../infra/local/main.ts', import.meta.url));
const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

/** Runs the start command; resolves with what it printed when it ends, or when `until` is printed. */
const start = (args: readonly string[], until?: RegExp) => {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let [stdout, stderr] = ['', ''];
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  const printed = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (until?.test(stdout)) resolve(stdout);
    });
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return { child, ended, printed };
};

const isRefused = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => false,
    () => true,
  );

describe('npm start', () => {
  test('says in a few lines where everything is and what to do next', async () => {
    const { printed } = start(['--ports', '0'], /Ctrl-C/);

    const text = await printed;

    expect(text).toMatch(/Sign-in page {3}http:\/\/127\.0\.0\.1:\d+\n/);
    expect(text).toMatch(/Inbox {10}http:\/\/127\.0\.0\.1:\d+\/inbox\n/);
    expect(text).toContain('sign in as ann@example.com');
    expect(text.split('\n').length).toBeLessThan(16);
  });

  test('with --json prints one line, the same as config.json', async () => {
    const { printed } = start(['--json', '--ports', '0'], /\n/);

    const text = await printed;
    const config = JSON.parse(text) as StackConfig;

    expect(text.trimEnd().split('\n')).toHaveLength(1);
    expect(await (await fetch(`${config.web}/config.json`)).json()).toEqual(config);
    expect(Object.keys(config)).toEqual([
      'web',
      'cognito',
      'aws',
      'dynamodb',
      'region',
      'userPoolId',
      'clientId',
      'issuer',
      'jwks',
      'users',
      'tables',
    ]);
    for (const url of [config.web, config.cognito, config.aws, config.dynamodb]) {
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    }
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('ends at %s with status 0 and leaves nothing listening', async (signal) => {
    const { child, ended, printed } = start(['--json', '--ports', '0'], /\n/);
    const config = JSON.parse(await printed) as StackConfig;
    // An open event stream must not hold it back.
    const stream = await fetch(`${config.web}/inbox/events`);

    child.kill(signal);
    const { code, stderr } = await ended;

    await stream.body?.cancel().catch(() => {});
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const url of [config.web, config.cognito, config.aws, config.dynamodb]) {
      expect(await isRefused(url)).toBe(true);
    }
  });

  test.each(['web', 'cognito', 'aws', 'dynamodb'])(
    'a taken port for %s: says which and what to do, stops the rest',
    async (name) => {
      const taken = createServer();
      await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
      const address = taken.address();
      const port = typeof address === 'object' ? address?.port : 0;

      const { code, stderr } = await start(['--ports', '0', `--port-${name}`, String(port)]).ended;

      await new Promise((resolve) => taken.close(resolve));
      expect(code).toBe(1);
      expect(stderr).toContain(`port ${port} (${name}) is in use`);
      expect(stderr).toContain(`--port-${name}`);
      expect(stderr).not.toMatch(/^\s+at /m);
    },
  );

  test.each([
    [['--port-web', 'abc'], '--port-web is abc'],
    [['--port-aws', '70000'], '--port-aws is 70000'],
    [['--ports', '5'], '--ports is 5'],
    [['--prot-web', '3000'], "'--prot-web'"],
  ])('%j is refused with the options', async (args, message) => {
    const { code, stderr } = await start(args).ended;

    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).toContain('Usage: npm start');
  });

  test('--help tells all options', async () => {
    const { code, stdout } = await start(['--help']).ended;

    expect(code).toBe(0);
    expect(stdout).toContain('--port-dynamodb');
  });
});
