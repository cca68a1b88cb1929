import type {
  AddressConfiguration,
  DirectMessageConfiguration,
  SendMessagesCommandInput,
} from '@aws-sdk/client-pinpoint';
import { ChannelError, type Notice, type Recipient, type SignInMessage } from './channel.ts';
import { collapseKey, isDeviceToken, serviceOf } from './device.ts';
import type { TextOptions } from './messages/own-texts.ts';
import { pushRenderer, type RenderedPush } from './messages/push.ts';
import { type SmsOptions, smsRenderer } from './messages/sms.ts';
import { isE164 } from './phone-number.ts';
import { checkSmsSender, type SmsSenderOptions } from './sms-sender.ts';

const PROVIDER = 'pinpoint';

export type PinpointSmsOptions = SmsOptions &
  SmsSenderOptions & {
    /** The programme that a dedicated number was requested for. @default none */
    readonly keyword?: string;
  };

export type PinpointPushOptions = {
  /** The sound of a notification: `default`, or a file of the app. @default 'default' */
  readonly sound?: string;
};

/** What Pinpoint delivers and how it is worded; a medium whose options are left out is not served. */
export type PinpointOptions = TextOptions & {
  /** The id of the application that holds the push credentials, 32 hexadecimal digits. */
  readonly applicationId: string;
  readonly sms?: PinpointSmsOptions;
  readonly push?: PinpointPushOptions;
};

/** The pure part of the channel: everything of a send but the sending. */
export type SendMessagesInput = {
  /** @throws {ChannelError} for a message that is not for exactly one number or device */
  code(message: SignInMessage): SendMessagesCommandInput;
  /** @throws {ChannelError} for a notice that is not for exactly one number or device */
  notice(notice: Notice): SendMessagesCommandInput;
};

/**
 * Prepares the builder of SendMessages requests.
 * @throws {TypeError} for options that Pinpoint could not use or messages that would not fit
 */
export const sendMessagesInput = ({ applicationId, sms, push, ...texts }: PinpointOptions): SendMessagesInput => {
  if (!/^[A-Za-z0-9]{1,64}$/.test(applicationId)) {
    throw new TypeError(
      `applicationId is ${JSON.stringify(applicationId)}: it must be the id of an application, letters and digits only`,
    );
  }
  if (sms === undefined && push === undefined) {
    throw new TypeError('pinpoint has neither sms nor push: give the options of one at least');
  }
  const toNumber = sms === undefined ? null : smsMessages({ ...texts, ...sms });
  const toDevice = push === undefined ? null : pushMessages(texts, push);
  const of = ({ medium }: Recipient): Messages => {
    const messages = medium === 'sms' ? toNumber : medium === 'push' ? toDevice : null;
    if (messages === null) throw new ChannelError('misconfigured', PROVIDER, { retryable: false });
    return messages;
  };
  const request = (
    recipient: Recipient,
    MessageConfiguration: DirectMessageConfiguration,
  ): SendMessagesCommandInput => ({
    ApplicationId: applicationId,
    MessageRequest: {
      Addresses: { [recipient.destination]: { ChannelType: addressType(recipient) } },
      MessageConfiguration,
    },
  });
  return {
    code: (message) => request(message, of(message).code(message)),
    notice: (notice) => request(notice, of(notice).notice(notice)),
  };
};

type Messages = {
  code(message: SignInMessage): DirectMessageConfiguration;
  notice(notice: Notice): DirectMessageConfiguration;
};

/** Whose address it is; what is no address of that kind never reaches the provider. */
const addressType = ({
  medium,
  destination,
  platform,
}: Recipient): NonNullable<AddressConfiguration['ChannelType']> => {
  if (medium === 'sms' && isE164(destination)) return 'SMS';
  if (medium === 'push' && platform !== undefined && isDeviceToken(destination, platform)) return serviceOf[platform];
  throw new ChannelError('rejected', PROVIDER, { retryable: false });
};

const smsMessages = (options: PinpointSmsOptions & TextOptions): Messages => {
  checkSmsSender(options);
  const { senderId, originationNumber, keyword, entityId, templateId } = options;
  if (keyword !== undefined && !/^[A-Za-z0-9_ -]{1,30}$/.test(keyword)) {
    throw new TypeError(
      `sms.keyword is ${JSON.stringify(keyword)}: it must be 1 to 30 letters, digits, spaces, "_" and "-"`,
    );
  }
  const render = smsRenderer(options);
  const message = (Body: string): DirectMessageConfiguration => ({
    SMSMessage: {
      Body,
      MessageType: 'TRANSACTIONAL',
      ...(originationNumber === undefined ? {} : { OriginationNumber: originationNumber }),
      ...(senderId === undefined ? {} : { SenderId: senderId }),
      ...(keyword === undefined ? {} : { Keyword: keyword }),
      ...(entityId === undefined ? {} : { EntityId: entityId }),
      ...(templateId === undefined ? {} : { TemplateId: templateId }),
    },
  });
  return { code: (code) => message(render.code(code)), notice: (notice) => message(render.notice(notice)) };
};

const pushMessages = (texts: TextOptions, { sound = 'default' }: PinpointPushOptions): Messages => {
  if (!/^[A-Za-z0-9_.-]{1,64}$/.test(sound)) {
    throw new TypeError(
      `push.sound is ${JSON.stringify(sound)}: it must be "default" or the name of a file of the app`,
    );
  }
  const render = pushRenderer(texts);
  return {
    code: (message) =>
      pushMessage(message, render.code(message), {
        sound,
        seconds: message.minutesValid * 60,
        key: collapseKey(message.challengeId),
      }),
    notice: (notice) => pushMessage(notice, render.notice(notice), { sound }),
  };
};

type PushLife = { readonly sound: string; readonly seconds?: number; readonly key?: string | null };

const pushMessage = (
  { platform }: Recipient,
  { title, body }: RenderedPush,
  { sound, seconds, key }: PushLife,
): DirectMessageConfiguration => {
  const common = {
    Action: 'OPEN_APP' as const,
    Title: title,
    Body: body,
    Sound: sound,
    ...(seconds === undefined ? {} : { TimeToLive: seconds }),
  };
  const isCollapsed = key !== undefined && key !== null;
  if (platform === 'fcm') {
    return {
      GCMMessage: {
        ...common,
        // What Pinpoint would choose itself, the server key, has ended with the old FCM interface.
        PreferredAuthenticationMethod: 'TOKEN',
        Priority: 'high',
        ...(isCollapsed ? { CollapseKey: key } : {}),
      },
    };
  }
  return {
    APNSMessage: { ...common, APNSPushType: 'alert', Priority: '10', ...(isCollapsed ? { CollapseId: key } : {}) },
  };
};
