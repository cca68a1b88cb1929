import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { type AwsClientSettings, awsClientConfig, SEND_TIMEOUT_MS } from './aws-client.ts';
import { explainAwsError, type MeaningByType } from './aws-errors.ts';
import {
  type Channel,
  ChannelError,
  type Notice,
  type Receipt,
  type Recipient,
  type SignInMessage,
} from './channel.ts';
import { withinDeadline } from './deadline.ts';
import { formatMailbox, isSingleEmailAddress, parseMailbox } from './email-address.ts';
import { leanClient } from './lean-client.ts';
import { type EmailOptions, emailRenderer, type RenderedEmail } from './messages/email.ts';

const PROVIDER = 'ses';

/** How mails are sent and worded. */
export type SesOptions = EmailOptions & {
  /** The sender: `codes@example.com` or `Example <codes@example.com>`, of an identity that SES has verified. */
  readonly from: string;
  /** Where answers go. @default the sender */
  readonly replyTo?: string;
  /** The configuration set that the mails are sent with. @default the identity's own, if any */
  readonly configurationSet?: string;
};

export type SesChannelOptions = SesOptions & { readonly client: SESv2Client };

/** A client for `sesChannel`, to be built once per process. */
export const sesClient = (settings: AwsClientSettings = {}): SESv2Client =>
  leanClient(new SESv2Client(awsClientConfig(settings)));

/**
 * Sends sign-in mails through Amazon SES.
 * @throws {TypeError} for options that SES or a mail program could not use
 * Source: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
export const sesChannel = ({ client, ...options }: SesChannelOptions): Channel => {
  const build = sendEmailInput(options);
  const send = async (input: SendEmailCommandInput, signal: AbortSignal): Promise<Receipt> => {
    try {
      const { MessageId: messageId } = await withinDeadline(
        (abortSignal) => client.send(new SendEmailCommand(input), { abortSignal }),
        { signal, timeoutMs: SEND_TIMEOUT_MS },
      );
      return messageId === undefined ? { provider: PROVIDER } : { provider: PROVIDER, messageId };
    } catch (error) {
      throw explainAwsError(error, PROVIDER, MEANINGS);
    }
  };
  return {
    provider: PROVIDER,
    media: ['email'],
    send: async (message, { signal }) => send(build.code(message), signal),
    notify: async (notice, { signal }) => send(build.notice(notice), signal),
  };
};

/** The pure part of the channel: everything of a send but the sending. */
export type SendEmailInput = {
  /** @throws {ChannelError} for a message that is not for exactly one plain email address */
  code(message: SignInMessage): SendEmailCommandInput;
  /** @throws {ChannelError} for a notice that is not for exactly one plain email address */
  notice(notice: Notice): SendEmailCommandInput;
};

/**
 * Prepares the builder of SendEmail requests.
 * @throws {TypeError} for options that SES or a mail program could not use
 */
export const sendEmailInput = (options: SesOptions): SendEmailInput => {
  const from = mailbox('from', options.from);
  const replyTo = options.replyTo === undefined ? null : mailbox('replyTo', options.replyTo);
  const { configurationSet } = options;
  if (configurationSet !== undefined && !/^[A-Za-z0-9_-]{1,64}$/.test(configurationSet)) {
    throw new TypeError(
      `configurationSet is ${JSON.stringify(configurationSet)}: it must be 1 to 64 letters, digits, "_" and "-"`,
    );
  }
  const render = emailRenderer(options);
  const request = (to: string, mail: RenderedEmail, tags: EmailTags): SendEmailCommandInput => ({
    FromEmailAddress: from,
    Destination: { ToAddresses: [to] },
    ...(replyTo === null ? {} : { ReplyToAddresses: [replyTo] }),
    Content: { Simple: simpleContent(mail) },
    EmailTags: [...tags],
    // A pixel or a rewritten link in a mail with a code is a leak; account and set may ask for them, this forbids it.
    ConfigurationOverrides: { Tracking: { OpenTrackingEnabled: 'DISABLED', ClickTrackingEnabled: 'DISABLED' } },
    ...(configurationSet === undefined ? {} : { ConfigurationSetName: configurationSet }),
  });

  return {
    code(message) {
      checkRecipient(message);
      const tags = emailTags(message.purpose, message.challengeId);
      return request(message.destination, render.code(message), tags);
    },
    notice(notice) {
      checkRecipient(notice);
      return request(notice.destination, render.notice(notice), emailTags(notice.about));
    },
  };
};

const checkRecipient = ({ medium, destination }: Recipient): void => {
  if (medium !== 'email') throw new ChannelError('misconfigured', PROVIDER, { retryable: false });
  if (!isSingleEmailAddress(destination)) throw new ChannelError('rejected', PROVIDER, { retryable: false });
};

const simpleContent = ({ subject, text, html }: RenderedEmail) => ({
  Subject: { Data: subject, Charset: 'UTF-8' },
  Body: { Text: { Data: text, Charset: 'UTF-8' }, Html: { Data: html, Charset: 'UTF-8' } },
});

type EmailTags = readonly { readonly Name: string; readonly Value: string }[];

/** Tags show up in CloudWatch and event streams: they name the challenge, never the person or the code. */
const emailTags = (purpose: string, challengeId = ''): EmailTags => [
  { Name: 'purpose', Value: purpose },
  { Name: 'channel', Value: 'email' },
  ...(/^[A-Za-z0-9_-]{1,256}$/.test(challengeId) ? [{ Name: 'challengeId', Value: challengeId }] : []),
];

const mailbox = (option: string, value: string): string => {
  const parsed = parseMailbox(value);
  if (parsed !== null) return formatMailbox(parsed);
  throw new TypeError(
    `${option} is ${JSON.stringify(value)}: it must be one address such as "codes@example.com" or "Example <codes@example.com>"`,
  );
};

const MEANINGS: MeaningByType = {
  TooManyRequestsException: { code: 'throttled', retryable: true },
  // The account's quota of the day: waiting a moment does not bring it back.
  LimitExceededException: { code: 'throttled', retryable: false },
  InternalServiceErrorException: { code: 'unavailable', retryable: true },
  MessageRejected: { code: 'rejected', retryable: false },
  BadRequestException: { code: 'rejected', retryable: false },
  NotFoundException: { code: 'misconfigured', retryable: false },
  MailFromDomainNotVerifiedException: { code: 'misconfigured', retryable: false },
  SendingPausedException: { code: 'misconfigured', retryable: false },
  AccountSuspendedException: { code: 'misconfigured', retryable: false },
};
