import * as v from 'valibot';
import type { PushPlatform } from '../../../channels/channel.ts';
import type { Inbox } from '../inbox.ts';
import { AwsError } from './errors.ts';
import type { Fault } from './faults.ts';
import { opaqueId } from './opaque-id.ts';

const text = v.nullish(v.string(), null);
const notification = v.nullish(v.object({ Title: text, Body: text, PreferredAuthenticationMethod: text }));

const sendMessagesRequest = v.object({
  Addresses: v.nullish(v.record(v.string(), v.object({ ChannelType: v.string() })), {}),
  Endpoints: v.nullish(v.record(v.string(), v.unknown()), {}),
  MessageConfiguration: v.object({
    SMSMessage: v.nullish(v.object({ Body: text, MessageType: text })),
    APNSMessage: notification,
    GCMMessage: notification,
  }),
});

type SendMessagesRequest = v.InferOutput<typeof sendMessagesRequest>;

/** What became of the message for one address. */
type AddressResult = {
  readonly DeliveryStatus: string;
  readonly StatusCode: number;
  readonly StatusMessage: string;
  readonly MessageId: string;
  readonly UpdatedToken?: string;
};

const MAX_ADDRESSES = 100;

/** The status code that goes with a status of an address. */
const STATUS_CODES: Readonly<Record<string, number>> = {
  SUCCESSFUL: 200,
  DUPLICATE: 200,
  UPDATED_TOKEN: 200,
  THROTTLED: 429,
  TEMPORARY_FAILURE: 500,
  PERMANENT_FAILURE: 410,
  OPT_OUT: 400,
  UNKNOWN_FAILURE: 500,
};

/** True for a fault that Pinpoint words per address, inside HTTP 200. */
export const isAddressFault = (fault: Fault): boolean =>
  fault.service === 'pinpoint' && fault.error !== undefined && Object.hasOwn(STATUS_CODES, fault.error);

/**
 * Takes the body of a SendMessages and puts a message into the inbox for each address that gets one.
 * @param fault gives every address its error as the status: `UPDATED_TOKEN` delivers, and answers FCM addresses with
 * the token and `_updated` as the new one
 * @throws {AwsError} with the error type of Pinpoint
 * Source: https://docs.aws.amazon.com/pinpoint/latest/apireference/apps-application-id-messages.html
 */
export const sendMessages = (
  body: unknown,
  { inbox, now, applicationId, fault }: { inbox: Inbox; now: Date; applicationId: string; fault?: Fault | undefined },
) => {
  const parsed = v.safeParse(sendMessagesRequest, body);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw badRequest(`${v.getDotPath(issue) ?? 'the body'}: ${issue.message}`);
  }
  const request = parsed.output;
  if (Object.keys(request.Endpoints ?? {}).length > 0) {
    throw badRequest('Endpoints ended on 30 October 2026: send to Addresses');
  }
  const addresses = Object.entries(request.Addresses ?? {});
  if (addresses.length === 0) throw badRequest('Addresses must hold one address at least');
  if (addresses.length > MAX_ADDRESSES) throw badRequest(`Addresses must hold ${MAX_ADDRESSES} at most`);
  const results = addresses.map(([to, { ChannelType: type }]) => {
    const message = messageFor(request, to, type);
    const { isDelivered, ...result } = outcome(to, type, fault);
    if (isDelivered) {
      inbox.add({ id: result.MessageId, at: now.toISOString(), provider: 'pinpoint', to, html: null, ...message });
    }
    return [to, result] as const;
  });
  return { ApplicationId: applicationId, RequestId: opaqueId(), Result: Object.fromEntries(results) };
};

const badRequest = (message: string): AwsError => new AwsError('BadRequestException', message);

const outcome = (to: string, type: string, fault: Fault | undefined): AddressResult & { isDelivered: boolean } => {
  const status = fault?.error ?? 'SUCCESSFUL';
  const isUpdated = status === 'UPDATED_TOKEN';
  const DeliveryStatus = isUpdated ? 'SUCCESSFUL' : status;
  return {
    DeliveryStatus,
    StatusCode: fault?.status ?? STATUS_CODES[status] ?? 500,
    StatusMessage: fault === undefined ? 'captured' : 'made so by POST /faults',
    MessageId: opaqueId(),
    ...(isUpdated && type === 'GCM' ? { UpdatedToken: `${to}_updated` } : {}),
    isDelivered: DeliveryStatus === 'SUCCESSFUL',
  };
};

const DEVICES: Readonly<Record<string, PushPlatform>> = { APNS: 'apns', APNS_SANDBOX: 'apns-sandbox', GCM: 'fcm' };

const messageFor = ({ MessageConfiguration: messages }: SendMessagesRequest, to: string, type: string) => {
  if (type === 'SMS') {
    if (!/^\+[1-9][0-9]{3,14}$/.test(to)) throw badRequest(`the address ${to} is no number in E.164 form`);
    const { Body: words = null, MessageType: kind } = messages.SMSMessage ?? {};
    if (words === null) throw badRequest('MessageConfiguration.SMSMessage.Body is missing');
    if (kind !== 'TRANSACTIONAL')
      throw badRequest('MessageConfiguration.SMSMessage.MessageType must be TRANSACTIONAL here');
    return { medium: 'sms' as const, subject: null, text: words, device: null };
  }
  const device = DEVICES[type];
  if (device === undefined)
    throw badRequest(`ChannelType ${type} is not served: SMS, ${Object.keys(DEVICES).join(', ')} are`);
  const [name, message] =
    device === 'fcm' ? ['GCMMessage', messages.GCMMessage] : ['APNSMessage', messages.APNSMessage];
  if (message?.Body === null || message?.Body === undefined) {
    throw badRequest(`MessageConfiguration.${name}.Body is missing`);
  }
  if (device === 'fcm' && message.PreferredAuthenticationMethod !== 'TOKEN') {
    throw badRequest(
      'MessageConfiguration.GCMMessage.PreferredAuthenticationMethod must be TOKEN: server keys have ended',
    );
  }
  return { medium: 'push' as const, subject: message.Title, text: message.Body, device };
};
