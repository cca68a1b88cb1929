import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DoorcodeProps } from '../../../infra/aws/doorcode-props.ts';
import { buildFunction, type FunctionName, functionEntries } from '../../../infra/build/functions.ts';
import { functionEnvironment, platformApplications } from '../../../infra/local/deployment.ts';
import { type LocalStack, startLocalStack } from '../../../infra/local/local-stack.ts';
import { busyDay, daily } from '../../helpers/busy-day.ts';
import { startLambda } from '../../helpers/lambda-process.ts';
import type { AwsCall } from '../../helpers/recording-proxy.ts';
import { permissionFor, rolePermissions } from '../../helpers/role-permissions.ts';
import { sesEvents } from '../../helpers/ses-events.ts';
import { wrongCode } from '../../helpers/sign-in-codes.ts';
import { synthesise } from '../../helpers/synthesise.ts';

const PORTS = { web: 0, cognito: 0, aws: 0, dynamodb: 0 };

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorcode-roles-'));
  const names = Object.keys(functionEntries) as FunctionName[];
  await Promise.all(names.map((name) => buildFunction(name, 'full', folder)));
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

type Line = { readonly calledBy?: string; readonly startedAs?: string; readonly hasUndici?: boolean } & AwsCall;

const logs = async (stack: LocalStack): Promise<readonly Line[]> => {
  const text = await (await fetch(`${stack.config.aws}/logs`)).text();
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]));
};

/** A deployment of this kind as the local stack is one. */
const propsOf = (provider: 'sns' | 'pinpoint', isolation: 'one' | 'per-trigger'): DoorcodeProps => ({
  appName: 'Doorcode',
  email: { from: 'Doorcode <no-reply@doorcode.example>' },
  sms: { provider, countries: ['NL'] },
  push: { provider, ...(provider === 'sns' && { platformApplications }) },
  pinpoint: { applicationId: '00000000000000000000000000d00c0d' },
  isolation,
});

/**
 * IAM's reference names no resource for either: a device's endpoint and its application are both allowed, since no
 * account has shown which of them is asked about.
 */
const enrolling = (permission: string): string =>
  permission.replace(/^(sns:(?:CreatePlatformEndpoint|SetEndpointAttributes)) .*/, '$1 platform or device');

const sorted = (permissions: Iterable<string>): readonly string[] =>
  [...new Set([...permissions].map(enrolling))].sort();

describe.each([
  ['one', 'sns'],
  ['per-trigger', 'pinpoint'],
] as const)('the built functions, isolation %s, messages by %s', (isolation, provider) => {
  let stack: LocalStack;
  let token: string;
  let lines: readonly Line[];
  const allowed = rolePermissions(synthesise(propsOf(provider, isolation)).template);

  beforeAll(async () => {
    const triggers = new URL('../../helpers/built-triggers.ts', import.meta.url);
    triggers.searchParams.set('built', join(folder, 'full'));
    triggers.searchParams.set('isolation', isolation);
    triggers.searchParams.set('set', 'codes');
    stack = await startLocalStack({ ports: PORTS, providers: { sms: provider, push: provider }, triggers });
    token = await busyDay(stack, provider);
    lines = await logs(stack);
  }, 60_000);

  afterAll(() => stack.close());

  test('sign people in', () => {
    expect(token).toMatch(/^eyJ/);
  });

  test('load no HTTP client of Node’s when they start', () => {
    const started = lines.filter(({ startedAs }) => startedAs !== undefined);

    expect(started).toHaveLength(isolation === 'one' ? 1 : 5);
    for (const { startedAs, hasUndici } of started) expect([startedAs, hasUndici]).toEqual([startedAs, false]);
  });

  test('make the calls that their roles allow, and need every one of them: triggers', () => {
    const names =
      isolation === 'one' ? ['triggers'] : ['create', 'define', 'post-authentication', 'pre-sign-up', 'verify'];
    const made = names.map((name) => [
      name,
      sorted(lines.filter(({ calledBy }) => calledBy === name).flatMap((line) => permissionFor(line) ?? [])),
    ]);

    expect(made).toEqual(names.map((name) => [name, sorted(allowed.get(name as FunctionName) ?? [])]));
  });

  /** A function of the deployment that no trigger is, and what it asked for. */
  const launch = async (name: FunctionName) => {
    const calls: AwsCall[] = [];
    const env = functionEnvironment(name, stack.config, { sms: provider, push: provider });
    const config = JSON.parse(env.DOORCODE_CONFIG ?? '');
    const running = await startLambda({
      directory: join(folder, 'full', name),
      env: {
        ...env,
        DOORCODE_CONFIG: JSON.stringify({ ...config, email: { ...config.email, configurationSet: 'codes' } }),
      },
      onCall: (call) => calls.push(call),
      onLine: () => {},
    });
    return { running, needed: () => sorted(calls.flatMap((call) => permissionFor(call) ?? [])) };
  };

  test('make the calls that their roles allow, and need every one of them: the account, by every route', async () => {
    const { running, needed } = await launch('account');
    const { codeFor } = daily(stack);
    const call = async (method: string, path: string, body?: object) => {
      const answer = (await running.invoke({
        version: '2.0',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        requestContext: { http: { method, path } },
        ...(body && { body: JSON.stringify(body) }),
      })) as { statusCode: number; body: string };
      return { status: answer.statusCode, body: JSON.parse(answer.body) };
    };
    const prove = async (address: string) => {
      const { status, body } = await call('POST', '/account/addresses', { address });
      expect(status).toBe(202);
      const proof = { address, challenge: body.challenge };
      const code = codeFor(address);
      for (const [text, answered] of [
        ['no code', 400],
        [wrongCode(code), 400],
        [code, 200],
      ] as const) {
        expect((await call('POST', '/account/addresses/confirm', { ...proof, code: text })).status).toBe(answered);
      }
    };

    await prove('+31612345699');
    await prove('ann.new@example.com');
    expect((await call('PUT', '/account/channel', { channel: 'push' })).body.channel).toBe('push');
    const device = { token: 'ab'.repeat(32), platform: 'apns', name: 'Ann’s phone' };
    const [registered] = (await call('PUT', '/account/devices', device)).body.devices;
    expect(registered.name).toBe('Ann’s phone');
    expect((await call('DELETE', `/account/devices/${registered.id}`)).body.devices).toEqual([]);
    expect((await call('GET', '/account')).body.addresses.map(({ value }: { value: string }) => value)).toEqual([
      'ann.new@example.com',
      '+31612345699',
    ]);
    await running.close();

    expect(needed()).toEqual(sorted(allowed.get('account') ?? []));
  }, 30_000);

  test('make the calls that their roles allow, and need every one of them: mail events', async () => {
    const { running, needed } = await launch('delivery-events');

    await running.invoke(sesEvents('ann@example.com', new Date().toISOString()).bounced());
    await running.close();

    expect(needed()).toEqual(sorted(allowed.get('delivery-events') ?? []));
  }, 30_000);
});
