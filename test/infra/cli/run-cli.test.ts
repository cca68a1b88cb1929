import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commands, commandsOf } from '../../../infra/build/commands.ts';
import { CliError, explain } from '../../../infra/cli/cli-error.ts';
import { createProgram } from '../../../infra/cli/program.ts';
import { processTerminal } from '../../../infra/cli/terminal.ts';
import { localConfig } from '../../../infra/local/deployment.ts';
import { runCommand } from './cli-rig.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorcode-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

const config = () =>
  localConfig(
    { dynamodb: '', aws: '', cognito: '', userPoolId: 'us-east-1_Doorcode1', jwks: 'http://127.0.0.1/jwks' },
    { sms: 'sns', push: 'pinpoint' },
  );
const write = async (name: string, content: unknown): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

describe('help', () => {
  const world = { terminal: processTerminal(), env: {}, clock: Date.now, signal: new AbortController().signal };
  const names = createProgram({ ...world, fail: () => {} }).commands.map((one) => one.name());

  test('lists every command, with examples', async () => {
    const { status, out } = await runCommand(['--help']);

    expect(status).toBe(0);
    for (const name of names) expect(out).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
    expect(out).toContain('npm run doorcode -- audit --user ann@example.com');
    expect(out).toContain('AWS_ENDPOINT_URL');
  });

  test.each(names.filter((name) => name !== 'config').map((name) => [name]))(
    '%s says what it does and shows how',
    async (name) => {
      const { status, out } = await runCommand([name, '--help']);

      expect(status).toBe(0);
      expect(out).toMatch(/^Usage: doorcode \w+/);
      expect(out).toMatch(new RegExp(`Examples:\\n {2}npm run doorcode -- ${name}\\b`));
    },
  );

  test('is what a call without a command shows, and that call fails', async () => {
    const { status, out } = await runCommand([]);

    expect(status).toBe(2);
    expect(out).toContain('Usage: doorcode');
  });
});

describe('the version', () => {
  test('is that of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));

    expect(await runCommand(['--version'])).toMatchObject({ status: 0, out: version });
  });
});

describe('commands in messages', () => {
  test('are the scripts of a clone where the sources run, and what an app has where the package does', () => {
    expect(commands).toEqual(commandsOf('file:///clone/infra/build/commands.ts'));
    const { scripts } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
    for (const command of Object.values(commands)) {
      const [, name = ''] = /^npm (?:run )?([\w:]+)/.exec(command) ?? [];
      expect(scripts).toHaveProperty([name]);
    }

    const packaged = commandsOf('file:///app/node_modules/doorcode/dist/lib/infra/build/commands.js');
    expect(packaged).toMatchObject({ doorcode: 'npx doorcode', deploy: 'npx cdk deploy' });
    expect(Object.values(packaged).join(' ')).not.toContain('npm run');
  });
});

describe('what cannot be done', () => {
  test.each([
    [['limts'], 2, /unknown command 'limts'\n\(Did you mean limits\?\)/],
    [['audit', '--usr', 'a'], 2, /unknown option '--usr'/],
    [
      ['doctor', '--local', 'http://127.0.0.1:1', '--config', 'nonexistent'],
      2,
      /option '--config <file>' cannot be used with option '--local <url>'/,
    ],
    [
      ['smoke', '--local', 'http://127.0.0.1:1', '--outputs', 'nonexistent'],
      2,
      /option '--outputs <file>' cannot be used with option '--local <url>'/,
    ],
    [['devices'], 2, /required option '--user <name\|sub>' not specified/],
    [['doctor'], 2, /^no deployment is named: give --local .* --config <file> .* DOORCODE_CONFIG$/],
    [['doctor', '--local', 'http://127.0.0.1:1'], 1, /^no local stack answers at http:\/\/127\.0\.0\.1:1\/.*npm start/],
    [['doctor', '--config', '/nowhere.json'], 1, /^\/nowhere\.json cannot be read: there is no such file$/],
    [['smoke', '--timeout', 'soon'], 2, /^--timeout is "soon": give a number and a unit/],
    [['smoke', '--address', 'nonsense'], 2, /^--address is "nonsense": give an email address, or a phone number/],
    [['doctor', '--local', 'foo'], 2, /^--local is "foo": it must begin with http:\/\//],
    [['config', 'check'], 2, /^there is nothing to check: name a file, or set DOORCODE_CONFIG$/],
  ])('%j is refused in words, without a stack', async (args, status, words) => {
    const ran = await runCommand(args);

    expect(ran.status).toBe(status);
    expect(ran.notes).toMatch(words);
    expect(ran.notes).not.toMatch(/\n {4}at /);
    expect(ran.out).toBe('');
  });

  test.each([
    [[], 2, /^nobody is named: give --user/],
    [['--since', '5x'], 2, /^--since is "5x": give a number and a unit/],
    [['--user', 'a@example.com', '--destination', 'a@example.com'], 2, /were both given/],
  ])('audit %j is called wrongly', async (args, status, words) => {
    const ran = await runCommand(['audit', ...args], { env: { DOORCODE_CONFIG: JSON.stringify(config()) } });

    expect(ran).toMatchObject({ status, notes: expect.stringMatching(words), out: '' });
  });

  test.each([
    ['AWS_ENDPOINT_URL', 'foo'],
    ['AWS_ENDPOINT_URL_KMS', '127.0.0.1:4579'],
    ['AWS_ENDPOINT_URL', 'http://'],
  ])('%s of %j is named', async (name, value) => {
    const ran = await runCommand(['doctor'], { env: { DOORCODE_CONFIG: JSON.stringify(config()), [name]: value } });

    expect(ran).toMatchObject({ status: 2, out: '' });
    expect(ran.notes).toBe(`${name} is "${value}": it must begin with http:// or https://, or be unset`);
  });

  test.each([
    [new CliError('in words'), /^in words$/],
    [Object.assign(new Error('Could not load credentials'), { name: 'CredentialsProviderError' }), /aws sso login/],
    [
      Object.assign(new Error('not authorized to perform: dynamodb:Query'), { name: 'AccessDeniedException' }),
      /permission/,
    ],
    [new Error('outer', { cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) }), /AWS_ENDPOINT_URL/],
    [new Error('Region is missing'), /AWS_REGION=eu-west-1/],
    [Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' }), /try again in a minute/],
  ])('%s has a cure', (error, words) => {
    expect(explain(error)).toMatch(words);
  });

  test('a defect is no operator’s to put right', () => {
    expect(explain(new TypeError('x is not a function'))).toBeNull();
    expect(explain('text')).toBeNull();
  });
});

describe('config check', () => {
  test('says what it makes of a good one', async () => {
    const { status, out } = await runCommand(['config', 'check', await write('good.json', config())]);

    expect(status).toBe(0);
    expect(out).toContain('good.json is fine.');
    expect(out).toContain('channels      email (ses), then sms (sns), then push (pinpoint)');
    expect(out).toContain('app clients   every client of the pool');
  });

  test('takes the one of the environment, and fills the defaults in', async () => {
    const { status, out } = await runCommand(['config', 'check', '--json'], {
      env: { DOORCODE_CONFIG: JSON.stringify(config()) },
    });

    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ signUp: 'open', discloseChannel: false });
  });

  test('lists every mistake at once', async () => {
    const bad = { ...config(), signUp: 'maybe', policy: { answersPerCode: 9 }, extra: 1 };

    const { status, notes, out } = await runCommand(['config', 'check', await write('bad.json', bad)]);

    expect([status, out]).toEqual([1, '']);
    expect(notes).toMatch(/bad\.json has 3 problem\(s\):/);
    expect(notes).toMatch(/- signUp must be|- signUp: /);
    expect(notes).toContain('- policy.answersPerCode must be a whole number from 1 to 5 (answers), not 9');
    expect(notes).toContain('- extra is not a setting');
  });

  test('names countries that no number is of, and settings of a kind that nobody foresaw', async () => {
    const sms = { provider: 'sns', countries: ['NL', 'UK'] };
    const functions = await write('uk.json', { ...config(), sms });
    const context = await write('email-text.json', { context: { doorcode: { email: 'x' } } });

    const [uk, text] = await Promise.all([functions, context].map((path) => runCommand(['config', 'check', path])));

    expect(uk?.notes).toMatch(/uk\.json has 1 problem\(s\):\n {2}- sms\.countries\.1 is "UK".*UK: GB$/);
    expect(text?.notes).toMatch(/- appName is missing/);
    expect(text?.notes).toMatch(/- email must be an object, not "x"/);
    expect([uk?.status, text?.status]).toEqual([1, 1]);
  }, 20_000);

  test('checks what cdk.json holds by the code that deploys it', async () => {
    const doorcode = { appName: 'Example', email: { from: 'no-reply@example.com' } };
    const good = await write('cdk.json', { app: 'node app.ts', context: { doorcode } });
    const bad = await write('bad-cdk.json', {
      context: { doorcode: { ...doorcode, signUp: 'maybe', isolation: 'x' } },
    });

    const [fine, refused] = await Promise.all([good, bad].map((path) => runCommand(['config', 'check', path])));

    expect(fine).toMatchObject({
      status: 0,
      out: `${good} is fine: \`npm run deploy\` makes the stack Doorcode of it.`,
    });
    expect(refused?.status).toBe(1);
    expect(refused?.notes).toMatch(/bad-cdk\.json \(context\.doorcode\) has 2 problem\(s\):/);
  }, 20_000);

  test('refuses a list in the environment', async () => {
    const { status, notes } = await runCommand(['config', 'check'], { env: { DOORCODE_CONFIG: '[]' } });

    expect(status).toBe(1);
    expect(notes).toContain('- the configuration must be one JSON object');
  });

  test.each([
    ['what is no JSON', '{', /no\.json is not JSON/],
    ['a list', [], /no\.json has 1 problem\(s\):\n {2}- the configuration must be one JSON object$/],
    ['a list in the context', { context: { doorcode: [] } }, /- doorcode must be one JSON object in the context/],
    ['a cdk.json without settings', { app: 'node app.ts' }, /no\.json has no context\.doorcode: give an object/],
    ['a context without settings', { context: {} }, /no\.json has no context\.doorcode: give an object/],
  ])('refuses %s', async (_, content, words) => {
    const { status, notes } = await runCommand(['config', 'check', await write('no.json', content)]);

    expect(status).toBe(1);
    expect(notes).toMatch(words);
  });
});
