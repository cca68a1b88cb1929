import { describe, expect, test } from '@jest/globals';
import type { PushPlatform, SignInMessage } from '../../channels/channel.ts';
import { pinpointChannel, pinpointClient } from '../../channels/pinpoint.ts';
import { type PinpointOptions, sendMessagesInput } from '../../channels/pinpoint-requests.ts';
import { localClient } from '../helpers/local-client.ts';
import { describeChannel, failuresOf, type ProviderFailure } from './contract.ts';
import { hostileDeviceTokens, hostilePhoneNumbers } from './hostile-destinations.ts';
import { codeMessage } from './messages/fixtures.ts';
import { type Behaviour, jsonAnswer, type RecordedRequest, startProvider } from './provider-server.ts';

const options: PinpointOptions = {
  applicationId: '0123456789abcdef0123456789abcdef',
  sms: { appName: 'Example', host: 'example.com' },
  push: {},
};

const challengeId = 'Yk3_challenge-1';
const sms = codeMessage('sms', { challengeId });
const push = codeMessage('push', { challengeId, platform: 'fcm' });
const { destination: FCM_TOKEN } = push;
const APNS_TOKEN = 'a1'.repeat(32);

const open = (endpoint: string) => pinpointChannel({ ...options, client: pinpointClient(localClient(endpoint)) });

/** HTTP 200 with the result of one address. */
const result = (to: string, fields: object): Behaviour =>
  jsonAnswer(
    200,
    JSON.stringify({ ApplicationId: options.applicationId, Result: { [to]: { StatusMessage: '{text}', ...fields } } }),
  );

const errors = failuresOf(
  [
    ['TooManyRequestsException', 429, 'throttled', true],
    ['InternalServerErrorException', 500, 'unavailable', true],
    ['ServiceUnavailable', 503, 'unavailable', true],
    ['ConflictException', 409, 'unavailable', true],
    ['BadRequestException', 400, 'rejected', false],
    ['PayloadTooLargeException', 413, 'rejected', false],
    ['SomethingNewException', 400, 'rejected', false],
    ['SomethingNewException', 502, 'unavailable', true],
    ['ForbiddenException', 403, 'misconfigured', false],
    ['NotFoundException', 404, 'misconfigured', false],
    ['MethodNotAllowedException', 405, 'misconfigured', false],
    ['UnrecognizedClientException', 403, 'misconfigured', false],
  ],
  (status, type) => jsonAnswer(status, '{"Message":"{text}","RequestID":"r"}', { 'x-amzn-errortype': type }),
);

const results = (to: string): readonly ProviderFailure[] =>
  (
    [
      ['THROTTLED', 429, 'throttled', true],
      ['TEMPORARY_FAILURE', 500, 'unavailable', true],
      ['PERMANENT_FAILURE', 410, 'destination-gone', false],
      ['PERMANENT_FAILURE', 400, 'destination-gone', false],
      ['PERMANENT_FAILURE', 401, 'misconfigured', false],
      ['PERMANENT_FAILURE', 403, 'misconfigured', false],
      ['OPT_OUT', 400, 'rejected', false],
      ['UNKNOWN_FAILURE', 500, 'unavailable', false],
      ['SOMETHING_NEW', 200, 'unavailable', false],
    ] as const
  ).map(([status, StatusCode, code, retryable]) => ({
    name: `${status} (${StatusCode}) inside 200`,
    answer: result(to, { DeliveryStatus: status, StatusCode }),
    code,
    retryable,
  }));

const strange = (to: string): readonly ProviderFailure[] =>
  (
    [
      ['a result without a status', result(to, {})],
      ['a result of another address', result('+8801712345678', { DeliveryStatus: 'SUCCESSFUL', StatusCode: 200 })],
      ['no result', jsonAnswer(200, '{"ApplicationId":"{text}"}')],
      ['an empty answer', jsonAnswer(200, '{}')],
      ['a success that is no JSON', jsonAnswer(200, '<{text}')],
    ] as const
  ).map(([name, answer]) => ({ name, answer, code: 'unavailable', retryable: false }));

const recipients = ({ body }: RecordedRequest): readonly string[] => {
  const { Addresses = {}, Endpoints = {} } = JSON.parse(body);
  return [...Object.keys(Addresses), ...Object.keys(Endpoints)];
};

for (const [message, hostileDestinations] of [
  [sms, hostilePhoneNumbers],
  [push, hostileDeviceTokens(FCM_TOKEN)],
  [{ ...push, platform: 'apns', destination: APNS_TOKEN }, [...hostileDeviceTokens(APNS_TOKEN), FCM_TOKEN]],
] as const) {
  const to = message.destination;
  describeChannel('pinpoint', {
    message,
    open,
    accepted: {
      answer: result(to, { DeliveryStatus: 'SUCCESSFUL', StatusCode: 200, MessageId: 'm-1' }),
      messageId: 'm-1',
    },
    recipients,
    failures: [...errors.slice(0, 1), ...results(to), ...errors.slice(1), ...strange(to)],
    hostileDestinations,
  });
}

describe('a text message of Pinpoint', () => {
  test('is transactional, and says who it is from as carriers want it', () => {
    const sender = { senderId: 'Example', originationNumber: '+12065550100', entityId: '1101', templateId: '1107' };
    const build = sendMessagesInput({ ...options, sms: { appName: 'Example', ...sender, keyword: 'CODES' } });

    const { ApplicationId, MessageRequest } = build.code(sms);

    expect(ApplicationId).toBe(options.applicationId);
    expect(MessageRequest).toEqual({
      Addresses: { '+31612345678': { ChannelType: 'SMS' } },
      MessageConfiguration: {
        SMSMessage: {
          Body: '402917 is your Example sign-in code, valid 5 min. Never share it.',
          MessageType: 'TRANSACTIONAL',
          OriginationNumber: '+12065550100',
          SenderId: 'Example',
          Keyword: 'CODES',
          EntityId: '1101',
          TemplateId: '1107',
        },
      },
    });
  });
});

describe('a notification of Pinpoint', () => {
  const words = { Action: 'OPEN_APP', Title: 'Sign in to Example', Body: expect.stringMatching(/^402917 is your/) };

  test.each([
    ['apns', 'APNS'],
    ['apns-sandbox', 'APNS_SANDBOX'],
  ] as const)('for %s is an alert that ends with the code', (platform, ChannelType) => {
    const { MessageRequest } = sendMessagesInput(options).code({ ...push, platform, destination: APNS_TOKEN });

    expect(MessageRequest).toEqual({
      Addresses: { [APNS_TOKEN]: { ChannelType } },
      MessageConfiguration: {
        APNSMessage: {
          ...words,
          Sound: 'default',
          TimeToLive: 300,
          APNSPushType: 'alert',
          Priority: '10',
          CollapseId: 'Yk3_challenge-1',
        },
      },
    });
  });

  test('for FCM goes at once, by the service account', () => {
    const { MessageRequest } = sendMessagesInput({ ...options, push: { sound: 'ding.wav' } }).code(push);

    expect(MessageRequest).toEqual({
      Addresses: { [FCM_TOKEN]: { ChannelType: 'GCM' } },
      MessageConfiguration: {
        GCMMessage: {
          ...words,
          Sound: 'ding.wav',
          TimeToLive: 300,
          PreferredAuthenticationMethod: 'TOKEN',
          Priority: 'high',
          CollapseKey: 'Yk3_challenge-1',
        },
      },
    });
  });

  test('collapses nothing for an id that no platform takes', () => {
    const { MessageRequest } = sendMessagesInput(options).code({ ...push, challengeId: 'x'.repeat(65) });

    expect(MessageRequest?.MessageConfiguration?.GCMMessage).not.toHaveProperty('CollapseKey');
  });

  test.each([
    ['no platform', {}],
    ['a token of another one', { platform: 'apns' }],
  ] as const)('is refused with %s', (_, changes: { platform?: PushPlatform }) => {
    const { platform: _platform, ...bare } = push;

    expect(() => sendMessagesInput(options).code({ ...bare, ...changes })).toThrow('pinpoint: rejected');
  });
});

describe('the receipt of Pinpoint', () => {
  const sendAgainst = async (message: SignInMessage, fields: object) => {
    const provider = await startProvider();
    provider.behave(result(message.destination, { DeliveryStatus: 'SUCCESSFUL', StatusCode: 200, ...fields }));
    try {
      return await open(provider.url).send(message, { signal: new AbortController().signal });
    } finally {
      await provider.close();
    }
  };

  test('takes a duplicate for a success', async () => {
    expect(await sendAgainst(sms, { DeliveryStatus: 'DUPLICATE', MessageId: 'm-2' })).toEqual({
      provider: 'pinpoint',
      messageId: 'm-2',
    });
  });

  test('hands on the token that took the place of the old one', async () => {
    const { replaceDestination } = await sendAgainst(push, { UpdatedToken: `${FCM_TOKEN}2` });

    expect(replaceDestination).toBe(`${FCM_TOKEN}2`);
  });

  test.each([
    ['is the same', push, FCM_TOKEN],
    ['is no token', push, 'a b'],
    ['is empty', push, ''],
    ['comes with a text message', sms, FCM_TOKEN],
  ])('replaces nothing by what %s', async (_, message, UpdatedToken) => {
    expect(await sendAgainst(message, { UpdatedToken })).toEqual({ provider: 'pinpoint' });
  });
});

describe('the options of Pinpoint', () => {
  const { sms: texting } = options;

  test.each([
    ['applicationId is "a/b"', { ...options, applicationId: 'a/b' }],
    ['neither sms nor push', { applicationId: 'a1' }],
    ['sms.senderId is "x y z"', { ...options, sms: { ...texting, senderId: 'x y z' } }],
    ['sms.templateId is ""', { ...options, sms: { ...texting, templateId: '' } }],
    ['sms.keyword is "a\\nb"', { ...options, sms: { ...texting, keyword: 'a\nb' } }],
    ['push.sound is "../x"', { ...options, push: { sound: '../x' } }],
    ['does not fit into one segment', { ...options, sms: { ...texting, host: `${'a'.repeat(60)}.example.com` } }],
    ['texts cannot be used', { ...options, texts: { en: { push: { 'sign-in': { title: 'Type {code}' } } } } }],
  ])('are refused at the start, naming %s', (text, bad) => {
    expect(() => sendMessagesInput(bad as PinpointOptions)).toThrow(TypeError);
    expect(() => sendMessagesInput(bad as PinpointOptions)).toThrow(text);
  });
});
