import { describe, expect, test } from '@jest/globals';
import { defect, explain, stacksOf } from '../../../infra/cli/cli-error.ts';
import { createProgram } from '../../../infra/cli/program.ts';
import { processTerminal } from '../../../infra/cli/terminal.ts';
import { sharedStack } from '../../helpers/shared-stack.ts';
import { runCommand } from './cli-rig.ts';

const stack = sharedStack();

const user = 'ann@example.com';
const STACK_LINE = /(?:^|\n) {4}at /;
const plant = (service: string, operation: string, fault: object) =>
  stack.fault({ service, operation, times: -1, ...fault });

/** A call of each command that looks into a deployment, and what it asks of AWS. */
const calls = [
  { command: 'audit', args: ['--since', '1h'], service: 'dynamodb', operation: 'Scan', of: 'doorcode-audit' },
  { command: 'audit', args: ['--destination', user], service: 'kms', operation: 'GenerateMac', of: '\\S+' },
  { command: 'devices', args: ['--user', user], service: 'dynamodb', operation: 'GetItem', of: 'doorcode-records' },
  { command: 'limits', args: ['--user', user], service: 'dynamodb', operation: 'BatchGetItem', of: 'doorcode-records' },
  { command: 'forget', args: ['--user', user, '--yes'], service: 'dynamodb', operation: 'Query', of: 'doorcode-audit' },
  { command: 'doctor', args: [], service: 'dynamodb', operation: 'DescribeTable', of: 'doorcode-(?:records|audit)' },
] as const;
/** It asks of Cognito alone, where no fault can be planted. */
const COGNITO_ONLY = 'smoke';
const LOCAL_ONLY = 'config';

describe('an answer of AWS that nobody foresaw', () => {
  test('is tried with every command', () => {
    const world = { terminal: processTerminal(), env: {}, clock: Date.now, signal: new AbortController().signal };
    const { commands } = createProgram({ ...world, fail: () => {} });
    const tried = [...calls.map(({ command }): string => command), COGNITO_ONLY, LOCAL_ONLY];

    expect([...new Set(tried)].sort()).toEqual(commands.map((one) => one.name()).sort());
  });

  test.each(calls)('ends $command in one line: $operation', async ({ command, args, service, operation, of }) => {
    await plant(service, operation, { error: 'SomethingNewException', status: 400 });

    const { status, out, notes } = await runCommand([command, ...args, '--local', stack.config.web]);

    const said = command === 'doctor' ? out : notes;
    expect(status).toBe(1);
    expect(said).toMatch(
      new RegExp(`made to fail by POST /faults \\(${operation} ${of}, SomethingNewException\\): AWS refused it: check`),
    );
    expect(`${out}\n${notes}`).not.toMatch(STACK_LINE);
    if (command !== 'doctor') expect(notes).not.toContain('\n');
  });

  test('ends smoke in one line, by the step and what Cognito said', async () => {
    const { status, notes } = await runCommand(['smoke', '--client', 'nobodys', '--local', stack.config.web]);

    expect(status).toBe(1);
    expect(notes).toMatch(/^signing up failed: .* \(SignUp nobodys, ResourceNotFoundException\): check that/);
    expect(notes).not.toContain('\n');
  });

  test('of a pool that is not there names the pool', async () => {
    const call = ['devices', '--user', user, '--user-pool', 'us-east-1_Nobodys00', '--local', stack.config.web];

    const { status, notes } = await runCommand(call);

    expect(status).toBe(1);
    expect(notes).toMatch(/\(AdminGetUser us-east-1_Nobodys00, ResourceNotFoundException\): check that/);
  });

  test('shows its stacks to whoever asks for them', async () => {
    await plant('dynamodb', 'GetItem', { error: 'SomethingNewException', status: 400 });

    const { status, notes } = await runCommand(['devices', '--user', user, '--debug', '--local', stack.config.web]);

    expect(status).toBe(1);
    expect(notes).toMatch(/^made to fail .*\nSignInError: TRY_LATER\n.*\ncaused by: SomethingNewException: made/s);
    expect(notes).toMatch(STACK_LINE);
  });

  const named = (name: string, message: string, more: object = { $fault: 'client' }) =>
    Object.assign(new Error(message), { name, ...more });

  test.each([
    [
      'a fault that a store took for no answer',
      new Error('TRY_LATER', { cause: named('Odd', 'no') }),
      /^no \(Odd\): AWS refused/,
    ],
    ['one without words', named('UnknownError', ''), /^UnknownError: AWS refused/],
    ['several lines', named('Odd', 'one\n  two'), /^one two \(Odd\): /],
    ['a clock that is wrong', named('InvalidSignatureException', 'Signature expired: x'), /: set the clock of this/],
    ['a secret that is wrong', named('SignatureDoesNotMatch', 'x'), /: sign in to AWS first/],
    [
      'what Cognito says of a person, which no permission cures',
      named('NotAuthorizedException', 'Unable to verify secret hash for client x'),
      /: AWS refused it: check/,
    ],
    [
      'a permission that is missing, by whatever name',
      named('NotAuthorizedException', 'User: x is not authorized to perform: y'),
      /: give your role the permission/,
    ],
  ])('is put in words: %s', (_, error, words) => {
    expect(explain(error)).toMatch(words);
  });
});

describe('a defect', () => {
  test('ends in one line that says so, and --debug shows where', async () => {
    const call = ['forget', '--user', user, '--local', stack.config.web];

    const plain = await runCommand(call, { answers: [] });
    const told = await runCommand([...call, '--debug'], { answers: [] });

    expect([plain.status, told.status]).toEqual([1, 1]);
    expect(plain.notes).toMatch(
      /\nthis is a defect of the command, .*\(Error: nothing to answer .*\): please report it/,
    );
    expect(plain.notes).not.toMatch(STACK_LINE);
    expect(told.notes).toMatch(STACK_LINE);
  });

  test('is told with what caused it, whatever was thrown', () => {
    const error = new RangeError('too far', { cause: new TypeError('x is not a function') });

    expect(defect(error)).toContain('(RangeError: too far, because of TypeError: x is not a function)');
    expect(defect('text')).toContain('(text was thrown)');
    expect(stacksOf(error)).toMatch(/^RangeError: too far\n.*\ncaused by: TypeError: x is not a function\n/s);
    expect(stacksOf('text')).toBe('text');
  });
});
