import { GetAppsCommand, type MessageRequest, PinpointClient, SendMessagesCommand } from '@aws-sdk/client-pinpoint';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { AwsServer } from '../../../../infra/local/aws/server.ts';
import type { Inbox } from '../../../../infra/local/inbox.ts';
import { oneTryAt, postFault, rejection, signedPost, startServer } from './stack.ts';

let server: AwsServer;
let inbox: Inbox;
let pinpoint: PinpointClient;

beforeAll(async () => {
  ({ server, inbox } = await startServer());
  pinpoint = new PinpointClient(oneTryAt(server.url));
});
afterEach(() => fetch(`${server.url}/faults`, { method: 'DELETE' }));
afterAll(() => server.close());

const NUMBER = '+31612345678';
const TOKEN = 'f-Xy_1:APA91b-token';

const text: MessageRequest = {
  Addresses: { [NUMBER]: { ChannelType: 'SMS' } },
  MessageConfiguration: { SMSMessage: { Body: 'words', MessageType: 'TRANSACTIONAL' } },
};
const push: MessageRequest = {
  Addresses: { [TOKEN]: { ChannelType: 'GCM' } },
  MessageConfiguration: { GCMMessage: { Title: 'T', Body: 'B', PreferredAuthenticationMethod: 'TOKEN' } },
};

const send = async (MessageRequest: MessageRequest) =>
  (await pinpoint.send(new SendMessagesCommand({ ApplicationId: 'app1', MessageRequest }))).MessageResponse;

describe('Pinpoint SendMessages', () => {
  test('puts a text message into the inbox, under the id of its result', async () => {
    const response = await send(text);

    const result = response?.Result?.[NUMBER];
    expect(response?.ApplicationId).toBe('app1');
    expect(result).toMatchObject({ DeliveryStatus: 'SUCCESSFUL', StatusCode: 200 });
    expect(inbox.list()[0]).toEqual({
      id: result?.MessageId,
      at: '2026-11-22T00:00:00.000Z',
      provider: 'pinpoint',
      medium: 'sms',
      to: NUMBER,
      subject: null,
      text: 'words',
      html: null,
      device: null,
    });
  });

  test.each([
    ['APNS', 'apns', 'APNSMessage'],
    ['APNS_SANDBOX', 'apns-sandbox', 'APNSMessage'],
    ['GCM', 'fcm', 'GCMMessage'],
  ] as const)('shows what a device of %s would', async (ChannelType, device, name) => {
    await send({
      Addresses: { [TOKEN]: { ChannelType } },
      MessageConfiguration: { [name]: { Title: 'T', Body: 'B', PreferredAuthenticationMethod: 'TOKEN' } },
    });

    expect(inbox.list()[0]).toMatchObject({ medium: 'push', to: TOKEN, subject: 'T', text: 'B', device });
  });

  test.each([
    ['no address', { ...text, Addresses: {} }, 'one address at least'],
    ['endpoints', { ...text, Endpoints: { a: {} } }, 'Endpoints ended on 30 October 2026'],
    ['a number that is none', { ...text, Addresses: { '0612345678': { ChannelType: 'SMS' } } }, 'no number'],
    ['an email', { ...text, Addresses: { 'ann@example.com': { ChannelType: 'EMAIL' } } }, 'EMAIL is not served'],
    [
      'a device without words',
      { ...text, Addresses: { [TOKEN]: { ChannelType: 'APNS' } } },
      'APNSMessage.Body is missing',
    ],
    [
      'a number without words',
      { ...push, Addresses: { [NUMBER]: { ChannelType: 'SMS' } } },
      'SMSMessage.Body is missing',
    ],
    [
      'a promotional code',
      { ...text, MessageConfiguration: { SMSMessage: { Body: 'x', MessageType: 'PROMOTIONAL' } } },
      'MessageType must be TRANSACTIONAL',
    ],
    [
      'the server key of FCM',
      { ...push, MessageConfiguration: { GCMMessage: { Body: 'B' } } },
      'PreferredAuthenticationMethod must be TOKEN',
    ],
    [
      '101 addresses',
      {
        ...text,
        Addresses: Object.fromEntries(
          Array.from({ length: 101 }, (_, index) => [`+3161234${1_000 + index}`, { ChannelType: 'SMS' }]),
        ),
      },
      '100 at most',
    ],
  ])('refuses %s', async (_, request, words) => {
    const before = inbox.list().length;

    const error = await rejection(send(request as MessageRequest));

    expect(error.name).toBe('BadRequestException');
    expect(error.message).toContain(words);
    expect(inbox.list().length).toBe(before);
  });

  test('answers malformed JSON in its own protocol', async () => {
    const response = await signedPost(`${server.url}/v1/apps/app1/messages`, 'mobiletargeting', '{');

    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-errortype')).toBe('SerializationException');
  });

  test('takes nothing that is not signed, and serves no other operation', async () => {
    const unsigned = await fetch(`${server.url}/v1/apps/app1/messages`, { method: 'POST', body: '{}' });

    expect(unsigned.status).toBe(403);
    expect(await rejection(pinpoint.send(new GetAppsCommand({})))).toBeInstanceOf(Error);
  });
});

describe('a fault of pinpoint', () => {
  test.each([
    ['TooManyRequestsException', 429],
    ['BadRequestException', 400],
    ['ForbiddenException', 403],
    ['NotFoundException', 404],
    ['InternalServerErrorException', 500],
  ])('%s reaches the real client (%d)', async (name, status) => {
    await postFault(server.url, { service: 'pinpoint', times: 1, error: name });

    const error = await rejection(send(text));

    expect({ name: error.name, status: error.$metadata?.httpStatusCode }).toEqual({ name, status });
  });

  test.each([
    ['THROTTLED', 429],
    ['TEMPORARY_FAILURE', 500],
    ['PERMANENT_FAILURE', 410],
    ['OPT_OUT', 400],
    ['UNKNOWN_FAILURE', 500],
    ['DUPLICATE', 200],
  ])('%s is said of the address, inside HTTP 200', async (status, StatusCode) => {
    const before = inbox.list().length;
    await postFault(server.url, { service: 'pinpoint', operation: 'SendMessages', times: 1, error: status });

    const response = await send(push);

    expect(response?.Result?.[TOKEN]).toMatchObject({ DeliveryStatus: status, StatusCode });
    expect(inbox.list().length).toBe(before);
    expect((await send(push))?.Result?.[TOKEN]?.DeliveryStatus).toBe('SUCCESSFUL');
  });

  test('has the status code that was asked for beside a delivery status', async () => {
    await postFault(server.url, { service: 'pinpoint', times: 1, error: 'PERMANENT_FAILURE', status: 403 });

    expect((await send(push))?.Result?.[TOKEN]).toMatchObject({ DeliveryStatus: 'PERMANENT_FAILURE', StatusCode: 403 });
  });

  test('UPDATED_TOKEN delivers, and FCM answers with the new token', async () => {
    const before = inbox.list().length;
    await postFault(server.url, { service: 'pinpoint', times: 2, error: 'UPDATED_TOKEN' });

    const device = (await send(push))?.Result?.[TOKEN];
    const number = (await send(text))?.Result?.[NUMBER];

    expect(device).toMatchObject({ DeliveryStatus: 'SUCCESSFUL', UpdatedToken: `${TOKEN}_updated` });
    expect(number).not.toHaveProperty('UpdatedToken');
    expect(inbox.list().length).toBe(before + 2);
  });

  test('that drops loses the answer of a message that was taken', async () => {
    const before = inbox.list().length;
    await postFault(server.url, { service: 'pinpoint', times: 1, drop: true });

    await rejection(send(text));

    expect(inbox.list().length).toBe(before + 1);
  });
});
