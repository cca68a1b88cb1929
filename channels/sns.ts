import {
  CreatePlatformEndpointCommand,
  NotFoundException,
  PublishCommand,
  type PublishCommandInput,
  SetEndpointAttributesCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { type AwsClientSettings, awsClientConfig, SEND_TIMEOUT_MS } from './aws-client.ts';
import { explainAwsError, type MeaningByType } from './aws-errors.ts';
import { type Channel, ChannelError, type PushPlatform, type Receipt } from './channel.ts';
import { withinDeadline } from './deadline.ts';
import { isDeviceToken } from './device.ts';
import { leanClient } from './lean-client.ts';
import { publishInput, type SnsOptions } from './sns-requests.ts';

const PROVIDER = 'sns';

export type SnsChannelOptions = SnsOptions & { readonly client: SNSClient };

/** A client for `snsChannel`, to be built once per process. */
export const snsClient = (settings: AwsClientSettings = {}): SNSClient =>
  leanClient(new SNSClient(awsClientConfig(settings)));

/**
 * Sends text messages to phone numbers and notifications to platform endpoints through Amazon SNS. `enrol` makes the
 * endpoint of a device.
 * @throws {TypeError} for options that SNS could not use or messages that would not fit
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const snsChannel = ({ client, ...options }: SnsChannelOptions): Channel => {
  const build = publishInput(options);
  const publish = async (input: PublishCommandInput, signal: AbortSignal): Promise<Receipt> => {
    try {
      const { MessageId: messageId } = await withinDeadline(
        (abortSignal) => client.send(new PublishCommand(input), { abortSignal }),
        { signal, timeoutMs: SEND_TIMEOUT_MS },
      );
      return messageId === undefined ? { provider: PROVIDER } : { provider: PROVIDER, messageId };
    } catch (error) {
      throw explainAwsError(error, PROVIDER, isUnknownEndpoint(error) ? UNKNOWN_ENDPOINT : MEANINGS);
    }
  };
  const { sms, push } = options;
  const base: Channel = {
    provider: PROVIDER,
    media: [...(sms === undefined ? [] : ['sms' as const]), ...(push === undefined ? [] : ['push' as const])],
    send: async (message, { signal }) => publish(build.code(message), signal),
    notify: async (notice, { signal }) => publish(build.notice(notice), signal),
  };
  return push === undefined ? base : { ...base, enrol: enroller(client, push.platformApplications) };
};

type Applications = Readonly<Partial<Record<PushPlatform, string>>>;

/**
 * Gives a token its endpoint, and makes an old one work again: creating is idempotent, but it gives a disabled endpoint
 * back as it is, and refuses where the old one differs.
 * Source: https://docs.aws.amazon.com/sns/latest/dg/mobile-platform-endpoint.html
 */
const enroller =
  (client: SNSClient, applications: Applications): NonNullable<Channel['enrol']> =>
  async ({ token, platform }, { signal }) => {
    const application = applications[platform];
    if (application === undefined) throw new ChannelError('misconfigured', PROVIDER, { retryable: false });
    if (!isDeviceToken(token, platform)) throw new ChannelError('rejected', PROVIDER, { retryable: false });
    const enrolWithin = async (abortSignal: AbortSignal): Promise<string> => {
      const arn = await createEndpoint(client, { token, application }, abortSignal);
      await wakeEndpoint(client, { arn, token }, abortSignal);
      return arn;
    };
    try {
      return await withinDeadline(enrolWithin, { signal, timeoutMs: SEND_TIMEOUT_MS });
    } catch (error) {
      throw explainAwsError(error, PROVIDER, ENROL_MEANINGS);
    }
  };

const wakeEndpoint = async (
  client: SNSClient,
  { arn, token }: { readonly arn: string; readonly token: string },
  abortSignal: AbortSignal,
): Promise<void> => {
  const input = { EndpointArn: arn, Attributes: { Token: token, Enabled: 'true' } };
  try {
    await client.send(new SetEndpointAttributesCommand(input), { abortSignal });
  } catch (cause) {
    if (!(cause instanceof NotFoundException)) throw cause;
    // It was deleted since it was created: the next try makes a new one.
    throw new ChannelError('unavailable', PROVIDER, { retryable: true, cause });
  }
};

const createEndpoint = async (
  client: SNSClient,
  { token, application }: { readonly token: string; readonly application: string },
  abortSignal: AbortSignal,
): Promise<string> => {
  try {
    const input = { PlatformApplicationArn: application, Token: token };
    const { EndpointArn: arn } = await client.send(new CreatePlatformEndpointCommand(input), { abortSignal });
    if (arn !== undefined) return arn;
  } catch (error) {
    const arn = existingEndpoint(error);
    // The text is the provider's: an endpoint of another application would send codes to somebody else's device.
    if (arn?.startsWith(`${application.replace(':app/', ':endpoint/')}/`) === true) return arn;
    throw error;
  }
  throw new ChannelError('unavailable', PROVIDER, { retryable: false });
};

/** SNS names the endpoint that is in the way in the error's text, and nowhere else. */
const existingEndpoint = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  return /Endpoint (arn:aws[^\s]+) already exists with the same token/i.exec(error.message)?.[1];
};

/** An endpoint that was deleted is not said by a type of its own. */
const isUnknownEndpoint = (error: unknown): boolean =>
  error instanceof Error && /No endpoint found for the target arn/i.test(error.message);

const MEANINGS: MeaningByType = {
  InternalError: { code: 'unavailable', retryable: true },
  InternalErrorException: { code: 'unavailable', retryable: true },
  KMSThrottlingException: { code: 'throttled', retryable: true },
  OptedOutException: { code: 'rejected', retryable: false },
  InvalidParameterException: { code: 'rejected', retryable: false },
  InvalidParameterValueException: { code: 'rejected', retryable: false },
  UserErrorException: { code: 'rejected', retryable: false },
  ValidationException: { code: 'rejected', retryable: false },
  EndpointDisabledException: { code: 'destination-gone', retryable: false },
  NotFoundException: { code: 'destination-gone', retryable: false },
  ResourceNotFoundException: { code: 'destination-gone', retryable: false },
  AuthorizationErrorException: { code: 'misconfigured', retryable: false },
  InvalidSecurityException: { code: 'misconfigured', retryable: false },
  PlatformApplicationDisabledException: { code: 'misconfigured', retryable: false },
  KMSAccessDeniedException: { code: 'misconfigured', retryable: false },
  KMSDisabledException: { code: 'misconfigured', retryable: false },
  KMSInvalidStateException: { code: 'misconfigured', retryable: false },
  KMSNotFoundException: { code: 'misconfigured', retryable: false },
  KMSOptInRequired: { code: 'misconfigured', retryable: false },
};

const UNKNOWN_ENDPOINT: MeaningByType = {
  ...MEANINGS,
  InvalidParameterException: { code: 'destination-gone', retryable: false },
};

/** Here it is the platform application that is not found. */
const ENROL_MEANINGS: MeaningByType = {
  ...MEANINGS,
  NotFoundException: { code: 'misconfigured', retryable: false },
};
