import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Bundle } from '../../../infra/build/bundle.ts';
import { buildFunction, type Flavour, type FunctionName, zipGoals } from '../../../infra/build/functions.ts';
import { type LocalStack, startLocalStack } from '../../../infra/local/local-stack.ts';
import { signInCalls } from '../../helpers/cognito-calls.ts';
import { codeIn, wrongCode } from '../../helpers/sign-in-codes.ts';

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

  test.each(['pre-sign-up', 'verify', 'post-authentication'] as const)(
    'of a trigger that sends nothing hold no provider: %s',
    (name) => {
      const { packages = [], zipBytes = 0 } = bundles.get(`full/${name}`) ?? {};

      expect(packages).toContain('@aws-sdk/client-dynamodb');
      expect(packages.join()).not.toMatch(/client-(?:sesv2|sns|pinpoint)/);
      expect(zipBytes).toBeLessThanOrEqual(0.8 * (bundles.get('full/triggers')?.zipBytes ?? 0));
    },
  );

  test.each(['pre-sign-up', 'verify', 'create'] as const)(
    'of a trigger that marks nobody hold no user pool: %s',
    (name) => {
      expect(bundles.get(`full/${name}`)?.packages.join()).not.toMatch(/client-cognito/);
    },
  );

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

const logs = async (stack: LocalStack): Promise<readonly { readonly outcome?: string; readonly reason?: string }[]> => {
  const text = await (await fetch(`${stack.config.aws}/logs`)).text();
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
};

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
    const code = codeIn(stack.inbox.list()[0]);

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
    expect((await logs(stack)).filter(({ outcome }) => outcome === 'send-failed').at(-1)?.reason).toBe(reason);
  });
});
