import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildFunction } from '../../../infra/build/functions.ts';
import { smokeTarget } from '../../../infra/cli/smoke/smoke-target.ts';
import { type DeployEndpoint, startDeployEndpoint } from '../../helpers/deploy-endpoint.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));

let folder: string;
let endpoint: DeployEndpoint;
let said: string;

beforeAll(async () => {
  [folder, endpoint] = await Promise.all([
    mkdtemp(join(tmpdir(), 'doorcode-deploy-')),
    startDeployEndpoint({ UserPoolId: 'eu-west-1_AbCdEf123', ClientId: 'client1' }),
  ]);
  const names = ['triggers', 'account', 'delivery-events'] as const;
  await Promise.all(names.map((name) => buildFunction(name, 'email')));
  const doorcode = { appName: 'Example', email: { from: 'Example <no-reply@example.com>' } };
  const app = `node ${join(root, 'infra/aws/app.ts')}`;
  await writeFile(join(folder, 'cdk.json'), JSON.stringify({ app, context: { doorcode } }));
  // As `npm run deploy` does. Every host but this machine is out of reach.
  const args = ['deploy', '--outputs-file', 'cdk-outputs.json', '--require-approval', 'never', '--no-notices'];
  const { stdout, stderr } = await run(process.execPath, [join(root, 'node_modules/aws-cdk/bin/cdk'), ...args], {
    cwd: folder,
    env: {
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      HOME: folder,
      AWS_ENDPOINT_URL: endpoint.url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_EC2_METADATA_DISABLED: 'true',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      HTTPS_PROXY: 'http://127.0.0.1:9',
    },
  }).catch((error: { stdout: string; stderr: string }) => error);
  said = `${stdout}${stderr}`;
}, 120_000);

afterAll(async () => {
  await Promise.all([endpoint.close(), rm(folder, { recursive: true, force: true })]);
});

describe('npm run deploy, with AWS_ENDPOINT_URL set', () => {
  test('deploys to that endpoint, and writes the outputs down', async () => {
    expect(said).toMatch(/Doorcode\.UserPoolId = eu-west-1_AbCdEf123/);
    const outputs = JSON.parse(await readFile(join(folder, 'cdk-outputs.json'), 'utf8'));
    expect(outputs.Doorcode).toEqual({ UserPoolId: 'eu-west-1_AbCdEf123', ClientId: 'client1' });
    const target = await smokeTarget({ outputs: join(folder, 'cdk-outputs.json') }, {});
    target.clients.close();
    expect(target).toMatchObject({ userPoolId: 'eu-west-1_AbCdEf123', clientId: 'client1' });
  });

  test('uploads the template that was synthesised and the code of every function', async () => {
    const template = endpoint.files.get(endpoint.templateKey() ?? '')?.toString() ?? '';
    const synthesised = await readFile(join(folder, 'cdk.out/Doorcode.template.json'), 'utf8');
    const resources = Object.values(JSON.parse(template).Resources) as { Type: string; Properties: { Code: object } }[];
    const codes = resources
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .map(({ Properties }) => Properties.Code);

    expect(JSON.parse(template)).toEqual(JSON.parse(synthesised));
    expect(codes).toHaveLength(3);
    for (const code of codes) {
      const { S3Key } = code as { S3Key: string };
      expect(endpoint.files.get(S3Key)?.includes('index.mjs')).toBe(true);
    }
  });

  test('asks nobody for anything that such an endpoint may not have', () => {
    const kinds = new Set(endpoint.operations.map((operation) => operation.split(':')[0]));

    expect([...kinds].sort()).toEqual(['cloudformation', 's3', 'ssm', 'sts']);
  });
});
