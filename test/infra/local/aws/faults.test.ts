import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../../../infra/local/aws/faults.ts';
import { type AwsServer, startAwsServer } from '../../../../infra/local/aws/server.ts';
import { createInbox, type Inbox } from '../../../../infra/local/inbox.ts';
import { KEY_ARN, oneTryAt, postFault, rejection, signedPost, startServer } from './stack.ts';

let server: AwsServer;
let inbox: Inbox;
let ses: SESv2Client;
let kms: KMSClient;

beforeAll(async () => {
  ({ server, inbox } = await startServer());
  ses = new SESv2Client(oneTryAt(server.url));
  kms = new KMSClient(oneTryAt(server.url));
});
afterEach(() => fetch(`${server.url}/faults`, { method: 'DELETE' }));
afterAll(() => server.close());

const sendMail = (abortSignal = new AbortController().signal) =>
  ses.send(
    new SendEmailCommand({
      FromEmailAddress: 'codes@example.com',
      Destination: { ToAddresses: ['ann@example.com'] },
      Content: { Simple: { Subject: { Data: 'Hi' }, Body: { Text: { Data: 'text' } } } },
    }),
    { abortSignal },
  );
const makeMac = () =>
  kms.send(new GenerateMacCommand({ KeyId: KEY_ARN, MacAlgorithm: 'HMAC_SHA_256', Message: Buffer.from('label') }));
const calls = { ses: sendMail, kms: makeMac } as const;

const setFault = async (fault: Fault) => expect((await postFault(server.url, fault)).status).toBe(204);

describe('a fault', () => {
  test.each([
    ['ses', { error: 'TooManyRequestsException' }, 'TooManyRequestsException', 429],
    ['ses', { error: 'MessageRejected' }, 'MessageRejected', 400],
    ['ses', { status: 503 }, 'ServiceUnavailableException', 503],
    ['ses', { status: 500 }, 'InternalServiceErrorException', 500],
    ['ses', { error: 'MessageRejected', status: 500 }, 'MessageRejected', 500],
    ['kms', { error: 'NotFoundException' }, 'NotFoundException', 400],
    ['kms', { error: 'KMSInternalException' }, 'KMSInternalException', 500],
    ['kms', { error: 'DependencyTimeoutException' }, 'DependencyTimeoutException', 503],
    ['kms', { status: 429 }, 'ThrottlingException', 429],
  ] as const)('of %s with %j reaches the real client as %s (%d)', async (service, fault, name, status) => {
    await setFault({ service, times: 1, ...fault });
    const before = inbox.list().length;

    const error = await rejection(calls[service]());

    expect(error.name).toBe(name);
    expect(error.$metadata?.httpStatusCode).toBe(status);
    expect(inbox.list().length).toBe(before);
  });

  test('hits as many calls as it says, then no more', async () => {
    await setFault({ service: 'kms', times: 2, status: 500 });

    await rejection(makeMac());
    await rejection(makeMac());

    await expect(makeMac()).resolves.toBeDefined();
  });

  test('hits every call until the faults are cleared', async () => {
    await setFault({ service: 'ses', times: -1, status: 500 });

    for (let call = 0; call < 5; call += 1) await rejection(sendMail());
    await fetch(`${server.url}/faults`, { method: 'DELETE' });

    await expect(sendMail()).resolves.toBeDefined();
  });

  test('spares other services', async () => {
    await setFault({ service: 'ses', operation: 'SendEmail', times: 1, status: 500 });

    await expect(makeMac()).resolves.toBeDefined();
    expect((await rejection(sendMail())).name).toBe('InternalServiceErrorException');
  });

  test('waits for its turn behind the ones set before it', async () => {
    await setFault({ service: 'ses', times: 1, error: 'MessageRejected' });
    await setFault({ service: 'ses', times: 1, error: 'SendingPausedException' });

    expect((await rejection(sendMail())).name).toBe('MessageRejected');
    expect((await rejection(sendMail())).name).toBe('SendingPausedException');
  });

  test('that drops loses the answer of a call that was processed', async () => {
    await setFault({ service: 'ses', times: 1, drop: true });
    const before = inbox.list().length;

    const error = await rejection(sendMail());

    expect(error).toMatchObject({ code: 'ECONNRESET' });
    expect(inbox.list().length).toBe(before + 1);
  });

  test('that delays lets the call through afterwards', async () => {
    await setFault({ service: 'kms', times: 1, delayMs: 60 });
    const start = performance.now();

    await makeMac();

    expect(performance.now() - start).toBeGreaterThanOrEqual(55);
  });

  test('that delays and fails does both', async () => {
    await setFault({ service: 'kms', times: 1, delayMs: 60, status: 500 });
    const start = performance.now();

    expect((await rejection(makeMac())).name).toBe('KMSInternalException');

    expect(performance.now() - start).toBeGreaterThanOrEqual(55);
  });

  test('that hangs processes nothing once the caller has hung up', async () => {
    await setFault({ service: 'ses', times: 1, delayMs: 100 });
    const before = inbox.list().length;

    const error = await rejection(sendMail(AbortSignal.timeout(20)));
    await setFault({ service: 'kms', times: 1, delayMs: 150 });
    await makeMac();

    expect(error.name).toBe('AbortError');
    expect(inbox.list().length).toBe(before);
  });

  test('of sns is answered in the words of its protocol', async () => {
    await setFault({ service: 'sns', times: 1, error: 'Throttled' });

    const response = await signedPost(server.url, 'sns', 'Action=Publish&Version=2010-03-31');

    expect(response.status).toBe(429);
    expect(await response.text()).toContain('<Code>Throttled</Code>');
  });

  test('of dynamodb is handed on, and cleared there too', async () => {
    const got: unknown[] = [];
    const dynamodb = {
      setFault: async (fault: Fault) => void got.push(fault),
      clearFaults: async () => void got.push('cleared'),
    };
    const other = await startAwsServer({ port: 0, inbox: createInbox(), kmsKeys: [], dynamodb });
    const fault = { service: 'dynamodb', operation: 'GetItem', times: 1, drop: true };

    await postFault(other.url, fault);
    await fetch(`${other.url}/faults`, { method: 'DELETE' });

    expect(got).toEqual([fault, 'cleared']);
    await other.close();
  });

  test('set while the server hangs does not keep it from closing', async () => {
    const { server: other } = await startServer();
    await other.setFault({ service: 'kms', times: 1, delayMs: 600_000 });
    const hanging = rejection(
      new KMSClient(oneTryAt(other.url)).send(
        new GenerateMacCommand({ KeyId: KEY_ARN, MacAlgorithm: 'HMAC_SHA_256', Message: Buffer.from('label') }),
      ),
    );
    await fetch(other.url);

    await other.close();

    expect(await hanging).toBeInstanceOf(Error);
  });
});
