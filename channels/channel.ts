/** The ways a message reaches a person. */
export type Medium = 'email' | 'sms' | 'push';

/** Which push service a device listens to. */
export type PushPlatform = 'apns' | 'apns-sandbox' | 'fcm';

/** What the code is typed for: to sign in, or to prove an address that a signed-in user adds. */
export type Purpose = 'sign-in' | 'prove-address';

/** One recipient of one message. */
export type Recipient = {
  readonly medium: Medium;
  /** Exactly one email address, E.164 number, device token or push endpoint. */
  readonly destination: string;
  /** Push only: the service of the device. */
  readonly platform?: PushPlatform;
  /** A locale of the deployment's list, for example `en` or `nl`. */
  readonly locale: string;
  /** The application's name as its users know it. */
  readonly appName: string;
};

/** A code on its way to a person. Data only: every channel renders its own words from it. */
export type SignInMessage = Recipient & {
  readonly purpose: Purpose;
  /** The digits to type, 6 to 10 of them. */
  readonly code: string;
  /** Whole minutes for which the code can still be used, at least 1. */
  readonly minutesValid: number;
  /** Opaque id of the challenge, for provider tags. It names no person. */
  readonly challengeId: string;
};

/** Something that a person should know and need not answer: it holds no code and no address. */
export type Notice = Recipient & { readonly about: 'email-changed' | 'phone-changed' };

/** What a provider said when it took the message. */
export type Receipt = {
  readonly provider: string;
  /** The provider's own id of the message, when it gives one. */
  readonly messageId?: string;
  /** The provider's correction of the destination (a rotated device token, say). */
  readonly replaceDestination?: string;
};

export type SendContext = {
  /** Ends the call when the sign-in's own deadline passes. */
  readonly signal: AbortSignal;
};

/** One provider. `send` makes exactly one provider call for exactly one recipient. */
export type Channel = {
  /** The provider's short name: `ses`, `sns`, `pinpoint` or one of your own. */
  readonly provider: string;
  readonly media: readonly Medium[];
  /** @throws {ChannelError} for every failure that the provider or the network explains. */
  send(message: SignInMessage, context: SendContext): Promise<Receipt>;
  /**
   * Tells a person something, in one provider call.
   * @throws {ChannelError} as `send` does
   */
  notify?(notice: Notice, context: SendContext): Promise<Receipt>;
  /**
   * Push only, where a provider wants more than a device token: makes the destination of a device, or gives back the
   * one that it has already.
   * @throws {ChannelError} as `send` does
   */
  enrol?(device: { readonly token: string; readonly platform: PushPlatform }, context: SendContext): Promise<string>;
};

/** Why a message was not taken. A closed set: routing, metrics and alarms depend on it. */
export const channelErrorCodes = [
  'throttled',
  'unavailable',
  'timeout',
  'rejected',
  'destination-gone',
  'misconfigured',
] as const;

export type ChannelErrorCode = (typeof channelErrorCodes)[number];

/** A send that failed. The message never holds an address, a code or the provider's text. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError';
  readonly code: ChannelErrorCode;
  readonly provider: string;
  /** True where one quick second try may succeed. */
  readonly retryable: boolean;

  constructor(code: ChannelErrorCode, provider: string, options: { retryable: boolean; cause?: unknown }) {
    super(`${provider}: ${code}`, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.provider = provider;
    this.retryable = options.retryable;
  }
}
