import { request } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createInbox } from '../../../../infra/local/inbox.ts';
import type { AccountRequest, AccountService } from '../../../../infra/local/web/account-route.ts';
import { startWebServer } from '../../../../infra/local/web/web-server.ts';

const servers: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const start = async (account?: AccountService): Promise<string> => {
  const options = { port: 0, inbox: createInbox(), config: () => ({}), cognitoUrl: 'http://127.0.0.1:9229' };
  const server = await startWebServer({ ...options, ...(account && { account }) });
  servers.push(server);
  return server.url;
};

const recording = () => {
  const requests: AccountRequest[] = [];
  const service: AccountService = async (one) => {
    requests.push(one);
    return { status: 202, headers: { 'content-type': 'application/json', 'x-trace': '1' }, body: '{"challenge":"c"}' };
  };
  return { requests, service };
};

describe('the account route', () => {
  test.each([
    ['GET', '/account', undefined],
    ['POST', '/account/addresses', '{"address":"+31612345678"}'],
    ['PUT', '/account/channel', '{"channel":null}'],
    ['DELETE', '/account/devices/a%2Fb', undefined],
  ])('passes %s %s to the service, and its answer back', async (method, path, body) => {
    const { requests, service } = recording();
    const url = await start(service);
    const headers = { authorization: 'Bearer t', 'Content-Type': 'application/json' };

    const answer = await fetch(url + path, { method, headers, ...(body && { body }) });

    expect(requests).toEqual([{ method, path, headers: expect.anything(), body: body ?? '' }]);
    expect(requests[0]?.headers).toMatchObject({ authorization: 'Bearer t', 'content-type': 'application/json' });
    expect([answer.status, answer.headers.get('x-trace'), await answer.text()]).toEqual([
      202,
      '1',
      '{"challenge":"c"}',
    ]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('passes an answer without a body', async () => {
    const url = await start(async () => ({ status: 204, headers: {}, body: '' }));

    expect((await fetch(`${url}/account`)).status).toBe(204);
  });

  test('says in JSON that there is no service', async () => {
    const answer = await fetch(`${await start()}/account/devices`);

    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({
      error: 'NOT_FOUND',
      message: expect.stringContaining('/account/devices'),
    });
  });

  test.each(['declared', 'streamed'])('refuses a body that is too large, %s', async (how) => {
    const { requests, service } = recording();
    const url = await start(service);
    const large = 'x'.repeat(16_385);
    const body = how === 'declared' ? large : new Blob([large]).stream();

    const answer = await fetch(`${url}/account/addresses`, { method: 'POST', body, duplex: 'half' } as RequestInit);

    expect([answer.status, await answer.json()]).toEqual([413, expect.objectContaining({ error: 'BODY_TOO_LARGE' })]);
    expect(requests).toEqual([]);
  });

  test('answers a service that fails with JSON', async () => {
    const url = await start(async () => {
      throw new Error('the service broke');
    });

    const answer = await fetch(`${url}/account`);

    expect([answer.status, await answer.json()]).toEqual([
      500,
      { message: expect.stringContaining('the service broke') },
    ]);
  });

  test('is no more open to a foreign Host than the rest', async () => {
    const { requests, service } = recording();
    const { port } = new URL(await start(service));

    const status = await new Promise((resolve, reject) => {
      request({ port, host: '127.0.0.1', path: '/account', headers: { host: 'evil.example' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });

    expect([status, requests]).toEqual([403, []]);
  });
});
