/** The ways a message reaches a person. */
export type Medium = 'email' | 'sms' | 'push';

/** What a sign-in wants to say. Data only: every channel renders its own words from it. */
export type SignInMessage = {
  readonly medium: Medium;
  /** A canonical address of that medium: exactly one email address, E.164 number or device token. */
  readonly destination: string;
  /** The digits to type, 6 to 10 of them. */
  readonly code: string;
  /** A locale of the deployment's list, for example `en` or `nl`. */
  readonly locale: string;
  /** Whole minutes for which the code can still be used, at least 1. */
  readonly minutesValid: number;
  /** The application's name as its users know it. */
  readonly appName: string;
  /** Opaque id of the challenge, for provider tags. It names no person. */
  readonly challengeId: string;
};

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
