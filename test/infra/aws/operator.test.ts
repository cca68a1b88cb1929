import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type IGrantable, ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { Doorcode } from '../../../infra/aws/doorcode.ts';
import type { DoorcodeProps } from '../../../infra/aws/doorcode-props.ts';
import { backticks, codeOf, rowsUnder } from '../../docs/markdown.ts';
import { signInCalls } from '../../helpers/cognito-calls.ts';
import { type RunningStack, startStack } from '../../helpers/local-stack.ts';
import { type AwsCall, recordCalls } from '../../helpers/recording-proxy.ts';
import { permissionFor, permissionsOf } from '../../helpers/role-permissions.ts';
import { wrongCode } from '../../helpers/sign-in-codes.ts';
import { synthesise } from '../../helpers/synthesise.ts';
import type { Statement } from '../../helpers/template-parts.ts';

const MAIN = fileURLToPath(new URL('../../../infra/cli/main.ts', import.meta.url));

/** As the local stack is configured, with a configuration set such as a deployment makes. */
const settings: DoorcodeProps = {
  appName: 'Doorcode',
  email: { from: 'Doorcode <no-reply@doorcode.example>' },
  sms: { provider: 'sns', countries: ['NL'] },
  push: { provider: 'pinpoint' },
  pinpoint: { applicationId: '00000000000000000000000000d00c0d' },
};

/** The statements of a policy to which one grant was made. */
const granted = (grant: (doorcode: Doorcode, grantee: IGrantable) => void): ReadonlySet<string> => {
  const { template } = synthesise(settings, ({ doorcode, stack }) => grant(doorcode, new ManagedPolicy(stack, 'Role')));
  const [policy] = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
  return permissionsOf(policy?.Properties.PolicyDocument.Statement as Statement[]);
};

let stack: RunningStack;
let folder: string;
let proxies: readonly { readonly url: string; close(): Promise<void> }[];
let seen: AwsCall[] = [];

beforeAll(async () => {
  [stack, folder] = await Promise.all([startStack(), mkdtemp(join(tmpdir(), 'doorcode-operator-'))]);
  const { aws, dynamodb, cognito, web, userPoolId, clientId } = stack.config;
  proxies = await Promise.all([aws, dynamodb, cognito].map((url) => recordCalls(url, (call) => seen.push(call))));
  const config = (await (await fetch(`${web}/deployment.json`)).json()) as { email: object };
  const told = { ...config, clientIds: [clientId], email: { ...config.email, configurationSet: 'codes' } };
  await writeFile(join(folder, 'doorcode.json'), JSON.stringify(told));
  await writeFile(
    join(folder, 'cdk-outputs.json'),
    JSON.stringify({ Doorcode: { UserPoolId: userPoolId, ClientId: clientId } }),
  );
  const { start, answer, signUp } = signInCalls(stack.config);
  await signUp('eve@example.com');
  const round = await start('eve@example.com');
  await answer(round, wrongCode(await stack.codeFor('eve@example.com')));
}, 30_000);
afterAll(async () => {
  await Promise.all([...proxies.map((proxy) => proxy.close()), stack.stop(), rm(folder, { recursive: true })]);
});

/** A command as an operator calls it, against an AWS-compatible endpoint: whatever it asked for on the way. */
const run = (...args: readonly string[]) =>
  new Promise<{ readonly status: number; readonly said: string }>((resolve) => {
    const [aws, dynamodb, cognito] = proxies.map(({ url }) => url);
    const env = {
      PATH: process.env.PATH,
      AWS_REGION: stack.config.region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL: aws,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito,
    };
    execFile(process.execPath, [MAIN, ...args], { env, cwd: folder }, (error, out, errors) =>
      resolve({ status: error === null ? 0 : Number(error.code), said: `${out}${errors}` }),
    );
  });
const runWell = async (command: string, ...args: readonly string[]) => {
  const { status, said } = await run(command, ...args, '--config', 'doorcode.json');
  expect({ command, said, status }).toEqual({ command, said, status: 0 });
  return said;
};
/** What was asked for since the last look, of all that needs a permission. */
const needed = (): string[] => {
  const kinds = seen.flatMap((call) => permissionFor(call) ?? []);
  seen = [];
  return [...new Set(kinds)].sort();
};

describe('the grants to an operator', () => {
  test('allow exactly what audit, devices, limits and forget ask for', async () => {
    const person = ['--user', 'eve@example.com'];
    await Promise.all([
      runWell('audit', ...person),
      runWell('audit', '--user', 'nobody@example.com'),
      runWell('audit', '--destination', 'eve@example.com'),
      runWell('audit', '--since', '1h'),
      runWell('devices', ...person),
    ]);
    expect(await runWell('limits', ...person, '--clear')).toContain('Cleared 1 wrong answer(s)');
    expect(await runWell('limits', ...person, '--allow-mail')).toContain('nothing to allow');
    expect(await runWell('forget', ...person, '--yes')).toMatch(/Erased .* [1-9]\d* audit row\(s\)/);

    expect(needed()).toEqual([...granted((doorcode, grantee) => doorcode.grantOperate(grantee))].sort());
  }, 30_000);

  test('allow exactly what doctor asks for, and the reading of its configuration', async () => {
    expect(await run('doctor', '--config', 'doorcode.json')).toMatchObject({
      said: expect.not.stringContaining('ERROR'),
    });

    const allowed = granted((doorcode, grantee) => doorcode.grantDiagnose(grantee));
    // By the AWS CLI, before the first command: docs/operations.md.
    expect([...needed(), 'lambda:GetFunctionConfiguration account'].sort()).toEqual([...allowed].sort());
  }, 30_000);

  test('allow exactly what smoke asks for beyond what anybody may', async () => {
    const { status, said } = await run(
      ...['smoke', '--outputs', 'cdk-outputs.json', '--address', 'smoke@example.com', '--code-from', 'echo 00000000'],
    );

    expect({ status, said }).toMatchObject({ status: 1, said: expect.stringContaining('the code was not taken') });
    expect(needed()).toEqual([...granted((doorcode, grantee) => doorcode.grantSmoke(grantee))].sort());
  }, 30_000);

  test('stand in the guide with every action', async () => {
    const guide = await readFile(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
    const told = rowsUnder(guide, "What an operator's role needs").map(([grant, , actions]) => [
      codeOf(grant),
      new Set(backticks(actions ?? '').filter((text) => text.includes(':'))),
    ]);

    const actions = (permissions: ReadonlySet<string>) =>
      new Set([...permissions].map((permission) => permission.replace(/ .*/, '')));
    expect(told).toEqual([
      ['grantOperate', actions(granted((doorcode, grantee) => doorcode.grantOperate(grantee)))],
      ['grantDiagnose', actions(granted((doorcode, grantee) => doorcode.grantDiagnose(grantee)))],
      ['grantSmoke', actions(granted((doorcode, grantee) => doorcode.grantSmoke(grantee)))],
    ]);
  });

  test.each([
    ['grantOperate', (doorcode: Doorcode, grantee: IGrantable) => doorcode.grantOperate(grantee)],
    ['grantDiagnose', (doorcode: Doorcode, grantee: IGrantable) => doorcode.grantDiagnose(grantee)],
  ])('never derive a code: %s', (_, grant) => {
    expect([...granted(grant)].filter((permission) => /GenerateMac (?!index)/.test(permission))).toEqual([]);
  });
});
