import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { type Bundle, bundleFunction } from '../../../infra/build/bundle.ts';
import { browserTargets } from '../../../infra/build/web-widget.ts';
import { startLocalStack } from '../../../infra/local/local-stack.ts';
import { type ProviderServer, startProvider } from '../../channels/provider-server.ts';
import { signInCalls } from '../../helpers/cognito-calls.ts';
import { type Consumer, installPacked, installWithoutPeers, type Manifest } from '../../helpers/packed-package.ts';
import { wrongCode } from '../../helpers/sign-in-codes.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

let home: string;
let app: Consumer;
let manifest: Manifest;
let gateway: ProviderServer;
let synth: { readonly status: number; readonly stderr: string };

/** The channel that the guide shows, as it says that it is written outside this repository. */
const ownChannel = async (): Promise<string> => {
  const source = await readFile(join(root, 'test/channels/webhook-channel.ts'), 'utf8');
  return source.replace(/'\.\.\/\.\.\/channels\/[\w/-]+\.ts'/g, "'doorcode'");
};

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'doorcode-package-'));
  gateway = await startProvider();
  gateway.behave({ does: 'answer', status: 202, body: '{"id":"g-1"}' });
  app = await installPacked(home, ['typescript', '@types/node']);
  manifest = JSON.parse(await readFile(join(app.doorcode, 'package.json'), 'utf8'));
  await cp(fileURLToPath(new URL('./consumer/', import.meta.url)), app.folder, { recursive: true });
  await writeFile(join(app.folder, 'webhook-channel.ts'), await ownChannel());
  await writeFile(join(app.folder, 'gateway-url.ts'), `export const GATEWAY_URL = '${gateway.url}';\n`);
  synth = await app.runTool('aws-cdk/bin/cdk', 'synth', '--quiet', '--no-notices', '--app', 'node app.ts');
}, 180_000);

afterAll(async () => {
  await gateway.close();
  await rm(home, { recursive: true, force: true });
});

type Template = {
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Fields }>>;
};
type Fields = Readonly<Record<string, unknown>>;

const templateOf = async (stack: string): Promise<Template> =>
  JSON.parse(await readFile(join(app.folder, 'cdk.out', `${stack}.template.json`), 'utf8'));
const typesOf = ({ Resources }: Template) => Object.values(Resources).map(({ Type }) => Type);

describe('an app that installs the package', () => {
  test('is synthesised offline and without credentials', () => {
    expect(synth).toMatchObject({ status: 0, stderr: expect.not.stringMatching(/error|warning/i) });
  });

  test('gets everything from the construct alone, with the built functions as its code', async () => {
    const plain = await templateOf('Plain');

    expect(typesOf(plain)).toEqual(expect.arrayContaining(['AWS::Cognito::UserPool', 'AWS::CloudWatch::Dashboard']));
    const functions = Object.values(plain.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
    expect(functions.length).toBeGreaterThanOrEqual(3);
    for (const { Properties } of functions) expect(Properties.Code).toHaveProperty('S3Key');
  });

  test('is told of the widget’s files where they are installed', async () => {
    const { Outputs } = await templateOf('Hosted');

    expect(JSON.stringify(Outputs.WebUpload?.Value)).toContain('aws s3 sync node_modules/doorcode/web/dist s3://');
  });

  test('may bring a channel of its own, which then needs no leave to publish', async () => {
    const { Resources } = await templateOf('OwnChannel');

    const [configured] = Object.values(Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
    expect(JSON.stringify(configured?.Properties.Environment).replaceAll('\\', '')).toContain(
      '"sms":{"provider":"own"',
    );
    const policies = Object.values(Resources).filter(({ Type }) => Type === 'AWS::IAM::Policy');
    expect(JSON.stringify(policies)).toContain('ses:SendEmail');
    expect(JSON.stringify(policies)).not.toContain('sns:Publish');
  });

  test('may have a pool already, which is left alone', async () => {
    const existing = await templateOf('ExistingPool');

    expect(typesOf(existing)).not.toContain('AWS::Cognito::UserPool');
    expect(typesOf(existing).filter((type) => type === 'AWS::Lambda::Function').length).toBeGreaterThanOrEqual(7);
  });

  test('is checked by the compiler with the types of every entry, from ES modules and CommonJS', async () => {
    expect(await app.runTool('typescript/bin/tsc', '--project', '.')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('starts its own entry as lightly as the package’s own', async () => {
    const script = `
      import { bundleFunction } from 'doorcode/cdk';
      console.log(JSON.stringify(await bundleFunction({ entry: 'sign-in.ts', directory: 'dist/weighed' })));`;
    const { stdout } = await app.run(process.execPath, '--input-type=module', '--eval', script);
    const own: Bundle = JSON.parse(stdout);

    const ours = await bundleFunction({ entry: join(root, 'functions/index.ts'), directory: join(home, 'ours') });

    expect(own.startBytes / ours.startBytes).toBeLessThan(1.03);
    expect(own.zipBytes / ours.zipBytes).toBeLessThan(1.03);
  });

  test('signs people in by its own channel, with the bundle that it deploys', async () => {
    const triggers = new URL('../../helpers/built-triggers.ts', import.meta.url);
    triggers.searchParams.set('built', join(app.folder, 'dist'));
    triggers.searchParams.set('isolation', 'one');
    const stack = await startLocalStack({ ports: { web: 0, cognito: 0, aws: 0, dynamodb: 0 }, triggers });
    const { start, answer } = signInCalls(stack.config);

    const round = await start('sam@example.com');
    const { to, text } = JSON.parse(gateway.requests[0]?.body ?? '{}');
    const code = /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0] ?? '';
    const right = await answer(await answer(round, wrongCode(code)), code);
    const captured = stack.inbox.list();
    await stack.close();

    expect(to).toBe('+31612345601');
    expect(right.body.AuthenticationResult.AccessToken).toMatch(/^eyJ/);
    expect(captured).toEqual([]);
  }, 60_000);
});

describe('the command', () => {
  const doorcode = (...args: readonly string[]) => app.run(join(app.doorcode, manifest.bin.doorcode ?? ''), ...args);

  test('runs, and says what it can do', async () => {
    const { status, stdout, stderr } = await doorcode('--help');

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: doorcode /);
    expect(stdout).toMatch(/^ {2}doctor /m);
  });

  test('speaks of commands that an app has, never of scripts of this repository', async () => {
    const told = await Promise.all([
      doorcode('--help'),
      doorcode('audit', '--help'),
      doorcode('doctor', '--local', 'http://127.0.0.1:1'),
    ]);

    const words = told.map(({ stdout, stderr }) => stdout + stderr);
    expect(words[0]).toContain('  npx doorcode audit --user ann@example.com\n');
    expect(words[1]).toContain('  npx doorcode audit --since 15m --follow\n');
    expect(words[2]).toContain('start one with npm start in a clone of the Doorcode repository');
    expect(words.join('')).not.toContain('npm run');
  });

  test('checks a configuration, of the app and of the functions, with and without the CDK', async () => {
    const settings = { appName: 'Example', email: { from: 'Example <no-reply@example.com>' } };
    const keys = { code: 'alias/code', previousCode: null, index: 'alias/index' };
    const whole = {
      ...settings,
      clientIds: null,
      tables: { records: 'doorcode-records', audit: 'doorcode-audit' },
      keys,
    };
    const write = (name: string, body: object) => writeFile(join(app.folder, name), JSON.stringify(body));
    await write('cdk.json', { context: { doorcode: settings } });
    await write('whole.json', whole);
    await write('wrong.json', { ...whole, appName: '' });

    const fine = await doorcode('config', 'check', 'cdk.json');
    expect(fine).toEqual({
      status: 0,
      stdout: 'cdk.json is fine: `npx cdk deploy` makes the stack Doorcode of it.\n',
      stderr: '',
    });
    await write('wrong-cdk.json', { context: { doorcode: { ...settings, memorySize: 1 } } });
    const bare = join(await installWithoutPeers(home, app), manifest.bin.doorcode ?? '');
    expect(await app.run(bare, 'config', 'check', 'cdk.json')).toEqual(fine);
    expect(await app.run(bare, 'config', 'check', 'wrong-cdk.json')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('memorySize is 1: give 256'),
    });
    expect(await doorcode('config', 'check', 'whole.json')).toMatchObject({ status: 0, stderr: '' });
    const wrong = await doorcode('config', 'check', 'wrong.json');
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toContain('appName');
    expect(wrong.stderr).not.toContain('    at ');
  });
});

describe('the entries for browsers', () => {
  const bundle = async (contents: string): Promise<string> => {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: app.folder },
      bundle: true,
      minify: true,
      format: 'esm',
      target: browserTargets,
      write: false,
    });
    return outputFiles[0]?.text ?? '';
  };

  test('bundle the headless client as small as it is published', async () => {
    const published = (await stat(join(app.doorcode, 'web/dist/client.js'))).size;

    const all = await bundle(
      "export { browserStorage, ClientError, createClient, keepSession, memoryStorage } from 'doorcode/client';",
    );

    expect(all.length / published).toBeLessThan(1.01);
    expect(await bundle("export { createAccount } from 'doorcode/client';")).not.toContain('InitiateAuth');
  });

  test('bundle the widget, which defines its element', async () => {
    const code = await bundle("import 'doorcode/widget';");
    await writeFile(join(app.folder, 'widget.mjs'), code);
    const page = `
      globalThis.HTMLElement = class {};
      globalThis.customElements = { get: () => undefined, define: (name) => console.log(name) };
      await import('./widget.mjs');`;

    const { stdout, stderr } = await app.run(process.execPath, '--input-type=module', '--eval', page);

    expect({ stdout, stderr }).toEqual({ stdout: 'doorcode-sign-in\n', stderr: '' });
  });
});

describe('the package', () => {
  test('names no entry that it has not, with types for each', async () => {
    const targets = Object.values(manifest.exports).flatMap((one) =>
      typeof one === 'string' ? [one] : Object.values(one),
    );

    const missing = targets.filter((path) => !path.includes('*') && !app.files.includes(path.replace(/^\.\//, '')));

    expect(missing).toEqual([]);
    const withTypes = Object.entries(manifest.exports).filter(([, one]) => typeof one !== 'string');
    expect(withTypes.map(([name]) => name)).toEqual(['.', './cdk', './client', './widget']);
  });

  test('is loaded by Node, as ES modules and from CommonJS', async () => {
    const entries = ['doorcode', 'doorcode/cdk', 'doorcode/client'];
    const script = `
      for (const name of ${JSON.stringify(entries)}) console.log(Object.keys(await import(name)).length > 5);
      console.log(typeof process.getBuiltinModule('module').createRequire(import.meta.url)('doorcode/cdk').Doorcode);`;

    const { stdout, stderr } = await app.run(process.execPath, '--input-type=module', '--eval', script);

    expect({ stdout, stderr }).toEqual({ stdout: 'true\ntrue\ntrue\nfunction\n', stderr: '' });
  });

  test('imports what it says that it needs, and needs what it says', async () => {
    const modules = app.files.filter((path) => /^dist\/lib\/.*\.(?:js|d\.ts)$/.test(path));
    const sources = await Promise.all(modules.map((path) => readFile(join(app.doorcode, path), 'utf8')));
    const imported = sources.flatMap((source) =>
      [...source.matchAll(/(?:from |import\()['"]((?:@[\w-]+\/)?[a-z][\w-]*)(?:\/[\w./-]+)?['"]/g)].map(
        ([, name]) => name ?? '',
      ),
    );
    const needed = new Set(imported.map((name) => (name === 'aws-lambda' ? '@types/aws-lambda' : name)));

    const said = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)];
    expect([...needed].filter((name) => name !== 'node').sort()).toEqual(said.sort());
  });

  test('holds what is built and written for it, and nothing else', () => {
    const expected = [
      /^(?:package\.json|LICENSE|(?:README|CHANGELOG|CONTRIBUTING|SECURITY)\.md)$/,
      /^docs\/(?:(?:decisions\/)?[\w-]+\.md|images\/[\w-]+\.png)$/,
      /^dist\/functions\/(?:full|email)\/[\w-]+\/[\w.-]+\.mjs$/,
      /^dist\/lib\/(?:channels|functions|infra\/(?:aws|build|cli|local|package)|web\/client)\/[\w/-]+\.(?:js|d\.ts)$/,
      /^web\/dist\/(?:(?:doorcode|client)(?:-[\d.]+)?\.js|(?:doorcode|client)\.d\.ts|types\/[\w/-]+\.d\.ts)$/,
      /^web\/dist\/(?:locales\/[\w-]+|integrity|custom-elements)\.json$/,
    ];

    expect(app.files.filter((path) => !expected.some((pattern) => pattern.test(path)))).toEqual([]);
    expect(app.files.filter((path) => /\/functions\/(?:full|email)\/[\w-]+\/index\.mjs$/.test(path))).toHaveLength(16);
  });

  test('tells nothing of the machine that it was packed on', async () => {
    const places = [root, app.clone, home, 'file:///'];
    const contents = await Promise.all(
      app.files.map(async (path) => [path, await readFile(join(app.doorcode, path), 'utf8')] as const),
    );

    const telling = contents.filter(
      ([, text]) => places.some((place) => text.includes(place)) || text.includes('sourceMappingURL'),
    );

    expect(telling.map(([path]) => path)).toEqual([]);
  });
});
