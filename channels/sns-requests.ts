import type { MessageAttributeValue, PublishCommandInput } from '@aws-sdk/client-sns';
import { ChannelError, type Notice, type PushPlatform, type Recipient, type SignInMessage } from './channel.ts';
import { collapseKey, pushPlatforms, serviceOf } from './device.ts';
import type { TextOptions } from './messages/own-texts.ts';
import { pushRenderer, type RenderedPush } from './messages/push.ts';
import { type SmsOptions, smsRenderer } from './messages/sms.ts';
import { isE164 } from './phone-number.ts';
import { checkSmsSender, type SmsSenderOptions } from './sms-sender.ts';

const PROVIDER = 'sns';

export type SnsSmsOptions = SmsOptions &
  SmsSenderOptions & {
    /** The most that one SMS may cost, in US dollars, 0.001 to 100. @default the account's own limit */
    readonly maxPriceUsd?: number;
  };

export type SnsPushOptions = {
  /**
   * The ARN of the platform application of each platform served. SNS makes them from the app's credentials; a
   * message goes to endpoints of these applications only.
   */
  readonly platformApplications: Readonly<Partial<Record<PushPlatform, string>>>;
};

/** What SNS delivers and how it is worded; a medium whose options are left out is not served. */
export type SnsOptions = TextOptions & { readonly sms?: SnsSmsOptions; readonly push?: SnsPushOptions };

/** The pure part of the channel: everything of a send but the sending. */
export type PublishInput = {
  /** @throws {ChannelError} for a message that is not for exactly one number or endpoint */
  code(message: SignInMessage): PublishCommandInput;
  /** @throws {ChannelError} for a notice that is not for exactly one number or endpoint */
  notice(notice: Notice): PublishCommandInput;
};

/**
 * Prepares the builder of Publish requests.
 * @throws {TypeError} for options that SNS could not use or messages that would not fit
 */
export const publishInput = ({ sms, push, ...texts }: SnsOptions): PublishInput => {
  if (sms === undefined && push === undefined) {
    throw new TypeError('sns has neither sms nor push: give the options of one at least');
  }
  const toNumber = sms === undefined ? null : smsRequests({ ...texts, ...sms });
  const toDevice = push === undefined ? null : pushRequests(texts, push);
  const of = ({ medium }: Recipient): PublishInput => {
    const requests = medium === 'sms' ? toNumber : medium === 'push' ? toDevice : null;
    if (requests === null) throw new ChannelError('misconfigured', PROVIDER, { retryable: false });
    return requests;
  };
  return {
    code: (message) => of(message).code(message),
    notice: (notice) => of(notice).notice(notice),
  };
};

const text = (value: string): MessageAttributeValue => ({ DataType: 'String', StringValue: value });

const smsRequests = (options: SnsSmsOptions & TextOptions): PublishInput => {
  checkSmsSender(options);
  const { senderId, originationNumber, maxPriceUsd, entityId, templateId } = options;
  if (maxPriceUsd !== undefined && !(maxPriceUsd >= 0.001 && maxPriceUsd <= 100)) {
    throw new TypeError(`sms.maxPriceUsd is ${maxPriceUsd}: it must be a number from 0.001 to 100, in US dollars`);
  }
  const render = smsRenderer(options);
  const attributes = {
    'AWS.SNS.SMS.SMSType': text('Transactional'),
    ...(senderId === undefined ? {} : { 'AWS.SNS.SMS.SenderID': text(senderId) }),
    ...(maxPriceUsd === undefined
      ? {}
      : { 'AWS.SNS.SMS.MaxPrice': { DataType: 'Number', StringValue: String(maxPriceUsd) } }),
    ...(originationNumber === undefined ? {} : { 'AWS.MM.SMS.OriginationNumber': text(originationNumber) }),
    ...(entityId === undefined ? {} : { 'AWS.MM.SMS.EntityId': text(entityId) }),
    ...(templateId === undefined ? {} : { 'AWS.MM.SMS.TemplateId': text(templateId) }),
  };
  const request = ({ destination }: Recipient, Message: string): PublishCommandInput => ({
    PhoneNumber: destination,
    Message,
    MessageAttributes: attributes,
  });
  return {
    code(message) {
      checkNumber(message);
      return request(message, render.code(message));
    },
    notice(notice) {
      checkNumber(notice);
      return request(notice, render.notice(notice));
    },
  };
};

const checkNumber = ({ destination }: Recipient): void => {
  if (!isE164(destination)) throw new ChannelError('rejected', PROVIDER, { retryable: false });
};

const APPLICATION_ARN = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:app\/(APNS|APNS_SANDBOX|GCM)\/[A-Za-z0-9_.-]{1,256}$/;

const pushRequests = (texts: TextOptions, { platformApplications }: SnsPushOptions): PublishInput => {
  checkApplications(platformApplications);
  const render = pushRenderer(texts);
  return {
    code(message) {
      const platform = platformOf(message, platformApplications);
      const seconds = message.minutesValid * 60;
      return pushRequest(message, platform, render.code(message), { seconds, key: collapseKey(message.challengeId) });
    },
    notice(notice) {
      return pushRequest(notice, platformOf(notice, platformApplications), render.notice(notice), {});
    },
  };
};

const checkApplications = (applications: SnsPushOptions['platformApplications']): void => {
  const entries = Object.entries(applications);
  if (entries.length === 0) {
    throw new TypeError(
      `push.platformApplications is empty: give the ARN of one platform application at least, by ${pushPlatforms.join(', ')}`,
    );
  }
  for (const [platform, arn] of entries) {
    const service = Object.hasOwn(serviceOf, platform) ? serviceOf[platform as PushPlatform] : null;
    if (service === null) {
      throw new TypeError(
        `push.platformApplications has ${JSON.stringify(platform)}: the platforms are ${pushPlatforms.join(', ')}`,
      );
    }
    if (APPLICATION_ARN.exec(arn)?.[1] === service) continue;
    throw new TypeError(
      `push.platformApplications.${platform} is ${JSON.stringify(arn)}: it must be the ARN of a platform application, ` +
        `as in arn:aws:sns:us-east-1:111122223333:app/${service}/example`,
    );
  }
};

/** The platform whose application the endpoint is of: a topic, or an endpoint of somebody else's, is refused. */
const platformOf = (
  { destination, platform }: Recipient,
  applications: SnsPushOptions['platformApplications'],
): PushPlatform => {
  const id = /^(arn:[a-z0-9:-]+):endpoint\/(.+)\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.exec(destination);
  const application = id === null ? null : `${id[1]}:app/${id[2]}`;
  const found = pushPlatforms.find((name) => applications[name] !== undefined && applications[name] === application);
  if (found === undefined || (platform !== undefined && platform !== found)) {
    throw new ChannelError('rejected', PROVIDER, { retryable: false });
  }
  return found;
};

type PushLife = { readonly seconds?: number; readonly key?: string | null };

const pushRequest = (
  { destination }: Recipient,
  platform: PushPlatform,
  words: RenderedPush,
  life: PushLife,
): PublishCommandInput => {
  const service = serviceOf[platform];
  const payload = platform === 'fcm' ? fcmPayload(words, life) : apnsPayload(words);
  return {
    TargetArn: destination,
    MessageStructure: 'json',
    // SNS insists on a default, for platforms that have no words of their own; it is never shown.
    Message: JSON.stringify({ default: words.title, [service]: JSON.stringify(payload) }),
    ...(platform === 'fcm' ? {} : { MessageAttributes: apnsAttributes(service, life) }),
  };
};

const apnsPayload = ({ title, body }: RenderedPush) => ({
  aps: { alert: { title, body }, sound: 'default', 'interruption-level': 'time-sensitive' },
});

/** What APNs takes as headers. Source: SNS Developer Guide, "Reserved message attributes for mobile push" */
const apnsAttributes = (service: string, { seconds, key }: PushLife): Record<string, MessageAttributeValue> => ({
  'AWS.SNS.MOBILE.APNS.PUSH_TYPE': text('alert'),
  'AWS.SNS.MOBILE.APNS.PRIORITY': text('10'),
  ...(seconds === undefined ? {} : { [`AWS.SNS.MOBILE.${service}.TTL`]: text(String(seconds)) }),
  ...(key === undefined || key === null ? {} : { 'AWS.SNS.MOBILE.APNS.COLLAPSE_ID': text(key) }),
});

/** Source: FCM HTTP v1, projects.messages; SNS hands on what stands in `fcmV1Message`. */
const fcmPayload = (words: RenderedPush, { seconds, key }: PushLife) => ({
  fcmV1Message: {
    message: {
      notification: words,
      android: {
        priority: 'high',
        ...(seconds === undefined ? {} : { ttl: `${seconds}s` }),
        ...(key === undefined || key === null ? {} : { collapse_key: key }),
        notification: { sound: 'default' },
      },
    },
  },
});
