import { describe, expect, test } from '@jest/globals';
import type { PushPlatform, SignInMessage } from '../../channels/channel.ts';
import { snsChannel, snsClient } from '../../channels/sns.ts';
import { publishInput, type SnsOptions } from '../../channels/sns-requests.ts';
import { localClient } from '../helpers/local-client.ts';
import { describeChannel, failuresOf, type ProviderFailure, proxyFailure } from './contract.ts';
import { hostileEndpoints, hostilePhoneNumbers } from './hostile-destinations.ts';
import { codeMessage } from './messages/fixtures.ts';
import { type Behaviour, type RecordedRequest, startProvider } from './provider-server.ts';

const application = (service: string) => `arn:aws:sns:us-east-1:111122223333:app/${service}/example`;
const endpoint = (service: string) =>
  `arn:aws:sns:us-east-1:111122223333:endpoint/${service}/example/7f1d2c3b-0a1b-4c2d-8e3f-5a6b7c8d9e0f`;

const options: SnsOptions = {
  sms: { appName: 'Example', host: 'example.com' },
  push: {
    platformApplications: {
      apns: application('APNS'),
      'apns-sandbox': application('APNS_SANDBOX'),
      fcm: application('GCM'),
    },
  },
};

const challengeId = 'Yk3_challenge-1';
const sms = codeMessage('sms', { challengeId });
const push = codeMessage('push', { challengeId, platform: 'fcm', destination: endpoint('GCM') });
const pushTo = (platform: PushPlatform, service: string) => ({ ...push, platform, destination: endpoint(service) });

const open = (url: string) => snsChannel({ ...options, client: snsClient(localClient(url)) });

const xml = (status: number, body: string): Behaviour => ({
  does: 'answer',
  status,
  headers: { 'content-type': 'text/xml' },
  body,
});
const fails = (status: number, code: string, message = '{text}'): Behaviour =>
  xml(
    status,
    `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code>` +
      `<Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
  );
const accepted = {
  answer: xml(
    200,
    '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m-1</MessageId>' +
      '</PublishResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></PublishResponse>',
  ),
  messageId: 'm-1',
};

const failures = failuresOf(
  [
    ['Throttled', 429, 'throttled', true],
    ['Throttling', 400, 'throttled', true],
    ['ThrottlingException', 400, 'throttled', true],
    ['KMSThrottling', 400, 'throttled', true],
    ['InternalError', 500, 'unavailable', true],
    ['InternalFailure', 500, 'unavailable', true],
    ['ServiceUnavailable', 503, 'unavailable', true],
    ['SomethingNew', 502, 'unavailable', true],
    ['SomethingNew', 400, 'rejected', false],
    ['OptedOut', 400, 'rejected', false],
    ['InvalidParameter', 400, 'rejected', false],
    ['ParameterValueInvalid', 400, 'rejected', false],
    ['ValidationException', 400, 'rejected', false],
    ['UserError', 400, 'rejected', false],
    ['AuthorizationError', 403, 'misconfigured', false],
    ['InvalidSecurity', 403, 'misconfigured', false],
    ['InvalidClientTokenId', 403, 'misconfigured', false],
    ['SignatureDoesNotMatch', 403, 'misconfigured', false],
    ['PlatformApplicationDisabled', 400, 'misconfigured', false],
    ['KMSDisabled', 400, 'misconfigured', false],
    ['KMSAccessDenied', 400, 'misconfigured', false],
    ['EndpointDisabled', 400, 'destination-gone', false],
    ['NotFound', 404, 'destination-gone', false],
  ],
  fails,
);

const rest: readonly ProviderFailure[] = [
  {
    name: 'an endpoint that was deleted',
    answer: fails(
      400,
      'InvalidParameter',
      'Invalid parameter: TargetArn Reason: No endpoint found for the target arn {text}',
    ),
    code: 'destination-gone',
    retryable: false,
  },
  proxyFailure,
  {
    name: 'a success that is no XML',
    answer: xml(200, '{"{text}'),
    code: 'unavailable',
    retryable: false,
  },
];

/** Everybody that a Publish would reach: a topic counts too. */
const recipients = ({ body }: RecordedRequest): readonly string[] => {
  const form = new URLSearchParams(body);
  return ['PhoneNumber', 'TargetArn', 'TopicArn'].flatMap((name) => form.getAll(name));
};

describeChannel('sns', {
  message: sms,
  open,
  accepted,
  recipients,
  failures,
  hostileDestinations: hostilePhoneNumbers,
});

describeChannel('sns', {
  message: push,
  open,
  accepted,
  recipients,
  failures: [...failures, ...rest],
  hostileDestinations: hostileEndpoints,
});

describe('a text message of SNS', () => {
  test('is transactional, and says who it is from as carriers want it', () => {
    const sender = { senderId: 'Example', originationNumber: '+12065550100', entityId: '1101', templateId: '1107' };

    const input = publishInput({ sms: { appName: 'Example', ...sender, maxPriceUsd: 0.05 } }).code(sms);

    expect(input.PhoneNumber).toBe('+31612345678');
    expect(input.TargetArn).toBeUndefined();
    expect(input.MessageAttributes).toEqual({
      'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' },
      'AWS.SNS.SMS.SenderID': { DataType: 'String', StringValue: 'Example' },
      'AWS.SNS.SMS.MaxPrice': { DataType: 'Number', StringValue: '0.05' },
      'AWS.MM.SMS.OriginationNumber': { DataType: 'String', StringValue: '+12065550100' },
      'AWS.MM.SMS.EntityId': { DataType: 'String', StringValue: '1101' },
      'AWS.MM.SMS.TemplateId': { DataType: 'String', StringValue: '1107' },
    });
  });

  test('says nothing that was not asked for', () => {
    const { MessageAttributes } = publishInput(options).code(sms);

    expect(Object.keys(MessageAttributes ?? {})).toEqual(['AWS.SNS.SMS.SMSType']);
  });
});

describe('a notification of SNS', () => {
  const payload = (message: SignInMessage) => {
    const input = publishInput(options).code(message);
    const outer = JSON.parse(input.Message ?? '') as Record<string, string>;
    const { default: fallback, ...platforms } = outer;
    return {
      input,
      fallback,
      platforms: Object.fromEntries(Object.entries(platforms).map(([name, inner]) => [name, JSON.parse(inner)])),
    };
  };
  const words = { title: 'Sign in to Example', body: expect.stringContaining('402917 is your sign-in code.') };

  test.each([
    ['apns', 'APNS'],
    ['apns-sandbox', 'APNS_SANDBOX'],
  ] as const)('for %s has a payload of that platform alone and the headers of APNs', (platform, service) => {
    const { input, platforms } = payload(pushTo(platform, service));

    expect(platforms).toEqual({
      [service]: { aps: { alert: words, sound: 'default', 'interruption-level': 'time-sensitive' } },
    });
    expect(input.MessageStructure).toBe('json');
    expect(input.MessageAttributes).toEqual({
      'AWS.SNS.MOBILE.APNS.PUSH_TYPE': { DataType: 'String', StringValue: 'alert' },
      'AWS.SNS.MOBILE.APNS.PRIORITY': { DataType: 'String', StringValue: '10' },
      [`AWS.SNS.MOBILE.${service}.TTL`]: { DataType: 'String', StringValue: '300' },
      'AWS.SNS.MOBILE.APNS.COLLAPSE_ID': { DataType: 'String', StringValue: 'Yk3_challenge-1' },
    });
  });

  test('for FCM comes in the envelope of its version 1', () => {
    const { platforms } = payload(push);

    expect(platforms).toEqual({
      GCM: {
        fcmV1Message: {
          message: {
            notification: words,
            android: {
              priority: 'high',
              ttl: '300s',
              collapse_key: 'Yk3_challenge-1',
              notification: { sound: 'default' },
            },
          },
        },
      },
    });
  });

  test('has no code where a lock screen always shows it, and none in the default', () => {
    const { fallback } = payload(push);

    expect(fallback).toBe('Sign in to Example');
  });

  test('refuses a device of another platform than its endpoint', () => {
    const build = publishInput(options);

    expect(() => build.code({ ...push, platform: 'apns' })).toThrow('sns: rejected');
    expect(() => build.code({ ...push, platform: 'apns', destination: endpoint('APNS') })).not.toThrow();
  });
});

describe('enrolling a device with SNS', () => {
  test.each([
    ['of another application', endpoint('GCM').replace('example', 'other')],
    ['of another account', endpoint('GCM').replace('111122223333', '999922223333')],
    ['that is a topic', 'arn:aws:sns:us-east-1:111122223333:everybody'],
  ])('takes over no endpoint %s, whatever the error names', async (_, arn) => {
    const provider = await startProvider();
    provider.behave(fails(400, 'InvalidParameter', `Token Reason: Endpoint ${arn} already exists with the same Token`));

    const device = { token: `f-Xy_1:APA91b${'k'.repeat(120)}`, platform: 'fcm' as const };
    const enrolling = open(provider.url).enrol?.(device, { signal: new AbortController().signal });

    await expect(enrolling).rejects.toMatchObject({ code: 'rejected', provider: 'sns' });
    expect(provider.requests).toHaveLength(1);
    await provider.close();
  });

  test('stops at once when it is called off', async () => {
    const provider = await startProvider();
    const caller = new AbortController();

    const device = { token: 'a1'.repeat(32), platform: 'apns' as const };
    const enrolling = open(provider.url).enrol?.(device, { signal: caller.signal });
    setImmediate(() => caller.abort());

    await expect(enrolling).rejects.toMatchObject({ code: 'timeout', retryable: false });
    await provider.close();
  });
});

describe('the options of SNS', () => {
  test.each([
    ['neither sms nor push', {}],
    ['sms.senderId is "x"', { sms: { appName: 'Example', senderId: 'x' } }],
    ['sms.senderId is "12345"', { sms: { appName: 'Example', senderId: '12345' } }],
    ['sms.originationNumber is "+0612"', { sms: { appName: 'Example', originationNumber: '+0612' } }],
    ['sms.maxPriceUsd is 0:', { sms: { appName: 'Example', maxPriceUsd: 0 } }],
    ['sms.maxPriceUsd is NaN', { sms: { appName: 'Example', maxPriceUsd: Number.NaN } }],
    ['sms.entityId is "a b"', { sms: { appName: 'Example', entityId: 'a b' } }],
    ['appName is empty', { sms: { appName: '' } }],
    ['host is "localhost"', { sms: { appName: 'Example', host: 'localhost' } }],
    ['platformApplications is empty', { push: { platformApplications: {} } }],
    ['has "windows"', { push: { platformApplications: { windows: 'x' } } }],
    ['platformApplications.fcm is "x"', { push: { platformApplications: { fcm: 'x' } } }],
    ['app/GCM/example', { push: { platformApplications: { fcm: application('APNS') } } }],
    ['texts cannot be used', { ...options, texts: { en: { sms: { 'sign-in': 'no code' } } } }],
    ['locales holds "fr"', { ...options, locales: ['fr'] }],
  ])('are refused at the start, naming %s', (text, bad) => {
    expect(() => publishInput(bad as SnsOptions)).toThrow(TypeError);
    expect(() => publishInput(bad as SnsOptions)).toThrow(text);
  });

  test('decide what the channel delivers', () => {
    const client = snsClient(localClient('http://127.0.0.1:1'));

    const { sms: smsOnly, push: pushOnly } = options;
    const texting = snsChannel({ client, ...(smsOnly && { sms: smsOnly }) });
    const pushing = snsChannel({ client, ...(pushOnly && { push: pushOnly }) });

    expect([texting.media, pushing.media]).toEqual([['sms'], ['push']]);
    expect([texting.enrol, pushing.enrol]).toEqual([undefined, expect.any(Function)]);
    expect(() => publishInput({ ...(smsOnly && { sms: smsOnly }) }).code(push)).toThrow('sns: misconfigured');
  });
});
