import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ConfigError, configSchema, parseConfig } from '../../functions/runtime/config.ts';
import { signInErrorCodes } from '../../functions/sign-in/errors.ts';
import { publicParameters } from '../../functions/sign-in/parameters.ts';
import { createPolicy, policyRanges } from '../../functions/sign-in/policy.ts';
import { MAX_SENDS } from '../../functions/sign-in/record.ts';
import { type CliWorld, createProgram } from '../../infra/cli/program.ts';
import { isAnswerState } from '../../infra/local/aws/answer-states.ts';
import { type FaultService, faultOperations } from '../../infra/local/aws/faults.ts';
import { DEFAULT_PROVIDERS } from '../../infra/local/deployment.ts';
import { seededUsers } from '../../infra/local/seed.ts';
import { HELP } from '../../infra/local/stack-options.ts';
import { operations } from '../../infra/local/user-pool/operation-table.ts';
import { resolvePoolConfig } from '../../infra/local/user-pool/pool-config.ts';
import { clientErrorCodes } from '../../web/client/errors.ts';
import { backticks, codeOf, rowsUnder, samplesUnder } from './markdown.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const readme = read('README.md');
const clients = read('docs/clients.md');
const localStack = read('docs/local-stack.md');
const codes = (rows: readonly (readonly string[])[]): string[] => rows.flatMap(([first]) => codeOf(first) ?? []);

/** What has to be given; everything else has a default. */
const required = {
  appName: 'Example',
  clientIds: null,
  email: { from: 'no-reply@example.com' },
  tables: { records: 'records', audit: 'audits' },
  keys: { code: 'alias/code', previousCode: null, index: 'alias/index' },
};

/** The same with every group that may be left out, each with no more than it must have. */
const whole = {
  ...required,
  sms: { provider: 'sns', countries: ['NL'] },
  push: { provider: 'pinpoint' },
  pinpoint: { applicationId: 'a1' },
  account: { userPoolId: 'eu-west-1_Example' },
};

/** Settings whose default depends on others, in the words of the table. */
const inWords: Readonly<Record<string, { readonly stated: string; readonly value: unknown }>> = {
  'routing.order': { stated: 'the media that have settings: email, SMS, push', value: ['email', 'sms', 'push'] },
};

type Node = { readonly entries?: Record<string, Node>; readonly wrapped?: Node };

/** The paths of a schema's settings; a choice between shapes is one setting. */
const paths = (node: Node, prefix = ''): string[] => {
  const { entries } = node.wrapped ?? node;
  if (entries === undefined) return [prefix];
  return Object.entries(entries).flatMap(([name, entry]) => paths(entry, prefix === '' ? name : `${prefix}.${name}`));
};

const at = (source: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], source);

const without = (path: string): unknown => {
  const [first = '', second] = path.split('.');
  const copy: Record<string, unknown> = structuredClone(whole);
  if (second === undefined) delete copy[first];
  else delete (copy[first] as Record<string, unknown>)[second];
  return copy;
};

const isRequired = (path: string): boolean => {
  if (at(whole, path) === undefined) return false;
  expect(() => parseConfig(without(path))).toThrow(ConfigError);
  return true;
};

const allSettings = paths(configSchema as unknown as Node);
const settings = allSettings.filter((path) => !path.startsWith('policy.'));

describe('the configuration table of the README', () => {
  const rows = new Map(rowsUnder(readme, 'Configuration').map((row) => [codeOf(row[0]) ?? '', row]));

  test('names every setting there is, and no other', () => {
    expect([...rows.keys()].sort()).toEqual([...allSettings].sort());
    expect(allSettings.length).toBeGreaterThan(30);
  });

  test.each(settings)('says the right default of %s', (path) => {
    const stated = rows.get(path)?.[1] ?? '';
    const value = at(parseConfig(whole), path);
    const words = inWords[path];

    if (isRequired(path)) expect(stated).toBe('required');
    else if (words !== undefined) expect({ stated, value }).toEqual(words);
    else if (value === undefined) expect(stated).toBe('none');
    else expect(JSON.parse(codeOf(stated) ?? 'null')).toEqual(value);
  });

  test.each(Object.entries(policyRanges))('says the default and the range of policy.%s', (name, range) => {
    const row = rows.get(`policy.${name}`);

    expect(row?.slice(1, 3)).toEqual([String(range.default), `${range.min} to ${range.max} ${range.unit}`]);
  });

  test('leaves groups out where the table says that they may be', () => {
    expect(parseConfig(required)).not.toHaveProperty('sms');
  });

  test('stands under examples that are configurations, the second over the first', () => {
    const [smallest = {}, channels = {}] = samplesUnder(readme, 'Configuration');

    expect(parseConfig(smallest).routing.order).toEqual(['email']);
    expect(parseConfig({ ...smallest, ...channels }).routing.order).toEqual(['email', 'sms', 'push']);
  });

  test('says which numbers callers see where there are several channels', () => {
    const { challenge } = createPolicy({}, ['email', 'sms', 'push']);
    const limit = (seconds: number) => challenge.sendWindows.find((window) => window.seconds === seconds)?.limit;
    const text = readme.replaceAll('\n', ' ');

    expect(text).toContain(`${challenge.codeLength} digits, ${challenge.validSeconds / 60} minutes`);
    expect(text).toContain(`${limit(900)} messages in 15 minutes, ${limit(3_600)} an hour and ${limit(86_400)} a day`);
    expect(text).toContain(`at most ${MAX_SENDS} a day in all`);
  });

  test('follows a rule that the configuration takes', () => {
    const rules = /## A channel per user[\s\S]*?```json\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    const { routing } = parseConfig({ ...whole, ...JSON.parse(`{${rules}}`) });

    expect(routing.rules).toHaveLength(1);
  });
});

test('the README shows what the start says, with everybody who gets no mail', () => {
  const source = /const welcome = [^`]*`\n([\s\S]*?)`;/.exec(read('infra/local/main.ts'))?.[1] ?? '';
  const others = seededUsers.filter(({ channel }) => channel !== 'email');
  const pool = resolvePoolConfig({});
  const shown: Readonly<Record<string, string>> = {
    web: 'http://127.0.0.1:3000',
    cognito: 'http://127.0.0.1:9229',
    aws: 'http://127.0.0.1:4579',
    userPoolId: pool.userPoolId,
    clientId: pool.clients[0]?.clientId ?? '',
    'users[0]?.username': seededUsers[0]?.username ?? '',
    'others(users)': others.map(({ username, channel }) => `${username} (${channel})`).join(', '),
  };

  expect(source).toContain('Next: ');
  expect(readme).toContain(source.replace(/\$\{([^}]+)\}/g, (_, name: string) => shown[name] ?? name));
});

test('the README names every command of the operator', () => {
  const none = { terminal: {}, env: {}, clock: () => 0, signal: new AbortController().signal, fail: () => {} };
  const program = createProgram(none as unknown as CliWorld);

  expect(codes(rowsUnder(readme, 'For operators'))).toEqual(program.commands.map((command) => command.name()));
});

describe('the guide to channels', () => {
  test('shows rules that the configuration takes', () => {
    const rules = rowsUnder(read('docs/channels.md'), 'Which channel a code takes').map(([rule]) =>
      JSON.parse(codeOf(rule) ?? 'null'),
    );

    expect(parseConfig({ ...whole, routing: { rules } }).routing.rules).toEqual(rules);
    expect(rules.map((rule) => Object.keys(rule)[1])).toEqual(['equals', 'in', 'exists']);
  });
});

describe('the guide for client authors', () => {
  test('names the public challenge parameters', () => {
    const view = {
      medium: 'email',
      reason: 'sent',
      codeLength: 6,
      expiresAt: 0,
      resendAt: 0,
      attemptsLeft: 3,
    } as const;
    const parameters = publicParameters(view, { offered: ['email'], namesChannel: false }, 0);

    expect(codes(rowsUnder(clients, 'Public challenge parameters'))).toEqual(Object.keys(parameters));
  });

  test('names the reasons', () => {
    const source = /export type Reason = ([^;]+);/.exec(read('functions/sign-in/request-code.ts'))?.[1] ?? '';
    const reasons = [...source.matchAll(/'(\w+)'/g)].map(([, reason]) => reason);

    expect(codes(rowsUnder(clients, 'Reasons'))).toEqual(reasons);
  });

  test('names the error codes of the triggers', () => {
    expect(codes(rowsUnder(clients, 'Error codes'))).toEqual([...signInErrorCodes]);
  });

  test('names the error codes of the headless client', () => {
    expect(codes(rowsUnder(clients, 'Errors of the headless client'))).toEqual([...clientErrorCodes]);
  });
});

describe('the guide to the local stack', () => {
  test('names every option and default port', () => {
    const options = [...HELP.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option]) => option);
    const ports = [...HELP.matchAll(/\(default (\d+)\)/g)].map(([, port]) => port);
    const rows = rowsUnder(localStack, 'Options');

    expect(rows.map(([first]) => codeOf(first)?.split(' ')[0])).toEqual(options);
    expect(rows.flatMap(([, value]) => codeOf(value) ?? []).filter((value) => /^\d+$/.test(value))).toEqual(ports);
  });

  test('names the providers of each medium', () => {
    const providers = rowsUnder(localStack, 'Options').flatMap(([option, value]) => {
      const medium = /^`--(sms|push) /.exec(option ?? '')?.[1];
      return medium === undefined ? [] : [[medium, codeOf(value)]];
    });

    expect(Object.fromEntries(providers)).toEqual(DEFAULT_PROVIDERS);
  });

  test('names everybody who is there', () => {
    const stated = rowsUnder(localStack, 'Who is there').map(([name, channel]) => [codeOf(name), channel]);
    const names = { email: 'mail', sms: 'SMS', push: 'notification' };

    expect(stated).toEqual(seededUsers.map(({ username, channel }) => [username, names[channel]]));
  });

  test('names only states that the operations know', () => {
    const rows = rowsUnder(localStack, 'States').map(([service, operation, states]) => ({
      service: codeOf(service) as FaultService,
      operation: codeOf(operation) ?? '',
      states: backticks(states ?? ''),
    }));
    const faults = rows.flatMap(({ states, ...call }) => states.map((error) => ({ ...call, error, times: 1 })));

    expect(faults.length).toBeGreaterThan(rows.length);
    expect(faults.filter((fault) => !isAnswerState(fault))).toEqual([]);
  });

  test('names every service and operation that can be made to fail', () => {
    const rows = rowsUnder(localStack, 'Faults').filter(([first]) =>
      Object.hasOwn(faultOperations, codeOf(first) ?? ''),
    );
    const stated = rows.map(([service, list]) => [
      codeOf(service),
      [...(list ?? '').matchAll(/`(\w+)`/g)].map(([, operation]) => operation),
    ]);

    expect(Object.fromEntries(stated)).toEqual(faultOperations);
  });

  test('names every outcome', () => {
    const ports = read('functions/sign-in/ports.ts');
    const ofSignIn = /readonly outcome:([^;]+);/.exec(ports)?.[1] ?? '';
    const ofDelivery = /type DeliveryOutcome =([^;]+);/.exec(ports)?.[1] ?? '';
    const outcomes = [...`${ofSignIn}${ofDelivery}`.matchAll(/'([\w-]+)'/g)].map(([, outcome]) => outcome);

    expect(codes(rowsUnder(localStack, 'Outcomes'))).toEqual(outcomes);
    expect(outcomes).toEqual(expect.arrayContaining(['sent', 'delivered']));
  });

  test('names every operation of the user pool', () => {
    const stated = rowsUnder(localStack, 'The user pool').flatMap(([, list]) =>
      [...(list ?? '').matchAll(/`(\w+)`/g)].map(([, operation]) => operation ?? ''),
    );

    expect(stated.sort()).toEqual([...operations.keys()].sort());
  });
});
