/** What `doorcode` publishes: for an entry of one's own that runs on Lambda, and for channels of one's own. */
export {
  type Channel,
  ChannelError,
  type ChannelErrorCode,
  channelErrorCodes,
  type Medium,
  type Notice,
  type Purpose,
  type PushPlatform,
  type Receipt,
  type Recipient,
  type SendContext,
  type SignInMessage,
} from '../../channels/channel.ts';
export { type EmailOptions, type EmailRenderer, emailRenderer } from '../../channels/messages/email.ts';
export type { OwnTexts, TextOptions } from '../../channels/messages/own-texts.ts';
export { type PushRenderer, pushRenderer } from '../../channels/messages/push.ts';
export { type SmsOptions, type SmsRenderer, smsRenderer } from '../../channels/messages/sms.ts';
// Not the providers' own modules: a bundler would load every SDK with the entry, where the registry loads the one used.
export { openChannel, type ProviderName, type ProviderSettings, providerNames } from '../../channels/registry.ts';
export type { AccountHandler } from '../../functions/compose-account.ts';
export type { DeliveryHandler } from '../../functions/compose-delivery-events.ts';
export type { OwnTrigger } from '../../functions/compose-triggers.ts';
export { createAccount } from '../../functions/create-account.ts';
export { createDeliveryEvents } from '../../functions/create-delivery-events.ts';
export {
  createPostAuthentication,
  type PostAuthenticationOptions,
} from '../../functions/create-post-authentication.ts';
export { createPreSignUp, type PreSignUpOptions } from '../../functions/create-pre-sign-up.ts';
export {
  createTriggers,
  type OwnTriggers,
  type TriggerOptions,
  type Triggers,
} from '../../functions/create-triggers.ts';
export { type Config, ConfigError, parseConfig } from '../../functions/runtime/config.ts';
export type { TriggerEvent } from '../../functions/runtime/events.ts';
