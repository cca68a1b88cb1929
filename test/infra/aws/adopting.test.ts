import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LambdaConfigType$, UpdateUserPoolRequest$, UserPoolType$ } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { synthesiseForPool } from '../../helpers/synthesise.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const guide = readFileSync(new URL('../../../docs/adopting.md', import.meta.url), 'utf8');
const { doorcode } = synthesiseForPool();

/** The members of a structure, as the SDK's schema lists them. */
const membersOf = (schema: unknown): readonly string[] => (schema as readonly string[][])[4] ?? [];

describe('the LambdaConfig of a pool of yours', () => {
  test('is in the words of Cognito’s API', () => {
    const names = Object.keys(doorcode.lambdaConfig);

    expect(names).toHaveLength(5);
    for (const name of names) expect(membersOf(LambdaConfigType$)).toContain(name);
  });
});

describe('a pool of the same app', () => {
  test('is adopted as the guide does it, in one stack that CloudFormation can make', () => {
    const example = /```ts\n(import \{ App, Stack[\s\S]*?)```/.exec(guide)?.[1] ?? '';
    const script = `
      import { inlineCode } from ${JSON.stringify(join(root, 'test/helpers/synthesise.ts'))};
      import { Template } from 'aws-cdk-lib/assertions';
      ${example
        .replace("'doorcode/cdk'", JSON.stringify(join(root, 'infra/package/cdk.ts')))
        .replace('  userPool,', '  userPool, functionCode: inlineCode,')}
      process.stdout.write(JSON.stringify(Template.fromStack(stack).findResources('AWS::Cognito::UserPool')));`;

    const printed = execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
      cwd: root,
      encoding: 'utf8',
    });

    const [pool] = Object.values(JSON.parse(printed) as Record<string, { Properties: { LambdaConfig: object } }>);
    expect(Object.keys(pool?.Properties.LambdaConfig ?? {}).sort()).toEqual(Object.keys(doorcode.lambdaConfig).sort());
  }, 30_000);
});

describe('the guide’s update of a pool', () => {
  const script = /node -e '\n([\s\S]*?)'\n/.exec(guide)?.[1] ?? '';
  /** Everything that Cognito can say of a pool, with names for values. */
  const pool = {
    ...Object.fromEntries(membersOf(UserPoolType$).map((name) => [name, `${name} as it was`])),
    Id: 'eu-west-1_AbCdEf123',
    Name: 'people',
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
    LambdaConfig: { PreTokenGeneration: 'arn:claims', PreSignUp: 'arn:before' },
  };
  const ours = Object.fromEntries(Object.keys(doorcode.lambdaConfig).map((name) => [name, `arn:doorcode:${name}`]));
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'doorcode-adopting-'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('sends back all that Cognito takes and nothing else, with the triggers put in', () => {
    writeFileSync(join(folder, 'pool.json'), JSON.stringify({ UserPool: pool }));
    const outputs = { Other: {}, Doorcode: { Region: 'eu-west-1', LambdaConfig: JSON.stringify(ours) } };
    writeFileSync(join(folder, 'cdk-outputs.json'), JSON.stringify(outputs));

    execFileSync(process.execPath, ['-e', script], { cwd: folder });

    const { UserPoolId, PoolName, LambdaConfig, AdminCreateUserConfig, ...same } = JSON.parse(
      readFileSync(join(folder, 'update.json'), 'utf8'),
    );
    expect({ UserPoolId, PoolName, AdminCreateUserConfig }).toEqual({
      UserPoolId: pool.Id,
      PoolName: pool.Name,
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
    });
    expect(LambdaConfig).toEqual({ PreTokenGeneration: 'arn:claims', ...ours });
    const handled = ['UserPoolId', 'PoolName', 'LambdaConfig', 'AdminCreateUserConfig'];
    const taken = membersOf(UpdateUserPoolRequest$).filter((name) => !handled.includes(name));
    expect(same).toEqual(Object.fromEntries(taken.map((name) => [name, `${name} as it was`])));
  });
});
