import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLogBuffer } from '../../../../infra/local/aws/log-buffer.ts';
import { type AwsServer, startAwsServer } from '../../../../infra/local/aws/server.ts';
import { createInbox } from '../../../../infra/local/inbox.ts';
import { postFault, signedPost, startServer } from './stack.ts';

let server: AwsServer;

beforeAll(async () => {
  ({ server } = await startServer());
});
afterAll(() => server.close());

const fault = { service: 'ses', times: 1, status: 500 };

describe('POST /faults', () => {
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'text/json',
    'application/jsonp',
    '',
  ])('refuses content type %j, which a web page can send unasked', async (contentType) => {
    expect((await postFault(server.url, fault, contentType)).status).toBe(415);
  });

  test('takes a charset beside the content type', async () => {
    const spared = { ...fault, service: 'pinpoint' };

    expect((await postFault(server.url, spared, 'application/json; charset=utf-8')).status).toBe(204);
  });

  test.each([
    ['nothing', {}, ['service is missing', 'times is missing']],
    ['no object', [fault], ['the body must be a JSON object']],
    [
      'a list of mistakes',
      { service: 'smtp', times: 0, delayMs: -1, status: 200, drop: 1, error: 'a b', x: 1 },
      [
        'service must be one of ses, sns, pinpoint, kms, dynamodb',
        'times must be a whole number from 1, or -1',
        'delayMs must be a whole number from 0 to 600000',
        'status must be a whole number from 400 to 599',
        'drop must be true or false',
        'error must be an error type',
        'x is no field of a fault',
      ],
    ],
    [
      'an operation of another service',
      { ...fault, operation: 'Publish' },
      ['operation must be one of SendEmail, GetAccount, GetEmailIdentity, GetConfigurationSet'],
    ],
    ['a fault that does nothing', { service: 'ses', times: 1 }, ['one of error, status, delayMs and drop is needed']],
    ['a drop that fails', { ...fault, drop: true }, ['drop excludes error and status']],
    ['a service that is not there', { ...fault, service: 'dynamodb' }, ['dynamodb is not part of this stack']],
  ])('lists everything that is wrong with %s', async (_, body, problems) => {
    const response = await postFault(server.url, body);

    expect(response.status).toBe(400);
    const answer = (await response.json()) as { message: string; problems: string[] };
    for (const problem of problems) expect(answer.problems.join('\n')).toContain(problem);
    expect(answer.problems).toHaveLength(problems.length);
  });

  test('refuses malformed JSON', async () => {
    const response = await fetch(`${server.url}/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"service":',
    });

    expect(response.status).toBe(400);
  });

  test('names the methods that /faults takes', async () => {
    expect((await fetch(`${server.url}/faults`)).status).toBe(405);
  });
});

describe('the capture server', () => {
  test('says what it is', async () => {
    const response = await fetch(server.url);

    expect(await response.json()).toMatchObject({ what: expect.stringContaining('capture server') });
  });

  test.each(['evil.example', 'localhost.evil.example:80', '127.0.0.1.nip.io'])('refuses Host %s', async (host) => {
    const status = await new Promise((resolve, reject) => {
      request(`${server.url}/logs`, { headers: { host } }, (response) => resolve(response.resume().statusCode))
        .once('error', reject)
        .end();
    });

    expect(status).toBe(403);
  });

  test('names a service that it does not serve', async () => {
    const response = await signedPost(server.url, 's3', 'x');

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: 'UnknownOperationException' });
  });

  test('says which port is in use and what to do', async () => {
    const port = Number(new URL(server.url).port);

    const second = startAwsServer({ port, inbox: createInbox(), kmsKeys: [] });

    await expect(second).rejects.toThrow(`port ${port} (aws) is in use`);
  });
});

describe('GET /logs', () => {
  test('gives what was printed as NDJSON, until it is cleared', async () => {
    server.appendLog('{"level":"INFO","message":"one"}\nplain words\r\n\n  \n');
    server.appendLog('42');

    const response = await fetch(`${server.url}/logs`);

    expect(response.headers.get('content-type')).toContain('application/x-ndjson');
    expect(await response.text()).toBe(
      '{"level":"INFO","message":"one"}\n{"message":"plain words"}\n{"message":"42"}\n',
    );
    expect((await fetch(`${server.url}/logs`, { method: 'DELETE' })).status).toBe(204);
    expect(await (await fetch(`${server.url}/logs`)).text()).toBe('');
  });

  test('keeps the newest lines', () => {
    const logs = createLogBuffer(3);

    for (let line = 1; line <= 7; line += 1) logs.append(`{"n":${line}}`);

    expect(logs.ndjson()).toBe('{"n":5}\n{"n":6}\n{"n":7}\n');
  });

  test('wraps what only begins like an object', () => {
    const logs = createLogBuffer();

    logs.append('{not json}');

    expect(logs.ndjson()).toBe('{"message":"{not json}"}\n');
  });
});
