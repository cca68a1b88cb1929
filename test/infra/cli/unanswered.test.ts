import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { describe, expect, test } from '@jest/globals';
import { explain, rememberAsked } from '../../../infra/cli/cli-error.ts';
import { createClients } from '../../../infra/cli/clients.ts';
import { openDeployment } from '../../../infra/cli/deployment.ts';
import { checks, doctor } from '../../../infra/cli/doctor/doctor-command.ts';
import type { Terminal } from '../../../infra/cli/terminal.ts';
import { localClient } from '../../helpers/local-client.ts';
import { sharedStack } from '../../helpers/shared-stack.ts';
import { runCommand } from './cli-rig.ts';

const stack = sharedStack();

const user = 'ann@example.com';
const local = () => ['--local', stack.config.web];
const plant = (service: string, operation: string, fault: object) =>
  stack.fault({ service, operation, times: -1, ...fault });

describe('an answer of AWS that is none', () => {
  test.each([
    ['ses', 'GetAccount', 'SES account', /\(GetAccount, \w+\)/],
    ['kms', 'DescribeKey', 'KMS keys', /\(DescribeKey arn:aws:kms:\S+, \w+\)/],
    ['dynamodb', 'DescribeTable', 'tables', /\(DescribeTable doorcode-(?:records|audit), \w+\)/],
  ])('is one finding of doctor, beside all others: %s %s', async (service, operation, check, what) => {
    await plant(service, operation, { status: 500 });

    const { status, out, notes } = await runCommand(['doctor', '--json', ...local()]);

    const findings = JSON.parse(out) as { check: string; level: string; text: string }[];
    const bad = findings.filter(({ level }) => level !== 'ok');
    expect(bad).toEqual([expect.objectContaining({ check, level: 'error', text: expect.stringMatching(what) })]);
    expect(bad[0]?.text).toMatch(/^could not be looked at: .*AWS did not answer: try again/);
    expect(findings.length).toBeGreaterThan(5);
    expect([status, notes]).toEqual([1, '']);
  });

  test.each([
    [['devices', '--user', user], 'dynamodb', 'GetItem', /\(GetItem doorcode-records, \w+\): AWS did not answer/],
    [
      ['limits', '--user', user],
      'dynamodb',
      'BatchGetItem',
      /\(BatchGetItem doorcode-records, \w+\): AWS did not answer/,
    ],
    [['limits', '--user', user], 'kms', 'GenerateMac', /\(GenerateMac \S+, \w+\): AWS did not answer/],
    [['audit', '--since', '1h'], 'dynamodb', 'Scan', /\(Scan doorcode-audit, \w+\): AWS did not answer/],
    [['audit', '--destination', user], 'kms', 'GenerateMac', /\(GenerateMac \S+, \w+\): AWS did not answer/],
    [['forget', '--user', user, '--yes'], 'kms', 'GenerateMac', /\(GenerateMac \S+, \w+\): AWS did not answer/],
    [['forget', '--user', user, '--yes'], 'dynamodb', 'Query', /\(Query doorcode-audit, \w+\): AWS did not answer/],
  ])('ends %j in words: %s %s', async (args, service, operation, words) => {
    await plant(service, operation, { status: 500 });

    const { status, notes } = await runCommand([...args, ...local()]);

    expect(status).toBe(1);
    expect(notes).toMatch(words);
    expect(notes).not.toMatch(/\n {4}at /);
  });

  test.each([
    ['DisabledException', /aws kms enable-key/],
    ['KMSInvalidStateException', /aws kms enable-key/],
  ])('for want of a key names the cure: %s', async (error, cure) => {
    await plant('kms', 'GenerateMac', { error, status: 400 });

    for (const args of [
      ['limits', '--user', user],
      ['audit', '--destination', user],
      ['forget', '--user', user],
    ]) {
      const { status, notes } = await runCommand([...args, ...local()]);

      expect(status).toBe(1);
      expect(notes).toMatch(cure);
      expect(notes).toMatch(new RegExp(`\\(GenerateMac \\S+, ${error}\\)`));
    }
  });

  const named = (name: string, message: string, more: object = {}) =>
    Object.assign(new Error(message), { name, ...more });

  test.each([
    [
      'a key that is to be deleted',
      named('KMSInvalidStateException', 'arn:aws:kms:x is pending deletion.'),
      /cancel-key-deletion/,
    ],
    [
      'a fault of the server',
      named('InternalError', 'oh', { $fault: 'server' }),
      /^oh \(InternalError\): AWS did not answer/,
    ],
    [
      'a status of the server',
      named('UnknownError', '', { $metadata: { httpStatusCode: 502 } }),
      /^UnknownError: AWS did not answer/,
    ],
    [
      'the store in time for nobody',
      named('SignInError', 'TRY_LATER', { code: 'TRY_LATER' }),
      /^TRY_LATER: AWS did not answer/,
    ],
    ['a deadline', named('AbortError', 'Request aborted'), /AWS did not answer/],
    [
      'a cause below',
      new Error('TRY_LATER', { cause: named('DisabledException', 'the key is disabled', { $fault: 'client' }) }),
      /^the key is disabled \(DisabledException\): .*enable-key/,
    ],
  ])('has a cure: %s', (_, error, words) => {
    expect(explain(error)).toMatch(words);
  });

  test('by what is not AWS ends in words', async () => {
    const page = createServer((_, response) => response.end('<html>Sign in to this network</html>'));
    await once(page.listen(0, '127.0.0.1'), 'listening');
    const { port } = page.address() as AddressInfo;
    const endpoint = `http://127.0.0.1:${port}`;
    const { region, credentials } = localClient(endpoint);
    const clients = createClients({
      region,
      credentials,
      endpoints: { aws: endpoint, dynamodb: endpoint, cognito: endpoint },
    });

    const asking = (await clients.kms()).send(new DescribeKeyCommand({ KeyId: 'alias/x' }));
    const words = await asking.then(() => 'no error', explain);
    clients.close();
    page.close();

    expect(words).toMatch(
      /^Unexpected token '<'.*is not valid JSON \(DescribeKey alias\/x, SyntaxError\): what answered is not AWS: check AWS_ENDPOINT_URL/,
    );
    expect(words).not.toContain('\n');
  });

  test('names what was asked, and AWS’s own name for what it answered', () => {
    const missing = named('ResourceNotFoundException', 'not found', { $fault: 'client' });
    const dropped = named('Error', '', { code: 'ECONNRESET' });
    for (const error of [missing, dropped]) rememberAsked(error, 'DescribeTable records');

    expect(explain(missing)).toMatch(/^not found \(DescribeTable records, ResourceNotFoundException\): check that/);
    expect(explain(dropped)).toMatch(/^ECONNRESET \(DescribeTable records\): check the network/);
  });
});

describe('doctor', () => {
  const findingsWith = async (look: () => Promise<never>) => {
    const deployment = await openDeployment({ local: stack.config.web }, {});
    const lines: string[] = [];
    const terminal = { write: (line: string) => lines.push(line), progress: () => {} } as unknown as Terminal;
    const clients = Object.fromEntries(Object.keys(deployment.clients).map((name) => [name, look]));
    try {
      const isWell = await doctor(
        { deployment: { ...deployment, clients: { ...deployment.clients, ...clients } }, clock: Date.now, terminal },
        { json: true },
      );
      return { isWell, findings: JSON.parse(lines.join('')) as { check: string; level: string; text: string }[] };
    } finally {
      deployment.close();
    }
  };

  test('says once what keeps it from looking at anything', async () => {
    const { isWell, findings } = await findingsWith(() => Promise.reject(new Error('Region is missing')));

    expect(isWell).toBe(false);
    const [only, ...others] = findings.filter(({ level }) => level !== 'ok');
    expect(others).toEqual([]);
    expect(only?.text).toBe('could not be looked at: no AWS region is set: set AWS_REGION, as in AWS_REGION=eu-west-1');
    expect(only?.check.split(', ').length).toBeGreaterThan(checks.length / 2);
  });

  test('ends at once where nobody is signed in to AWS', async () => {
    const cause = Object.assign(new Error('Could not load credentials'), { name: 'CredentialsProviderError' });

    const words = await findingsWith(() => Promise.reject(cause)).then(() => 'no error', explain);

    expect(words).toMatch(/^Could not load credentials: sign in to AWS first/);
  });

  test('goes on after what nobody foresaw, with a finding of it', async () => {
    const { isWell, findings } = await findingsWith(() => Promise.reject(new RangeError('x out of range')));

    expect(isWell).toBe(false);
    expect(findings).toContainEqual(
      expect.objectContaining({ level: 'error', text: 'could not be looked at: x out of range' }),
    );
  });
});
