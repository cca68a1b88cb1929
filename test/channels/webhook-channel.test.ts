import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeChannel, type ProviderFailure } from './contract.ts';
import { hostilePhoneNumbers } from './hostile-destinations.ts';
import { codeMessage } from './messages/fixtures.ts';
import { jsonAnswer, type ProviderServer, startProvider } from './provider-server.ts';
import { type WebhookOptions, webhookChannel } from './webhook-channel.ts';

const SECRET = 'a secret of 32 characters or more';
const NOW = Date.UTC(2026, 10, 22);

const open = (url: string) =>
  webhookChannel({ url, secret: SECRET, appName: 'Example', host: 'example.com', clock: () => NOW });

const message = codeMessage('sms');

const answer = (status: number, body = '{"error":"{text}"}', headers: Record<string, string> = {}) =>
  jsonAnswer(status, body, headers);

describeChannel('webhook', {
  message,
  open,
  accepted: { answer: answer(202, '{"id":"w-1"}'), messageId: 'w-1' },
  recipients: ({ body }) => [JSON.parse(body).to].flat(),
  failures: (
    [
      ['429', answer(429), 'throttled', true],
      ['500', answer(500), 'unavailable', true],
      ['503', answer(503, '<h1>{text}</h1>'), 'unavailable', true],
      ['400', answer(400), 'rejected', false],
      ['422', answer(422), 'rejected', false],
      ['410', answer(410), 'destination-gone', false],
      ['401', answer(401), 'misconfigured', false],
      ['404', answer(404), 'misconfigured', false],
      ['a redirect', answer(302, '{text}', { location: 'http://127.0.0.1:1/' }), 'misconfigured', false],
      ['a success that is no JSON', answer(200, '{text}'), 'unavailable', false],
    ] as const
  ).map(([name, behaviour, code, retryable]): ProviderFailure => ({ name, answer: behaviour, code, retryable })),
  hostileDestinations: hostilePhoneNumbers,
});

describe('the webhook channel', () => {
  let gateway: ProviderServer;

  beforeAll(async () => {
    gateway = await startProvider();
    gateway.behave(answer(200, '{}'));
  });
  afterAll(() => gateway.close());

  test('signs what it sends, with the time, so that the gateway can refuse what is old or forged', async () => {
    await open(gateway.url).send(message, { signal: new AbortController().signal });

    const request = gateway.requests.at(-1);
    const body = request?.body ?? '';
    const time = NOW / 1_000;
    const signature = createHmac('sha256', SECRET).update(`${time}.${body}`).digest('hex');
    expect(request?.headers['x-signature']).toBe(`t=${time},v1=${signature}`);
    expect(request?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(body)).toEqual({
      to: '+31612345678',
      text: '402917 is your Example sign-in code, valid 5 min. Never share it.\n@example.com #402917',
    });
  });

  test('gives a receipt without an id where the gateway gives none', async () => {
    const receipt = await open(gateway.url).send(message, { signal: new AbortController().signal });

    expect(receipt).toEqual({ provider: 'webhook' });
  });

  test.each([
    ['url is "http://example.com"', { url: 'http://example.com' }],
    ['url is "gateway"', { url: 'gateway' }],
    ['secret has 5 characters', { secret: 'short' }],
    ['appName is empty', { appName: '' }],
  ])('is refused at the start: %s', (text, bad: Partial<WebhookOptions>) => {
    expect(() => webhookChannel({ url: 'https://example.com', secret: SECRET, appName: 'Example', ...bad })).toThrow(
      text,
    );
  });
});

test('the guide to channels shows this very channel', () => {
  const guide = readFileSync(new URL('../../docs/channels.md', import.meta.url), 'utf8');
  const file = readFileSync(new URL('./webhook-channel.ts', import.meta.url), 'utf8');

  expect(guide).toContain(`\`\`\`ts\n${file}\`\`\``);
});
