import type { PushPlatform } from '../../../channels/channel.ts';
import type { Inbox } from '../inbox.ts';
import { AwsError, type AwsReply } from './errors.ts';
import { opaqueId } from './opaque-id.ts';
import { parseQuery, type QueryForm, queryReply } from './query.ts';
import { snsAccount } from './sns-account.ts';
import { createPlatformEndpoints, type PlatformEndpoints } from './sns-endpoints.ts';
import { readNotification } from './sns-notification.ts';
import { escapeXml } from './xml.ts';

/** Bytes of one text message. Source: SNS quotas */
const MAX_SMS_BYTES = 1_600;
/** Bytes of one notification. */
const MAX_BYTES = 262_144;

/** The operations of SNS that are served, each from a form to an answer. */
export type Sns = Readonly<Record<string, (body: string, requestId: string, state?: string) => AwsReply>>;

/**
 * SNS as far as Doorcode calls it: text messages to numbers and notifications to platform endpoints, which are kept in
 * memory. Every platform application exists.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const createSns = (inbox: Inbox, clock: () => number): Sns => {
  const endpoints = createPlatformEndpoints();
  return {
    Publish(body, requestId) {
      const id = publish(parseQuery(body), { inbox, endpoints, now: new Date(clock()) });
      return queryReply('Publish', `<MessageId>${id}</MessageId>`, requestId);
    },
    CreatePlatformEndpoint(body, requestId) {
      const form = parseQuery(body);
      const arn = endpoints.create({
        application: required(form, 'PlatformApplicationArn'),
        token: required(form, 'Token'),
        userData: form.get('CustomUserData'),
      });
      return queryReply('CreatePlatformEndpoint', `<EndpointArn>${escapeXml(arn)}</EndpointArn>`, requestId);
    },
    SetEndpointAttributes(body, requestId) {
      const form = parseQuery(body);
      const attributes = form.entries('Attributes').map(({ key = '', value = '' }) => [key, value] as const);
      endpoints.set(required(form, 'EndpointArn'), Object.fromEntries(attributes));
      return queryReply('SetEndpointAttributes', '', requestId);
    },
    GetEndpointAttributes(body, requestId) {
      const attributes = endpoints.get(required(parseQuery(body), 'EndpointArn'));
      const entries = Object.entries(attributes).map(
        ([key, value]) => `<entry><key>${key}</key><value>${escapeXml(value)}</value></entry>`,
      );
      return queryReply('GetEndpointAttributes', `<Attributes>${entries.join('')}</Attributes>`, requestId);
    },
    ...Object.fromEntries(
      Object.entries(snsAccount).map(([name, operation]) => [
        name,
        (body: string, requestId: string, state?: string) => operation(parseQuery(body), requestId, state),
      ]),
    ),
  };
};

const invalid = (text: string): AwsError => new AwsError('InvalidParameter', `Invalid parameter: ${text}`);

const required = (form: QueryForm, name: string): string => {
  const value = form.get(name);
  if (value === null) throw invalid(`${name} Reason: no value for required parameter`);
  return value;
};

type World = { readonly inbox: Inbox; readonly endpoints: PlatformEndpoints; readonly now: Date };

const publish = (form: QueryForm, { inbox, endpoints, now }: World): string => {
  const message = required(form, 'Message');
  for (const { Name = '', 'Value.DataType': type = '', 'Value.StringValue': value = '' } of form.entries(
    'MessageAttributes',
  )) {
    checkAttribute(Name, type, value);
  }
  const targets = ['PhoneNumber', 'TargetArn', 'TopicArn'].filter((name) => form.get(name) !== null);
  if (targets.length !== 1) throw invalid('PhoneNumber, TargetArn or TopicArn Reason: exactly one is needed');
  if (form.get('TopicArn') !== null) throw invalid('TopicArn Reason: the capture server has no topics');

  const id = opaqueId();
  const captured = { id, at: now.toISOString(), provider: 'sns', html: null };
  const number = form.get('PhoneNumber');
  if (number !== null) {
    checkText(number, message);
    inbox.add({ ...captured, medium: 'sms', to: number, subject: null, text: message, device: null });
    return id;
  }
  const arn = form.get('TargetArn') ?? '';
  const device = endpoints.deliverTo(arn);
  const { title, body } = notification(form, device, message);
  inbox.add({ ...captured, medium: 'push', to: arn, subject: title, text: body, device });
  return id;
};

const checkText = (number: string, message: string): void => {
  if (!/^\+[1-9][0-9]{3,14}$/.test(number)) throw invalid(`PhoneNumber Reason: ${number} is not valid to publish to`);
  if (Buffer.byteLength(message) > MAX_SMS_BYTES) throw invalid('Message Reason: the text message is too long');
};

const notification = (form: QueryForm, device: PushPlatform, message: string) => {
  if (Buffer.byteLength(message) > MAX_BYTES) throw invalid('Message Reason: the message is too long');
  if (form.get('MessageStructure') === null) return { title: null, body: message };
  if (form.get('MessageStructure') !== 'json') throw invalid('MessageStructure Reason: it can only be json');
  return readNotification(message, device);
};

/** What an SMS attribute may hold, where SNS says so. */
const ATTRIBUTES: Readonly<Record<string, readonly [type: string, rule: RegExp]>> = {
  'AWS.SNS.SMS.SMSType': ['String', /^(?:Transactional|Promotional)$/],
  'AWS.SNS.SMS.SenderID': ['String', /^(?=.*[A-Za-z])[A-Za-z0-9-]{1,11}$/],
  'AWS.SNS.SMS.MaxPrice': ['Number', /^\d+(?:\.\d+)?$/],
  'AWS.MM.SMS.OriginationNumber': ['String', /^\+?[0-9]{3,15}$/],
};

const checkAttribute = (name: string, type: string, value: string): void => {
  const [wanted, rule] = ATTRIBUTES[name] ?? ['String', /./s];
  if (type === wanted && rule.test(value)) return;
  throw new AwsError('ParameterValueInvalid', `The message attribute '${name}' must be a ${wanted} that it allows.`);
};
