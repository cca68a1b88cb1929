import {
  CreatePlatformEndpointCommand,
  GetEndpointAttributesCommand,
  ListTopicsCommand,
  PublishCommand,
  type PublishCommandInput,
  SetEndpointAttributesCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { AwsServer } from '../../../../infra/local/aws/server.ts';
import type { Inbox } from '../../../../infra/local/inbox.ts';
import { oneTryAt, postFault, rejection, signedPost, startServer } from './stack.ts';

const APPLICATION = 'arn:aws:sns:us-east-1:111122223333:app/GCM/example';

let server: AwsServer;
let inbox: Inbox;
let sns: SNSClient;

beforeAll(async () => {
  ({ server, inbox } = await startServer());
  sns = new SNSClient(oneTryAt(server.url));
});
afterEach(() => fetch(`${server.url}/faults`, { method: 'DELETE' }));
afterAll(() => server.close());

const text: PublishCommandInput = { PhoneNumber: '+31612345678', Message: 'words & <more>' };
const publish = (input: PublishCommandInput = text) => sns.send(new PublishCommand(input));
const create = async (Token: string, PlatformApplicationArn = APPLICATION, CustomUserData?: string) => {
  const input = { PlatformApplicationArn, Token, ...(CustomUserData !== undefined && { CustomUserData }) };
  const { EndpointArn = '' } = await sns.send(new CreatePlatformEndpointCommand(input));
  return EndpointArn;
};
const setAttributes = (EndpointArn: string, Attributes: Record<string, string>) =>
  sns.send(new SetEndpointAttributesCommand({ EndpointArn, Attributes }));
const getAttributes = async (EndpointArn: string) =>
  (await sns.send(new GetEndpointAttributesCommand({ EndpointArn }))).Attributes;
const payloads = (inner: Record<string, unknown>) =>
  JSON.stringify({
    default: 'fallback',
    ...Object.fromEntries(Object.entries(inner).map(([name, value]) => [name, JSON.stringify(value)])),
  });

describe('SNS Publish to a number', () => {
  test('puts the text into the inbox', async () => {
    const MessageAttributes = {
      'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' },
      'AWS.SNS.SMS.MaxPrice': { DataType: 'Number', StringValue: '0.05' },
    };

    const { MessageId } = await publish({ ...text, MessageAttributes });

    expect(inbox.list()[0]).toEqual({
      id: MessageId,
      at: '2026-11-22T00:00:00.000Z',
      provider: 'sns',
      medium: 'sms',
      to: '+31612345678',
      subject: null,
      text: 'words & <more>',
      html: null,
      device: null,
    });
  });

  const attribute = (name: string, DataType: string, StringValue: string): PublishCommandInput => ({
    ...text,
    MessageAttributes: { [name]: { DataType, StringValue } },
  });

  test.each([
    ['no number', { Message: 'x' }, 'InvalidParameterException'],
    ['a number that is none', { ...text, PhoneNumber: '+1' }, 'InvalidParameterException'],
    ['a list of numbers', { ...text, PhoneNumber: '+31612345678,+31687654321' }, 'InvalidParameterException'],
    ['a number and a topic', { ...text, TopicArn: 'arn:aws:sns:us-east-1:1:t' }, 'InvalidParameterException'],
    ['a topic', { Message: 'x', TopicArn: 'arn:aws:sns:us-east-1:1:t' }, 'InvalidParameterException'],
    ['1,601 bytes', { ...text, Message: 'x'.repeat(1_601) }, 'InvalidParameterException'],
    ['no words', { ...text, Message: '' }, 'InvalidParameterException'],
    ['an unknown kind', attribute('AWS.SNS.SMS.SMSType', 'String', 'Urgent'), 'InvalidParameterValueException'],
    ['a price that is a word', attribute('AWS.SNS.SMS.MaxPrice', 'Number', 'cheap'), 'InvalidParameterValueException'],
    ['a price that is a string', attribute('AWS.SNS.SMS.MaxPrice', 'String', '1'), 'InvalidParameterValueException'],
    ['a sender of digits', attribute('AWS.SNS.SMS.SenderID', 'String', '12345'), 'InvalidParameterValueException'],
  ])('refuses %s', async (_, input: PublishCommandInput, name) => {
    const before = inbox.list().length;

    const error = await rejection(publish(input));

    expect({ name: error.name, status: error.$metadata?.httpStatusCode }).toEqual({ name, status: 400 });
    expect(inbox.list().length).toBe(before);
  });

  test('takes nothing that is not signed', async () => {
    const response = await fetch(server.url, { method: 'POST', body: 'Action=Publish&Version=2010-03-31' });

    expect(response.status).toBe(403);
  });

  test('names an operation that is not served', async () => {
    const error = await rejection(sns.send(new ListTopicsCommand({})));

    expect(error.message).toContain('does not serve ListTopics of sns');
  });

  test('reads no operation from the prototype', async () => {
    expect((await signedPost(server.url, 'sns', 'Action=constructor')).status).toBe(400);
  });
});

describe('SNS Publish to an endpoint', () => {
  test.each([
    ['GCM', 'fcm', { fcmV1Message: { message: { notification: { title: 'T', body: 'B' }, android: {} } } }],
    ['APNS', 'apns', { aps: { alert: { title: 'T', body: 'B' } } }],
    ['APNS_SANDBOX', 'apns-sandbox', { aps: { alert: { title: 'T', body: 'B' } } }],
  ])('shows what a device of %s would', async (service, device, payload) => {
    const TargetArn = await create(`token-of-${service}`, APPLICATION.replace('GCM', service));

    const { MessageId } = await publish({
      TargetArn,
      MessageStructure: 'json',
      Message: payloads({ [service]: payload, OTHER: {} }),
    });

    expect(inbox.list()[0]).toMatchObject({
      id: MessageId,
      medium: 'push',
      to: TargetArn,
      subject: 'T',
      text: 'B',
      device,
      provider: 'sns',
    });
  });

  test('falls back to the default where the platform has no words of its own', async () => {
    const TargetArn = await create('token');

    await publish({ TargetArn, MessageStructure: 'json', Message: payloads({ APNS: {} }) });

    expect(inbox.list()[0]).toMatchObject({ subject: null, text: 'fallback' });
  });

  test.each([
    ['no JSON', 'words', 'JSON message body failed to parse'],
    ['no default', '{"GCM":"{}"}', 'No default entry in JSON message body'],
    ['a payload that is no JSON', '{"default":"x","GCM":"{"}', 'GCM is no notification'],
    [
      'the payload of the ended interface',
      payloads({ GCM: { notification: { body: 'B' } } }),
      'GCM is no notification',
    ],
  ])('refuses %s', async (_, Message, words) => {
    const TargetArn = await create('token');

    const error = await rejection(publish({ TargetArn, MessageStructure: 'json', Message }));

    expect(error.name).toBe('InvalidParameterException');
    expect(error.message).toContain(words);
  });

  test('refuses one that does not exist, and one that is switched off', async () => {
    const TargetArn = await create('token-off');
    await setAttributes(TargetArn, { Enabled: 'false' });

    const disabled = await rejection(publish({ TargetArn, Message: 'x' }));
    const unknown = await rejection(publish({ TargetArn: `${TargetArn}x`, Message: 'x' }));

    expect(disabled.name).toBe('EndpointDisabledException');
    expect(unknown.name).toBe('InvalidParameterException');
    expect(unknown.message).toContain('No endpoint found for the target arn specified');
  });
});

describe('platform endpoints', () => {
  test('are made once for a token, without digits in their id', async () => {
    const arn = await create('token-a');

    expect(arn).toMatch(/:endpoint\/GCM\/example\/[a-f]{8}(?:-[a-f]{4}){3}-[a-f]{12}$/);
    expect(await create('token-a')).toBe(arn);
    expect(await create('token-b')).not.toBe(arn);
    expect(await getAttributes(arn)).toEqual({ Token: 'token-a', Enabled: 'true' });
  });

  test('come back as they are, switched off or not', async () => {
    const arn = await create('token-c');
    await setAttributes(arn, { Enabled: 'false' });

    expect(await create('token-c')).toBe(arn);
    expect(await getAttributes(arn)).toMatchObject({ Enabled: 'false' });
  });

  test('are refused, by name, where the old one differs', async () => {
    const arn = await create('token-d', APPLICATION, 'somebody');

    const error = await rejection(create('token-d'));

    expect(error.name).toBe('InvalidParameterException');
    expect(error.message).toContain(`Endpoint ${arn} already exists with the same Token, but different attributes.`);
  });

  test.each([
    [
      'an application that is none',
      () => create('t', 'arn:aws:sns:us-east-1:111122223333:app/SMOKE/x'),
      'InvalidParameterException',
    ],
    ['no token', () => create(''), 'InvalidParameterException'],
    ['an endpoint that does not exist', () => getAttributes('arn:x'), 'NotFoundException'],
    ['to change one that does not exist', () => setAttributes('arn:x', { Enabled: 'true' }), 'NotFoundException'],
  ])('refuse %s', async (_, call: () => Promise<unknown>, name) => {
    expect((await rejection(call())).name).toBe(name);
  });

  test('refuse attributes that SNS does not know', async () => {
    const arn = await create('token-e');

    expect((await rejection(setAttributes(arn, { Colour: 'red' }))).message).toContain('Colour');
    expect((await rejection(setAttributes(arn, { Enabled: 'maybe' }))).message).toContain('Enabled');
  });
});

describe('a fault of sns', () => {
  test.each([
    ['Throttled', 'ThrottledException', 429],
    ['OptedOut', 'OptedOutException', 400],
    ['EndpointDisabled', 'EndpointDisabledException', 400],
    ['PlatformApplicationDisabled', 'PlatformApplicationDisabledException', 400],
    ['AuthorizationError', 'AuthorizationErrorException', 403],
    ['InternalError', 'InternalErrorException', 500],
  ])('%s reaches the real client as %s (%d)', async (type, name, status) => {
    const before = inbox.list().length;
    await postFault(server.url, { service: 'sns', operation: 'Publish', times: 1, error: type });

    const error = await rejection(publish());

    expect({ name: error.name, status: error.$metadata?.httpStatusCode }).toEqual({ name, status });
    expect(inbox.list().length).toBe(before);
  });

  test('that drops loses the answer of a text that was taken', async () => {
    const before = inbox.list().length;
    await postFault(server.url, { service: 'sns', times: 1, drop: true });

    await rejection(publish());

    expect(inbox.list().length).toBe(before + 1);
  });

  test('of one operation spares the others', async () => {
    await postFault(server.url, {
      service: 'sns',
      operation: 'CreatePlatformEndpoint',
      times: 1,
      error: 'InternalError',
    });

    await expect(publish()).resolves.toBeDefined();
    expect((await rejection(create('token-f'))).name).toBe('InternalErrorException');
  });
});
