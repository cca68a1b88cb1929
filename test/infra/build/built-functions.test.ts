import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Bundle } from '../../../infra/build/bundle.ts';
import { buildFunction, type Flavour, type FunctionName, zipGoals } from '../../../infra/build/functions.ts';
import { functionEnvironment, localKeys } from '../../../infra/local/deployment.ts';
import { type LocalStack, startLocalStack } from '../../../infra/local/local-stack.ts';
import { signInCalls } from '../../helpers/cognito-calls.ts';
import { type LambdaProcess, startLambda } from '../../helpers/lambda-process.ts';
import type { AwsCall } from '../../helpers/recording-proxy.ts';
import { rolePermissions } from '../../helpers/role-permissions.ts';
import { sesEvents } from '../../helpers/ses-events.ts';
import { wrongCode } from '../../helpers/sign-in-conversation.ts';
import { synthesise } from '../../helpers/synthesise.ts';

const PORTS = { web: 0, cognito: 0, aws: 0, dynamodb: 0 };
const PROVIDERS = { sms: 'sns', push: 'pinpoint' } as const;
const triggerFunctions = ['pre-sign-up', 'define', 'create', 'verify', 'post-authentication'] as const;

let folder: string;
const bundles = new Map<string, Bundle>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorcode-built-'));
  const wanted: [Flavour, FunctionName][] = [
    ['full', 'triggers'],
    ['email', 'triggers'],
    ...triggerFunctions.map((name): [Flavour, FunctionName] => ['full', name]),
    ['full', 'account'],
    ['full', 'delivery-events'],
  ];
  await Promise.all(
    wanted.map(async ([flavour, name]) =>
      bundles.set(`${flavour}/${name}`, await buildFunction(name, flavour, folder)),
    ),
  );
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the bundles', () => {
  test.each(['full', 'email'] as const)('of the one function keep to their weight: %s', (flavour) => {
    expect(bundles.get(`${flavour}/triggers`)?.zipBytes).toBeLessThanOrEqual(zipGoals[flavour]);
  });

  test('of the flow’s decisions hold no SDK', () => {
    expect(bundles.get('full/define')?.packages.join()).not.toMatch(/aws-sdk/);
  });

  test('hold no chain of credentials', () => {
    for (const { packages } of bundles.values()) {
      expect(packages.join()).not.toMatch(
        /credential-provider-(?:ini|sso|process|node|imds|web-identity)|token-providers/,
      );
    }
  });

  test('for email alone hold no numbering plans', () => {
    expect(bundles.get('email/triggers')?.packages).not.toContain('libphonenumber-js');
    expect(bundles.get('full/triggers')?.packages).toContain('libphonenumber-js');
  });
});

type Line = { readonly calledBy?: string; readonly startedAs?: string; readonly hasUndici?: boolean } & AwsCall;

/** What people do in a day: enough for every permission to be of use. */
const day = async (stack: LocalStack) => {
  const { start, answer, signUp } = signInCalls(stack.config);
  const codeFor = (to: string) => {
    const message = stack.inbox.list().find((one) => one.to === to);
    return /(?<!\d)\d{6}(?!\d)/.exec(message?.text ?? '')?.[0] ?? '';
  };
  const tokens = async (name: string, to = name) => {
    const round = await start(name);
    const wrong = await answer(round, wrongCode(codeFor(to)));
    const right = await answer(wrong, codeFor(to));
    return right.body.AuthenticationResult as { AccessToken: string } | undefined;
  };
  expect((await signUp('new@example.com')).status).toBe(200);
  expect(await tokens('new@example.com')).toBeDefined();
  const ann = await tokens('ann@example.com');
  expect(ann).toBeDefined();
  expect(await tokens('sam@example.com', '+31612345601')).toBeDefined();
  const faults = `${stack.config.aws}/faults`;
  const json = { 'content-type': 'application/json' };
  await fetch(faults, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ service: 'pinpoint', times: -1, status: 503 }),
  });
  expect(await tokens('pia@example.com')).toBeDefined();
  await fetch(faults, { method: 'DELETE', headers: json });
  await start('bas@example.com');
  await start('bas@example.com');
  const unknown = await start('nobody@example.com');
  await answer(unknown, 'not digits');
  // A Cyrillic letter among Latin ones.
  expect((await signUp('ann@ex\u0430mple.com')).status).toBe(400);
  return ann?.AccessToken ?? '';
};

const logs = async (stack: LocalStack): Promise<readonly Line[]> => {
  const text = await (await fetch(`${stack.config.aws}/logs`)).text();
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]));
};

/** What the role of a function lets it do, with the local deployment's names. */
const allowed = (isolation: 'one' | 'per-trigger') =>
  rolePermissions(
    synthesise({
      appName: 'Doorcode',
      email: { from: 'Doorcode <no-reply@doorcode.example>' },
      sms: { provider: 'sns', countries: ['NL'] },
      push: { provider: 'pinpoint' },
      pinpoint: { applicationId: '00000000000000000000000000d00c0d' },
      isolation,
    }).template,
  );

const kindOf = ({ action, resource }: AwsCall): string => {
  const names = new Map([
    ['doorcode-records', 'records'],
    ['doorcode-audit', 'audit'],
    [localKeys.code, 'code'],
    [localKeys.index, 'index'],
  ]);
  return `${action} ${names.get(resource) ?? '-'}`;
};

describe.each(['one', 'per-trigger'] as const)('the built functions, isolation %s', (isolation) => {
  let stack: LocalStack;
  let accessToken: string;
  let lines: readonly Line[];

  beforeAll(async () => {
    const triggers = new URL('../../helpers/built-triggers.ts', import.meta.url);
    triggers.searchParams.set('built', join(folder, 'full'));
    triggers.searchParams.set('isolation', isolation);
    stack = await startLocalStack({ ports: PORTS, providers: PROVIDERS, triggers });
    accessToken = await day(stack);
    lines = await logs(stack);
  }, 60_000);

  afterAll(() => stack.close());

  test('sign people in, by mail, text message and notification', () => {
    expect(accessToken).not.toBe('');
  });

  test('load no HTTP client of Node’s when they start', () => {
    const started = lines.filter(({ startedAs }) => startedAs !== undefined);

    expect(started).toHaveLength(isolation === 'one' ? 1 : 5);
    for (const { startedAs, hasUndici } of started) expect([startedAs, hasUndici]).toEqual([startedAs, false]);
  });

  test('make the calls that their roles allow, and need every one of them', () => {
    const permissions = allowed(isolation);
    const made = new Map<string, Set<string>>();
    for (const line of lines.filter(({ calledBy }) => calledBy !== undefined)) {
      const of = made.get(line.calledBy ?? '') ?? new Set();
      made.set(line.calledBy ?? '', of.add(kindOf(line)));
    }

    for (const [name, kinds] of made) {
      expect({ name, calls: [...kinds].sort() }).toEqual({ name, calls: [...(permissions.get(name) ?? [])].sort() });
    }
    expect([...made.keys()].sort()).toEqual(
      isolation === 'one' ? ['triggers'] : ['create', 'post-authentication', 'pre-sign-up', 'verify'],
    );
  });

  test('serve the account and take mail events, within their roles', async () => {
    if (isolation !== 'one') return;
    const permissions = allowed('one');
    const calls: string[] = [];
    const launch = (name: FunctionName): Promise<LambdaProcess> =>
      startLambda({
        directory: join(folder, 'full', name),
        env: functionEnvironment(name, stack.config, PROVIDERS),
        onCall: (call) => calls.push(kindOf(call)),
        onLine: () => {},
      });

    const account = await launch('account');
    const answer = (await account.invoke({
      version: '2.0',
      headers: { authorization: `Bearer ${accessToken}` },
      requestContext: { http: { method: 'GET', path: '/account' } },
    })) as { statusCode: number; body: string };
    await account.close();
    expect(answer.statusCode).toBe(200);
    expect(JSON.parse(answer.body).addresses[0].value).toBe('ann@example.com');
    const free = new Set(['cognito-idp:GetUser -']);
    for (const call of calls) expect(free.has(call) || permissions.get('account')?.has(call)).toBe(true);

    calls.length = 0;
    const events = await launch('delivery-events');
    await events.invoke(sesEvents('ann@example.com', new Date().toISOString()).bounced());
    await events.close();
    expect([...new Set(calls)].sort()).toEqual([...(permissions.get('delivery-events') ?? [])].sort());
  });
});

describe('the built function for email alone', () => {
  let stack: LocalStack;

  beforeAll(async () => {
    const triggers = new URL('../../helpers/built-triggers.ts', import.meta.url);
    triggers.searchParams.set('built', join(folder, 'email'));
    triggers.searchParams.set('isolation', 'one');
    triggers.searchParams.set('channels', 'email');
    stack = await startLocalStack({ ports: PORTS, providers: PROVIDERS, triggers });
  }, 60_000);

  afterAll(() => stack.close());

  test('signs a person in, who may answer wrong first', async () => {
    const { start, answer } = signInCalls(stack.config);
    const round = await start('ann@example.com');
    const code = /(?<!\d)\d{6}(?!\d)/.exec(stack.inbox.list()[0]?.text ?? '')?.[0] ?? '';

    const wrong = await answer(round, wrongCode(code));
    const right = await answer(wrong, code);

    expect(right.body.AuthenticationResult.AccessToken).toMatch(/^eyJ/);
  });

  test.each([
    ['TooManyRequestsException', 429, 'throttled'],
    ['MailFromDomainNotVerifiedException', 400, 'misconfigured'],
    ['MessageRejected', 400, 'rejected'],
  ])('tells the provider’s errors apart by their names: %s', async (error, status, reason) => {
    const { signUp, start } = signInCalls(stack.config);
    const name = `${error.toLowerCase()}@example.com`;
    await signUp(name);
    const headers = { 'content-type': 'application/json' };
    const fault = { service: 'ses', times: -1, error, status };
    await fetch(`${stack.config.aws}/faults`, { method: 'POST', headers, body: JSON.stringify(fault) });

    expect((await start(name)).status).toBe(200);

    await fetch(`${stack.config.aws}/faults`, { method: 'DELETE', headers });
    const outcomes = (await logs(stack)) as readonly { readonly outcome?: string; readonly reason?: string }[];
    expect(outcomes.filter(({ outcome }) => outcome === 'send-failed').at(-1)?.reason).toBe(reason);
  });
});
