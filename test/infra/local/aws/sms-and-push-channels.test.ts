import {
  CreatePlatformEndpointCommand,
  GetEndpointAttributesCommand,
  SetEndpointAttributesCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Channel, PushPlatform } from '../../../../channels/channel.ts';
import { openChannel } from '../../../../channels/registry.ts';
import type { AwsServer } from '../../../../infra/local/aws/server.ts';
import type { Inbox } from '../../../../infra/local/inbox.ts';
import { codeMessage } from '../../../channels/messages/fixtures.ts';
import { localClient } from '../../../helpers/local-client.ts';
import { oneTryAt, postFault, rejection, startServer } from './stack.ts';

const application = (service: string) => `arn:aws:sns:us-east-1:111122223333:app/${service}/example`;
const sms = codeMessage('sms', { locale: 'nl' });
const push = codeMessage('push', { locale: 'nl', platform: 'fcm' });
const { destination: FCM_TOKEN } = push;
const APNS_TOKEN = 'a1'.repeat(32);

let server: AwsServer;
let inbox: Inbox;
let sns: Channel;
let pinpoint: Channel;
let client: SNSClient;

beforeAll(async () => {
  ({ server, inbox } = await startServer());
  const settings = { ...localClient(server.url), sms: { appName: 'Example', host: 'example.com' } };
  const platformApplications = { fcm: application('GCM'), apns: application('APNS') };
  client = new SNSClient(oneTryAt(server.url));
  [sns, pinpoint] = await Promise.all([
    openChannel('sns', { ...settings, push: { platformApplications } }),
    openChannel('pinpoint', { ...settings, applicationId: 'a1b2c3', push: {} }),
  ]);
});
afterEach(() => fetch(`${server.url}/faults`, { method: 'DELETE' }));
afterAll(() => server.close());

const context = () => ({ signal: new AbortController().signal });
const enrol = (token: string, platform: PushPlatform, signal = context().signal) =>
  sns.enrol?.({ token, platform }, { signal }) ?? Promise.reject(new Error('the channel has no enrol'));
const attributesOf = async (EndpointArn: string) =>
  (await client.send(new GetEndpointAttributesCommand({ EndpointArn }))).Attributes;

describe('text messages with the capture server', () => {
  test.each(['sns', 'pinpoint'])('arrive from %s as they were worded', async (name) => {
    const channel = name === 'sns' ? sns : pinpoint;

    const { messageId } = await channel.send(sms, context());

    expect(inbox.find(messageId ?? '')).toMatchObject({
      provider: name,
      medium: 'sms',
      to: '+31612345678',
      text: '402917 is je inlogcode voor Example, 5 min geldig. Deel hem met niemand.\n@example.com #402917',
    });
  });

  test.each(['sns', 'pinpoint'])('tell of a change through %s', async (name) => {
    const channel = name === 'sns' ? sns : pinpoint;
    const { code: _code, ...recipient } = sms;

    const receipt = await channel.notify?.({ ...recipient, about: 'phone-changed' }, context());

    expect(inbox.find(receipt?.messageId ?? '')?.text).toMatch(
      /^Example: het telefoonnummer van je account is gewijzigd/,
    );
  });

  test('fail by the delivery status of Pinpoint', async () => {
    await postFault(server.url, { service: 'pinpoint', times: 1, error: 'OPT_OUT' });

    expect(await rejection(pinpoint.send(sms, context()))).toMatchObject({ code: 'rejected', retryable: false });
  });
});

describe('notifications with the capture server', () => {
  test('arrive from Pinpoint at the token, and bring the new one back', async () => {
    await postFault(server.url, { service: 'pinpoint', times: 1, error: 'UPDATED_TOKEN' });

    const receipt = await pinpoint.send(push, context());

    expect(receipt.replaceDestination).toBe(`${FCM_TOKEN}_updated`);
    expect(inbox.find(receipt.messageId ?? '')).toMatchObject({ device: 'fcm', subject: 'Inloggen bij Example' });
    await expect(pinpoint.send({ ...push, destination: `${FCM_TOKEN}_updated` }, context())).resolves.toBeDefined();
  });

  test.each([
    ['fcm', FCM_TOKEN],
    ['apns', APNS_TOKEN],
  ] as const)('arrive from SNS at the endpoint of an enrolled device of %s', async (platform, token) => {
    const destination = await enrol(token, platform);

    const { messageId } = await sns.send({ ...push, platform, destination }, context());

    expect(inbox.find(messageId ?? '')).toMatchObject({
      to: destination,
      device: platform,
      subject: 'Inloggen bij Example',
      text: expect.stringContaining('402917'),
    });
  });

  test('find a device gone whose endpoint is switched off or was never made', async () => {
    const destination = await enrol(`${FCM_TOKEN}-off`, 'fcm');
    await client.send(new SetEndpointAttributesCommand({ EndpointArn: destination, Attributes: { Enabled: 'false' } }));
    const never = destination.replace(/[a-f]$/, (last) => (last === 'a' ? 'b' : 'a'));

    expect(await rejection(sns.send({ ...push, destination }, context()))).toMatchObject({ code: 'destination-gone' });
    expect(await rejection(sns.send({ ...push, destination: never }, context()))).toMatchObject({
      code: 'destination-gone',
    });
  });
});

describe('enrolling a device', () => {
  test('gives the same endpoint again, awake', async () => {
    const arn = await enrol(`${FCM_TOKEN}-1`, 'fcm');
    await client.send(new SetEndpointAttributesCommand({ EndpointArn: arn, Attributes: { Enabled: 'false' } }));

    expect(await enrol(`${FCM_TOKEN}-1`, 'fcm')).toBe(arn);
    expect(await attributesOf(arn)).toEqual({ Token: `${FCM_TOKEN}-1`, Enabled: 'true' });
  });

  test('takes over the endpoint that somebody made with other attributes', async () => {
    const { EndpointArn = '' } = await client.send(
      new CreatePlatformEndpointCommand({
        PlatformApplicationArn: application('GCM'),
        Token: `${FCM_TOKEN}-2`,
        CustomUserData: 'somebody',
      }),
    );
    await client.send(new SetEndpointAttributesCommand({ EndpointArn, Attributes: { Enabled: 'false' } }));

    expect(await enrol(`${FCM_TOKEN}-2`, 'fcm')).toBe(EndpointArn);
    expect(await attributesOf(EndpointArn)).toMatchObject({ Enabled: 'true' });
  });

  test.each([
    ['CreatePlatformEndpoint', 'Throttled', 'throttled', true],
    ['CreatePlatformEndpoint', 'NotFound', 'misconfigured', false],
    ['CreatePlatformEndpoint', 'AuthorizationError', 'misconfigured', false],
    ['CreatePlatformEndpoint', 'InvalidParameter', 'rejected', false],
    ['SetEndpointAttributes', 'InternalError', 'unavailable', true],
    ['SetEndpointAttributes', 'NotFound', 'unavailable', true],
  ])('that fails in %s with %s is %s', async (operation, type, code, retryable) => {
    await postFault(server.url, { service: 'sns', operation, times: 1, error: type });

    expect(await rejection(enrol(FCM_TOKEN, 'fcm'))).toMatchObject({ provider: 'sns', code, retryable });
  });

  test.each([
    ['a platform that is not served', APNS_TOKEN, 'apns-sandbox', 'misconfigured'],
    ['a token of another platform', FCM_TOKEN, 'apns', 'rejected'],
    ['no token', '', 'fcm', 'rejected'],
  ] as const)('refuses %s before SNS is asked', async (_, token, platform, code) => {
    await postFault(server.url, { service: 'sns', times: 1, error: 'InternalError' });

    expect(await rejection(enrol(token, platform))).toMatchObject({ code });
    expect(await rejection(enrol(FCM_TOKEN, 'fcm'))).toMatchObject({ code: 'unavailable' });
  });

  test('ends when it is called off', async () => {
    expect(await rejection(enrol(FCM_TOKEN, 'fcm', AbortSignal.abort()))).toMatchObject({ code: 'timeout' });
  });
});
