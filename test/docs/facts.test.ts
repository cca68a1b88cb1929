import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ConfigError, configSchema, parseConfig } from '../../functions/runtime/config.ts';
import { signInErrorCodes } from '../../functions/sign-in/errors.ts';
import { publicParameters } from '../../functions/sign-in/parameters.ts';
import { policyRanges } from '../../functions/sign-in/policy.ts';
import { faultOperations } from '../../infra/local/aws/faults.ts';
import { HELP } from '../../infra/local/stack-options.ts';
import { operations } from '../../infra/local/user-pool/operation-table.ts';
import { clientErrorCodes } from '../../web/client/errors.ts';
import { codeOf, rowsUnder } from './markdown.ts';

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
  const copy: Record<string, unknown> = structuredClone(required);
  if (second === undefined) delete copy[first];
  else delete (copy[first] as Record<string, unknown>)[second];
  return copy;
};

const isRequired = (path: string): boolean => {
  if (at(required, path) === undefined) return false;
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
    const value = at(parseConfig(required), path);

    if (isRequired(path)) expect(stated).toBe('required');
    else if (value === undefined) expect(stated).toBe('none');
    else expect(JSON.parse(codeOf(stated) ?? 'null')).toEqual(value);
  });

  test.each(Object.entries(policyRanges))('says the default and the range of policy.%s', (name, range) => {
    const row = rows.get(`policy.${name}`);

    expect(row?.slice(1, 3)).toEqual([String(range.default), `${range.min} to ${range.max} ${range.unit}`]);
  });

  test('stands under an example that is a configuration', () => {
    const example = /## Configuration[\s\S]*?```json\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';

    expect(parseConfig(JSON.parse(example)).appName).toBe('Example');
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
    const source = /readonly outcome:([^;]+);/.exec(read('functions/sign-in/ports.ts'))?.[1] ?? '';
    const outcomes = [...source.matchAll(/'([\w-]+)'/g)].map(([, outcome]) => outcome);

    expect(codes(rowsUnder(localStack, 'Outcomes'))).toEqual(outcomes);
    expect(outcomes).toContain('sent');
  });

  test('names every operation of the user pool', () => {
    const stated = rowsUnder(localStack, 'The user pool').flatMap(([, list]) =>
      [...(list ?? '').matchAll(/`(\w+)`/g)].map(([, operation]) => operation ?? ''),
    );

    expect(stated.sort()).toEqual([...operations.keys()].sort());
  });
});
