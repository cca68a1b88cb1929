/**
 * Text messages and notifications by the message interface of Amazon Pinpoint, today AWS End User Messaging.
 *
 * On 30 October 2026 Amazon ended Pinpoint's console, endpoints, segments, campaigns, journeys and analytics. SendMessages
 * with addresses lives on, as do the applications (CreateApp) with their APNs and FCM credentials; it is the one way to
 * push through End User Messaging. This file calls SendMessages only, and addresses numbers and device tokens directly:
 * no endpoints, no segments, no stored templates. Nor Pinpoint's own one-time codes (SendOTPMessage), which live on too:
 * there Amazon would make and keep the code.
 * Source: https://docs.aws.amazon.com/pinpoint/latest/userguide/migrate.html
 */

import {
  type EndpointMessageResult,
  type MessageResponse,
  type MessageResult,
  PinpointClient,
  SendMessagesCommand,
  type SendMessagesCommandInput,
} from '@aws-sdk/client-pinpoint';
import { type AwsClientSettings, awsClientConfig, SEND_TIMEOUT_MS } from './aws-client.ts';
import { explainAwsError, type Meaning, type MeaningByType } from './aws-errors.ts';
import { type Channel, ChannelError, type Receipt, type Recipient } from './channel.ts';
import { withinDeadline } from './deadline.ts';
import { isDeviceToken } from './device.ts';
import { leanClient } from './lean-client.ts';
import { type PinpointOptions, sendMessagesInput } from './pinpoint-requests.ts';

const PROVIDER = 'pinpoint';

export type PinpointChannelOptions = PinpointOptions & { readonly client: PinpointClient };

/** A client for `pinpointChannel`, to be built once per process. */
export const pinpointClient = (settings: AwsClientSettings = {}): PinpointClient =>
  leanClient(new PinpointClient(awsClientConfig(settings)));

/**
 * Sends text messages to phone numbers and notifications to device tokens.
 * @throws {TypeError} for options that Pinpoint could not use or messages that would not fit
 * Source: https://docs.aws.amazon.com/pinpoint/latest/apireference/apps-application-id-messages.html
 */
export const pinpointChannel = ({ client, ...options }: PinpointChannelOptions): Channel => {
  const build = sendMessagesInput(options);
  const send = async (input: SendMessagesCommandInput, recipient: Recipient, signal: AbortSignal): Promise<Receipt> => {
    let response: MessageResponse | undefined;
    try {
      ({ MessageResponse: response } = await withinDeadline(
        (abortSignal) => client.send(new SendMessagesCommand(input), { abortSignal }),
        { signal, timeoutMs: SEND_TIMEOUT_MS },
      ));
    } catch (error) {
      throw explainAwsError(error, PROVIDER, MEANINGS);
    }
    return receiptOf(response, recipient);
  };
  const { sms, push } = options;
  return {
    provider: PROVIDER,
    media: [...(sms === undefined ? [] : ['sms' as const]), ...(push === undefined ? [] : ['push' as const])],
    send: async (message, { signal }) => send(build.code(message), message, signal),
    notify: async (notice, { signal }) => send(build.notice(notice), notice, signal),
  };
};

/** HTTP 200 says that the request was read; what became of the message stands in the result of its address. */
const receiptOf = (response: MessageResponse | undefined, recipient: Recipient): Receipt => {
  const results: Readonly<Record<string, MessageResult>> = response?.Result ?? {};
  const result = Object.hasOwn(results, recipient.destination) ? results[recipient.destination] : undefined;
  if (result === undefined) throw failed({ code: 'unavailable', retryable: false }, 'an answer without a result');
  const meaning = meaningOf(result);
  if (meaning !== null) throw failed(meaning, `${statusOf(result)}, ${Number(result.StatusCode)}`);
  const { MessageId: messageId, UpdatedToken: updated } = result;
  return {
    provider: PROVIDER,
    ...(messageId === undefined ? {} : { messageId }),
    ...(isReplacement(updated, recipient) ? { replaceDestination: updated } : {}),
  };
};

/** Why the message was not taken, or null where it was: a duplicate was taken before. */
const meaningOf = ({ DeliveryStatus: status, StatusCode: statusCode }: MessageResult): Meaning | null => {
  if (status === 'SUCCESSFUL' || status === 'DUPLICATE') return null;
  // Credentials that APNs or FCM refuses fail every device for good; forgetting the devices would be no cure.
  if (status === 'PERMANENT_FAILURE' && (statusCode === 401 || statusCode === 403)) {
    return { code: 'misconfigured', retryable: false };
  }
  // Unknown outcomes may be deliveries, so they are not tried again.
  return (status === undefined ? null : STATUSES[status]) ?? { code: 'unavailable', retryable: false };
};

type FailedStatus = Exclude<NonNullable<EndpointMessageResult['DeliveryStatus']>, 'SUCCESSFUL' | 'DUPLICATE'>;

const STATUSES: Readonly<Record<FailedStatus, Meaning>> = {
  THROTTLED: { code: 'throttled', retryable: true },
  TEMPORARY_FAILURE: { code: 'unavailable', retryable: true },
  PERMANENT_FAILURE: { code: 'destination-gone', retryable: false },
  OPT_OUT: { code: 'rejected', retryable: false },
  UNKNOWN_FAILURE: { code: 'unavailable', retryable: false },
};

/** The status alone: the text beside it holds the number or token. */
const statusOf = ({ DeliveryStatus: status }: MessageResult): string =>
  status !== undefined && Object.hasOwn(STATUSES, status) ? status : 'an unknown status';

const failed = (meaning: Meaning, why: string): ChannelError =>
  new ChannelError(meaning.code, PROVIDER, { ...meaning, cause: new Error(`the answer was ${why}`) });

const isReplacement = (token: string | undefined, { medium, platform, destination }: Recipient): token is string =>
  medium === 'push' &&
  platform !== undefined &&
  token !== undefined &&
  token !== destination &&
  isDeviceToken(token, platform);

const MEANINGS: MeaningByType = {
  BadRequestException: { code: 'rejected', retryable: false },
  PayloadTooLargeException: { code: 'rejected', retryable: false },
  ConflictException: { code: 'unavailable', retryable: true },
  InternalServerErrorException: { code: 'unavailable', retryable: true },
  ForbiddenException: { code: 'misconfigured', retryable: false },
  MethodNotAllowedException: { code: 'misconfigured', retryable: false },
  NotFoundException: { code: 'misconfigured', retryable: false },
};
