import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import { describe, expect, test } from '@jest/globals';
import { type Deployment, openDeployment } from '../../../infra/cli/deployment.ts';
import { checks, doctor } from '../../../infra/cli/doctor/doctor-command.ts';
import type { Terminal } from '../../../infra/cli/terminal.ts';
import { startUserPoolServer } from '../../../infra/local/user-pool/http-server.ts';
import type { PoolOptions } from '../../../infra/local/user-pool/pool-config.ts';
import { localClient } from '../../helpers/local-client.ts';
import { sharedStack } from '../../helpers/shared-stack.ts';
import { runCommand } from './cli-rig.ts';

const stack = sharedStack();

type Told = { check: string; level: string; text: string; cure?: string };
const run = async (clock?: () => number) => {
  const { status, out } = await runCommand(['doctor', '--json', '--local', stack.config.web], clock && { clock });
  return { status, findings: JSON.parse(out) as Told[] };
};
const problems = ({ findings }: { findings: Told[] }) => findings.filter(({ level }) => level !== 'ok');
const plant = (service: string, operation: string, error: string) =>
  stack.fault({ service, operation, times: -1, error });

/** The findings of a deployment of which one part is different. */
const examine = async (
  change: (deployment: Deployment) => Deployment,
  triggerFunctions?: readonly string[],
): Promise<Told[]> => {
  const deployment = await openDeployment({ local: stack.config.web }, {});
  const lines: string[] = [];
  const terminal = { write: (line: string) => lines.push(line), progress: () => {} } as unknown as Terminal;
  try {
    const known = triggerFunctions !== undefined && { triggerFunctions };
    await doctor({ deployment: change(deployment), clock: Date.now, terminal, ...known }, { json: true });
  } finally {
    deployment.close();
  }
  return JSON.parse(lines.join('')) as Told[];
};

/** The same for a user pool that is set up in another way. */
const examinePool = async (pool: PoolOptions): Promise<Told[]> => {
  const server = await startUserPoolServer({ port: 0, triggers: { invoke: async (event) => event }, ...pool });
  const client = new CognitoIdentityProviderClient(localClient(server.url));
  try {
    return await examine((deployment) => ({
      ...deployment,
      userPoolId: server.userPoolId,
      clients: { ...deployment.clients, cognito: async () => client },
    }));
  } finally {
    client.destroy();
    await server.close();
  }
};

describe('doctor', () => {
  test('finds nothing wrong with a healthy stack, and looks at everything', async () => {
    const { status, out } = await runCommand(['doctor', '--local', stack.config.web]);

    expect(status).toBe(0);
    expect(out).not.toMatch(/ERROR|WARNING/);
    expect(out).toMatch(/0 error\(s\), 0 warning\(s\), \d+ in order\.$/);
    expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length);
  });

  test.each([
    [
      'ses',
      'GetAccount',
      'SANDBOX',
      'SES account',
      /SES is in the sandbox.*200 mails a day/,
      /ask for production access/,
    ],
    ['ses', 'GetAccount', 'PAUSED', 'SES account', /sending is paused/, /resume/],
    ['ses', 'GetAccount', 'PROBATION', 'SES account', /enforcement status PROBATION/, /answer it/],
    ['ses', 'GetAccount', 'QUOTA_SPENT', 'SES account', /49000 of the 50000 mails/, /higher sending quota/],
    [
      'ses',
      'GetEmailIdentity',
      'PENDING',
      'SES identity',
      /no-reply@doorcode\.example is not verified \(PENDING\)/,
      /open the link that SES mailed to no-reply@doorcode\.example, or verify its domain doorcode\.example/,
    ],
    [
      'ses',
      'GetEmailIdentity',
      'NotFoundException',
      'SES identity',
      /knows neither .* nor doorcode\.example/,
      /create/,
    ],
    ['sns', 'GetSMSSandboxAccountStatus', 'SANDBOX', 'SNS sandbox', /in the SMS sandbox/, /leave it/],
    ['sns', 'GetSMSAttributes', 'SPEND_LIMIT', 'SNS spend limit', /limit is 1 USD a month/, /ask for more/],
    [
      'pinpoint',
      'GetApp',
      'NotFoundException',
      'Pinpoint application',
      /no Pinpoint application 0{26}d00c0d/,
      /create-app/,
    ],
    ['kms', 'DescribeKey', 'DISABLED', 'KMS keys', /c0de \(keys\.code\) is Disabled/, /enable-key/],
    ['kms', 'DescribeKey', 'PENDING_DELETION', 'KMS keys', /waits for its deletion/, /cancel-key-deletion/],
    ['kms', 'DescribeKey', 'WRONG_SPEC', 'KMS keys', /SYMMETRIC_DEFAULT, not HMAC_256/, /HMAC_256/],
    ['dynamodb', 'DescribeTable', 'ResourceNotFoundException', 'tables', /doorcode-records .*does not exist/, /deploy/],
  ])('names %s %s %s, with its cure', async (service, operation, error, check, text, cure) => {
    await plant(service, operation, error);

    const result = await run();

    const found = problems(result);
    expect(new Set(found.map((finding) => finding.check))).toEqual(new Set([check]));
    expect(found[0]?.text).toMatch(text);
    expect(found[0]?.cure).toMatch(cure);
    expect(result.status).toBe(found.some(({ level }) => level === 'error') ? 1 : 0);
  });

  test.each([
    ['GetConfigurationSet', 'NotFoundException', 'error', /codes does not exist/],
    ['GetConfigurationSet', 'TLS_OPTIONAL', 'warning', /sends without TLS/],
    ['GetConfigurationSet', 'PAUSED', 'error', /paused for the configuration set codes/],
    ['GetConfigurationSet', 'TRACKING', 'warning', /tracks clicks/],
  ])('names the configuration set: %s %s', async (operation, state, level, text) => {
    await plant('ses', operation, state);

    const found = await examine((deployment) => {
      const email = { ...deployment.config.email, configurationSet: 'codes' };
      return { ...deployment, config: { ...deployment.config, email } };
    });

    expect(found.filter((finding) => finding.level !== 'ok')).toEqual([
      expect.objectContaining({ check: 'SES configuration set', level, text: expect.stringMatching(text) }),
    ]);
  });

  test.each<[string, PoolOptions, string, RegExp]>([
    [
      'a trigger that is not attached',
      { lambdaTriggers: ['PreSignUp', 'DefineAuthChallenge', 'CreateAuthChallenge', 'PostAuthentication'] },
      'triggers',
      /VerifyAuthChallengeResponse is not attached: no code is ever right/,
    ],
    [
      'a client that tells who has an account',
      { preventUserExistenceErrors: 'LEGACY' },
      'app clients',
      /tells strangers/,
    ],
    [
      'sessions shorter than a code',
      { authSessionValidityMinutes: 3 },
      'app clients',
      /ends a sign-in after 3 minutes, while its code holds 10/,
    ],
    ['a client that is not there', { clientId: 'another' }, 'app clients', /has no app client 3d00rc0de/],
  ])('names %s', async (_, pool, check, text) => {
    const found = (await examinePool(pool)).filter(({ level }) => level !== 'ok');

    expect(found).toEqual([expect.objectContaining({ check, level: 'error', text: expect.stringMatching(text) })]);
  });

  const TRIGGERS = ['PreSignUp', 'DefineAuthChallenge', 'CreateAuthChallenge', 'VerifyAuthChallengeResponse'];
  const ours = 'doorcode-triggers';
  test.each<[string, readonly string[] | undefined, readonly (readonly [string, RegExp])[]]>([
    ['unknown', undefined, [['ok', /--outputs cdk-outputs\.json says whether/]]],
    ['the attached one', [ours], [['ok', /run this deployment's functions/]]],
    ['one for each', [ours, ours, ours, ours, ours], [['ok', /run this deployment's functions/]]],
    [
      'another one',
      ['Doorcode-All'],
      [
        ...TRIGGERS.map(
          (trigger) =>
            [
              trigger === 'PreSignUp' ? 'warning' : 'error',
              new RegExp(
                `the trigger ${trigger} runs the function doorcode-triggers, not this deployment's Doorcode-All`,
              ),
            ] as const,
        ),
        ['warning', /PostAuthentication runs/],
      ],
    ],
    [
      'another one for one of them',
      [ours, ours, 'Doorcode-Create', ours, ours],
      [
        [
          'error',
          /CreateAuthChallenge runs the function doorcode-triggers, not this deployment's Doorcode-Create: no code is sent/,
        ],
      ],
    ],
  ])("compares the pool's triggers with the deployment's functions: %s", async (_, functions, expected) => {
    const found = await examine((deployment) => deployment, functions);

    expect(found.filter(({ check }) => check === 'triggers')).toEqual(
      expected.map(([level, text]) => expect.objectContaining({ level, text: expect.stringMatching(text) })),
    );
  });

  test('reads the names of the functions from the outputs of the stack', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'doorcode-doctor-'));
    const file = async (name: string, outputs: object) => {
      await writeFile(join(folder, name), JSON.stringify({ Doorcode: outputs }));
      return ['doctor', '--local', stack.config.web, '--outputs', join(folder, name)];
    };
    const right = await runCommand(await file('right.json', { TriggerFunctions: ours }));
    const wrong = await runCommand(await file('wrong.json', { TriggerFunctions: 'a,b,c,d,e' }));
    const none = await runCommand(await file('none.json', { UserPoolId: 'eu-west-1_Abc' }));
    await rm(folder, { recursive: true });

    expect(right.out).toContain("all five triggers of the user pool run this deployment's functions");
    expect([right.status, wrong.status, none.status]).toEqual([0, 1, 1]);
    expect(wrong.out).toContain("runs the function doorcode-triggers, not this deployment's c: no code is sent by it");
    expect(none.notes).toMatch(
      /has no output for the trigger functions \(TriggerFunctions\): write it with cdk deploy/,
    );
  });

  test.each([
    [{ CurrentPlan: 'ESSENTIALS' }, /by the plan ESSENTIALS: mails cost more/],
    [{ CurrentPlan: 'PRO', NextPlan: 'ESSENTIALS' }, /by the plan PRO/],
    [{ CurrentPlan: 'ESSENTIALS', NextPlan: 'NONE' }, null],
    [{ CurrentPlan: 'NONE' }, null],
    [undefined, null],
  ])('names a plan of SES that costs more: %j', async (PricingAttributes, text) => {
    const account = { ProductionAccessEnabled: true, SendingEnabled: true, PricingAttributes };
    const found = await examine((deployment) => ({
      ...deployment,
      clients: { ...deployment.clients, ses: async () => ({ send: async () => account }) as unknown as SESv2Client },
    }));

    const [finding] = found.filter(({ check }) => check === 'SES account');
    expect(finding?.level).toBe(text === null ? 'ok' : 'warning');
    if (text !== null) expect(finding?.text).toMatch(text);
    if (text !== null) expect(finding?.cure).toContain('put-account-pricing-attributes --plan NONE');
  });

  test('takes an identity of a domain above that of the sender', async () => {
    const asked: string[] = [];
    const ses = {
      async send({ input }: { input: { EmailIdentity?: string } }) {
        const { EmailIdentity = '' } = input;
        asked.push(EmailIdentity);
        if (EmailIdentity !== 'doorcode.example') throw Object.assign(new Error('none'), { name: 'NotFoundException' });
        return { VerifiedForSendingStatus: true, DkimAttributes: { Status: 'SUCCESS' } };
      },
    } as unknown as SESv2Client;

    const found = await examine((deployment) => {
      const email = { ...deployment.config.email, from: 'Doorcode <codes@mail.doorcode.example>' };
      const clients = { ...deployment.clients, ses: async () => ses };
      return { ...deployment, clients, config: { ...deployment.config, email } };
    });

    const identity = found.filter(({ check }) => check === 'SES identity');
    expect(identity).toEqual([
      expect.objectContaining({
        level: 'ok',
        text: expect.stringContaining('the identity doorcode.example is verified'),
      }),
    ]);
    expect(asked).toContain('codes@mail.doorcode.example');
  });

  test.each([
    [
      'codes@shop.example',
      { VerifiedForSendingStatus: false },
      /^open the link that SES mailed to codes@shop\.example/,
    ],
    ['shop.example', { VerifiedForSendingStatus: false }, /^publish the DNS records of shop\.example/],
    [
      'codes@shop.example',
      { VerifiedForSendingStatus: true, DkimAttributes: { Status: 'NOT_STARTED' } },
      /^verify the domain shop\.example too/,
    ],
    [
      'shop.example',
      { VerifiedForSendingStatus: true, DkimAttributes: { Status: 'PENDING' } },
      /^publish the DKIM records of shop\.example/,
    ],
  ])('cures the identity %s by what it is: %j', async (name, identity, cure) => {
    const ses = {
      async send({ input }: { input: { EmailIdentity?: string } }) {
        if (input.EmailIdentity !== name) throw Object.assign(new Error('none'), { name: 'NotFoundException' });
        return identity;
      },
    } as unknown as SESv2Client;

    const found = await examine((deployment) => {
      const email = { ...deployment.config.email, from: 'Shop <codes@shop.example>' };
      const clients = { ...deployment.clients, ses: async () => ses };
      return { ...deployment, clients, config: { ...deployment.config, email } };
    });

    const cures = found.filter(({ check }) => check === 'SES identity').map((one) => one.cure);
    expect(cures).toEqual([expect.stringMatching(cure)]);
  });

  test('names a clock that is wrong', async () => {
    const found = problems(await run(() => Date.now() + 10 * 60_000));

    expect(found).toEqual([
      expect.objectContaining({ check: 'clock', level: 'error', text: expect.stringMatching(/10 min ahead of/) }),
    ]);
  });

  test('says what it may not look at, and goes on', async () => {
    await plant('ses', 'GetAccount', 'AccessDeniedException');
    await plant('sns', 'GetSMSAttributes', 'SPEND_LIMIT');

    expect(problems(await run())).toEqual([
      expect.objectContaining({ check: 'SES account', level: 'warning', cure: expect.stringContaining('permission') }),
      expect.objectContaining({ check: 'SNS spend limit', level: 'error' }),
    ]);
  });
});
