import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PortError } from '../../../../infra/local/http.ts';
import { type CapturedMessage, createInbox, type Inbox } from '../../../../infra/local/inbox.ts';
import { startWebServer } from '../../../../infra/local/web/web-server.ts';

let inbox: Inbox;
let server: Awaited<ReturnType<typeof startWebServer>>;

beforeEach(async () => {
  inbox = createInbox();
  const config = () => ({ web: 'w', cognito: 'http://127.0.0.1:9229' });
  server = await startWebServer({ port: 0, inbox, config, cognitoUrl: 'http://127.0.0.1:9229' });
});
afterEach(() => server.close());

const mail: CapturedMessage = {
  id: 'm1',
  at: '2026-11-22T10:00:00.000Z',
  provider: 'ses',
  medium: 'email',
  to: 'ann@example.com',
  subject: 'Your code',
  text: 'Code 482913',
  html: '<p>Code 482913</p>',
  device: null,
};
const get = (path: string) => fetch(server.url + path);

describe('the web server', () => {
  test.each(['/', '/inbox'])(
    'serves %s under a policy without inline code, and everything it refers to',
    async (path) => {
      const page = await get(path);
      const html = await page.text();
      const policy = page.headers.get('content-security-policy');

      expect(page.status).toBe(200);
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(policy).toContain("connect-src 'self' http://127.0.0.1:9229;");
      expect(policy).toContain("require-trusted-types-for 'script'");
      expect(policy).not.toContain('unsafe');
      expect(policy?.includes("frame-src 'self'")).toBe(path === '/inbox');
      expect(html).not.toMatch(/<style|style=|<script(?! type="module" src=)|\son\w+=/);
      const assets = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, asset]) => String(asset));
      expect(assets.length).toBe(3);
      for (const asset of assets) {
        const answer = await get(asset);
        expect([answer.status, answer.headers.get('cache-control')]).toEqual([
          200,
          'public, max-age=31536000, immutable',
        ]);
        expect((await answer.text()).length).toBeGreaterThan(100);
      }
    },
  );

  test.each(['/', '/inbox', '/config.json', '/inbox/messages', '/nowhere', '/inbox/messages/none/body'])(
    'sets the security headers on %s',
    async (path) => {
      const { headers } = await get(path);

      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  test('gives the configuration as JSON', async () => {
    expect(await (await get('/config.json')).json()).toEqual({ web: 'w', cognito: 'http://127.0.0.1:9229' });
  });

  test('lists the messages with every field, newest first', async () => {
    inbox.add(mail);
    inbox.add({ ...mail, id: 'm2', html: null });

    expect(await (await get('/inbox/messages')).json()).toEqual([{ ...mail, id: 'm2', html: null }, mail]);
  });

  test("serves a mail's HTML in a sandbox, and plain text where there is none", async () => {
    inbox.add(mail);
    inbox.add({ ...mail, id: 'm2', html: null, text: '<script>x</script>' });

    const designed = await get('/inbox/messages/m1/body');
    expect(await designed.text()).toBe('<p>Code 482913</p>');
    expect(designed.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'unsafe-inline'; .*sandbox$/,
    );
    const plain = await get('/inbox/messages/m2/body');
    expect(plain.headers.get('content-type')).toMatch(/^text\/plain/);
  });

  test.each([
    ['/nowhere', 404, 'text/html', 'There is no page here'],
    ['/assets/none.js', 404, 'text/html', 'There is no page here'],
    ['/inbox/messages/none/body', 404, 'application/json', 'the inbox has no message \\"none\\"'],
    ['/inbox/none', 404, 'application/json', 'there is nothing at /inbox/none'],
    ['/other.json', 404, 'application/json', 'there is nothing at /other.json'],
  ])('answers %s with a %i in words', async (path, status, contentType, words) => {
    const answer = await get(path);

    expect([answer.status, answer.headers.get('content-type')?.split(';')[0]]).toEqual([status, contentType]);
    expect(await answer.text()).toContain(words);
  });

  test('refuses to be written to', async () => {
    const answer = await fetch(`${server.url}/inbox/messages`, { method: 'POST', body: 'x'.repeat(1_000_000) });

    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect(await answer.json()).toEqual({ message: 'POST /inbox/messages is not served here: this server only reads' });
  });

  test('answers no other Host, so that a rebound name reads no code', async () => {
    inbox.add(mail);
    const { port } = new URL(server.url);

    const status = await new Promise((resolve, reject) => {
      request({ port, host: '127.0.0.1', path: '/inbox/messages', headers: { host: 'evil.example' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });

    expect(status).toBe(403);
  });

  test('says which port is in use', async () => {
    const port = Number(new URL(server.url).port);

    await expect(startWebServer({ port, inbox, config: () => ({}), cognitoUrl: 'http://x' })).rejects.toThrow(
      PortError,
    );
  });
});

describe('the event stream', () => {
  test('sends each new message, and ends when the server stops', async () => {
    const stream = await get('/inbox/events');
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe('retry: 1000\n\n');

    inbox.add(mail);
    expect((await reader?.read())?.value).toBe(`data: ${JSON.stringify(mail)}\n\n`);
    await server.close();

    const end = await reader?.read().catch(() => ({ done: true }));
    expect(end?.done).toBe(true);
  });
});
