import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sharedStack } from '../../helpers/shared-stack.ts';
import { runCommand } from './cli-rig.ts';

const stack = sharedStack();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorcode-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

const MAIN = fileURLToPath(new URL('../../../infra/cli/main.ts', import.meta.url));

/** The command as an operator starts it, in the environment of an AWS-compatible endpoint. */
const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  new Promise<{ status: number | null; out: string; errors: string }>((resolve) => {
    const { aws, dynamodb, cognito, region } = stack.config;
    const child = spawn(process.execPath, [MAIN, ...args], {
      env: {
        PATH: process.env.PATH,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
        AWS_ENDPOINT_URL: aws,
        AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito,
        ...env,
      },
    });
    let [out, errors] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk;
    });
    child.once('close', (status) => resolve({ status, out, errors }));
  });

const file = async (name: string, content: unknown): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const deployment = async () => (await fetch(`${stack.config.web}/deployment.json`)).json();
const hasUser = async (name: string) =>
  !(await runCommand(['audit', '--user', name, '--local', stack.config.web])).notes.includes(
    'a name that no account has',
  );

describe('smoke', () => {
  test('signs a made-up person up and in on a local stack, and leaves nobody behind', async () => {
    const { status, out } = await runCommand(['smoke', '--local', stack.config.web, '--json']);

    expect(status).toBe(0);
    const result = JSON.parse(out);
    expect(result).toMatchObject({ ok: true, address: expect.stringMatching(/^smoke-[0-9a-f]{12}@example\.com$/) });
    expect(await hasUser(result.address)).toBe(false);
  });

  test('takes the outputs of a deployment, and the code from a command', async () => {
    const { userPoolId, clientId, web } = stack.config;
    const outputs = {
      Site: { DoorcodeUserPoolId1A2B: userPoolId, DoorcodeClientId3C4D: clientId, Snippet: '<script>' },
    };
    const script = await file(
      'code.mjs',
      `const mails = await (await fetch('${web}/inbox/messages')).json();
       console.log(mails.find(({ to }) => to === process.env.DOORCODE_ADDRESS)?.text ?? 'not yet');`,
    );
    const path = await file('cdk-outputs.json', outputs);

    const args = ['smoke', '--outputs', path, '--address', 'smoke@example.com'];
    const { status, out, errors } = await start([...args, '--code-from', `"${process.execPath}" "${script}"`]);

    expect({ status, errors }).toEqual({ status: 0, errors: '' });
    expect(out).toMatch(
      /^smoke@example\.com signed up and in, and the address is marked verified\.\nThe code was there/,
    );
    expect(await hasUser('smoke@example.com')).toBe(false);
  }, 15_000);

  test('says so when the code is wrong, and removes the person', async () => {
    const args = ['smoke', '--address', 'typo@example.com', '--local', stack.config.web];
    const { status, notes } = await runCommand([...args, '--code-from', 'echo 000000']);

    expect(status).toBe(1);
    expect(notes).toBe('the code was not taken (wrong): was it the newest one that came?');
    expect(await hasUser('typo@example.com')).toBe(false);
  });

  test('says which step failed and what to look at, and removes the person', async () => {
    await stack.fault({ service: 'ses', times: -1, status: 503 });
    const args = ['smoke', '--address', 'lost@example.com', '--local', stack.config.web, '--timeout', '1s'];

    const inbox = await runCommand(args);
    const silent = await runCommand([...args, '--code-from', 'echo nothing >&2; exit 3']);

    expect(inbox.notes).toMatch(/^no code for lost@example\.com came into http:.*\/inbox: see `doctor`$/);
    expect(silent.notes).toMatch(/printed no code of 6 to 10 digits within 1 s \(exit status 3, last line: nothing\)/);
    expect(await hasUser('lost@example.com')).toBe(false);
  }, 20_000);

  test.each([
    [['--outputs', 'none.json'], 1, /none\.json cannot be read: there is no such file/],
    [['--local', 'LOCAL', '--address', 'ann@example.com'], 1, /signing up failed: this address has an account already/],
    [['--local', 'LOCAL', '--address', 'x@y@z'], 2, /^--address is "x@y@z": give an email address/],
  ])('refuses %j', async (args, expected, words) => {
    const named = args.map((arg) => (arg === 'LOCAL' ? stack.config.web : arg));

    const { status, notes } = await runCommand(['smoke', ...named]);

    expect(status).toBe(expected);
    expect(notes).toMatch(words);
  });
});

describe('an AWS-compatible endpoint, by the configuration and the environment', () => {
  test('doctor, audit and limits work there, and say what the endpoint does not know', async () => {
    const path = await file('doorcode.json', await deployment());
    const named = ['--config', path, '--client', stack.config.clientId];

    const [doctor, audit, limits] = await Promise.all([
      start(['doctor', '--json', ...named]),
      start(['audit', '--user', 'ann@example.com', ...named]),
      start(['limits', '--user', 'ann@example.com'], { DOORCODE_CONFIG: JSON.stringify(await deployment()) }),
    ]);

    const findings = JSON.parse(doctor.out) as { check: string; level: string }[];
    expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
    expect(findings.map(({ check }) => check)).toEqual(expect.arrayContaining(['KMS keys', 'tables', 'table upkeep']));
    expect(doctor.status).toBe(0);
    expect(audit).toMatchObject({ status: 0, out: 'Nothing happened in the last 24h.\n' });
    expect(limits).toMatchObject({ status: 0, out: expect.stringContaining('Nothing stops ann@example.com') });
  }, 20_000);
});
