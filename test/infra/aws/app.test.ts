import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildFunction } from '../../../infra/build/functions.ts';
import { integrityOf } from '../../../infra/build/web-widget.ts';
import { attributeNames } from '../../../web/widget/options.ts';
import { codeOf, rowsUnder } from '../../docs/markdown.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
/** From the folder of a stack that is synthesised here. */
const webFiles = (name: string) => relative(join(folder, name), join(root, 'web/dist'));
const cdk = join(root, 'node_modules/aws-cdk/bin/cdk');

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorcode-synth-'));
  const names = ['triggers', 'account', 'delivery-events'] as const;
  await Promise.all(names.map((name) => buildFunction(name, 'email')));
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/**
 * The template of `npm run synth` without its build: no credentials, no region, and every host but this machine out of
 * reach.
 * @throws {Error} with all that was said where it fails
 */
const synth = async (name: string, doorcode: object) => {
  const place = join(folder, name);
  const output = join(place, 'cdk.out');
  await mkdir(place);
  const app = `node ${join(root, 'infra/aws/app.ts')}`;
  await writeFile(join(place, 'cdk.json'), JSON.stringify({ app, context: { doorcode } }));
  const nowhere = 'http://127.0.0.1:9';
  await run(process.execPath, [cdk, 'synth', '--quiet', '--no-notices', '--output', output], {
    cwd: place,
    env: {
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      HOME: folder,
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      AWS_EC2_METADATA_DISABLED: 'true',
      HTTPS_PROXY: nowhere,
      HTTP_PROXY: nowhere,
    },
  }).catch((cause: { stderr: string }) => {
    throw new Error(`the synthesis of ${name} failed:\n${cause.stderr}`, { cause });
  });
  return JSON.parse(await readFile(join(output, 'Doorcode.template.json'), 'utf8')) as {
    Resources: Record<string, { Type: string; Properties: { Environment: { Variables: Record<string, unknown> } } }>;
    Outputs: Record<string, { Value: unknown; Description: string }>;
  };
};

const guide = readFileSync(join(root, 'docs/deploy.md'), 'utf8');
/** The outputs that the guide names. */
const told = rowsUnder(guide, 'Outputs').map(([name]) => codeOf(name) ?? '');
const onlySometimes = ['LambdaConfig', 'WebBucket', 'WebUpload', 'WebHost'];
const email = { from: 'Example <no-reply@example.com>' };

describe('the app', () => {
  test('is synthesised offline and without credentials, with what is needed next as outputs', async () => {
    const { Outputs, Resources } = await synth('own', { appName: 'Example', email });

    expect(Object.keys(Outputs).sort()).toEqual(told.filter((name) => !onlySometimes.includes(name)).sort());
    const snippet = JSON.stringify(Outputs.WidgetSnippet?.Value);
    expect(snippet).toContain('<doorcode-sign-in region=');
    for (const [, name = ''] of snippet.matchAll(/ ([a-z-]+)=\\"/g)) {
      expect(['type', 'src', 'integrity', 'crossorigin', ...attributeNames]).toContain(name);
    }
    const [, file = '', integrity = ''] = /src=\\"\/([^"\\]+)\\" integrity=\\"([^"\\]+)/.exec(snippet) ?? [];
    expect(integrityOf(await readFile(join(root, 'web/dist', file)))).toBe(integrity);
    expect(Outputs.WidgetSnippet?.Description).toContain(`which serves ${webFiles('own')} at its root`);
    const policies = Object.values(Resources).filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy');
    expect(policies).toHaveLength(2);
  }, 60_000);

  test('names the function whose configuration is all that the commands need', async () => {
    const { Outputs, Resources } = await synth('command', { appName: 'Example', email });

    const [, name = ''] = /--function-name ",\{"Ref":"(\w+)"\}/.exec(JSON.stringify(Outputs.OperatorConfig)) ?? [];
    const config = JSON.stringify(Resources[name]?.Properties.Environment.Variables.DOORCODE_CONFIG);
    expect(config).toContain('userPoolId');
    expect(config).not.toContain('clientIds\\":null');
  }, 60_000);

  test('serves the widget itself where that is asked for, and says how its files get there', async () => {
    const { Outputs } = await synth('hosting', { appName: 'Example', email, webHosting: true });

    expect(Object.keys(Outputs).sort()).toEqual(told.filter((name) => name !== 'LambdaConfig').sort());
    expect(JSON.stringify(Outputs.WebUpload)).toContain(`aws s3 sync ${webFiles('hosting')} s3://`);
    expect(JSON.stringify(Outputs.WidgetSnippet)).toMatch(/https:\/\/.*DomainName.*\/doorcode-\d/);
    expect(Outputs.WidgetSnippet?.Description).not.toContain('web/dist');
  }, 60_000);

  test('says how to set the triggers of a pool that is there already', async () => {
    const { Outputs, Resources } = await synth('given', {
      appName: 'Example',
      email,
      userPoolId: 'eu-west-1_AbCdEf123',
      clientIds: ['client1'],
    });

    expect(JSON.stringify(Outputs.LambdaConfig)).toContain('\\"VerifyAuthChallengeResponse\\":');
    expect(Object.values(Resources).map(({ Type }) => Type)).not.toContain('AWS::Cognito::UserPool');
  }, 60_000);

  test('says what is wrong in cdk.json, and nothing of its own lines', async () => {
    const synthesis = synth('bad', { appName: 'Example', email: { from: 'x' }, memorySize: 1 });

    const stderr = await synthesis.then(
      () => 'taken',
      ({ message }: Error) => message,
    );
    expect(stderr).toMatch(/cdk\.json: the Doorcode configuration has 2 problem\(s\)/);
    expect(stderr).not.toContain('app-settings.ts');
  }, 60_000);
});
