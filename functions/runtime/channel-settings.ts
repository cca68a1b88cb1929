import { offeredTexts } from '../../channels/messages/own-texts.ts';
import { type PinpointOptions, sendMessagesInput } from '../../channels/pinpoint-requests.ts';
import type { SesOptions } from '../../channels/ses.ts';
import { publishInput, type SnsOptions } from '../../channels/sns-requests.ts';
import { createPolicy } from '../sign-in/policy.ts';
import type { Config } from './config.ts';

/** What each provider of a deployment is opened with; absent where no medium uses it. */
export type ChannelSettings = {
  readonly ses: SesOptions;
  readonly sns?: SnsOptions;
  readonly pinpoint?: PinpointOptions;
};

/** Sorts a deployment's settings by the provider that each medium is sent by. */
export const channelSettings = (config: Config): ChannelSettings => {
  const { appName, email, sms, push, pinpoint, texts, locales } = config;
  const longestCode = createPolicy(config.policy, config.routing.order).challenge.codeLength;
  const common = { locales: locales.offered, ...(texts !== undefined && { texts }) };
  const settingsOf = (provider: 'sns' | 'pinpoint') => {
    const usesSms = sms?.provider === provider;
    const usesPush = push?.provider === provider;
    if (!usesSms && !usesPush) return undefined;
    const { provider: _sms, countries: _countries, ...smsOptions } = sms ?? {};
    const { provider: _push, ...pushOptions } = push ?? {};
    return {
      ...common,
      ...(usesSms && { sms: { appName, longestCode, ...smsOptions } }),
      ...(usesPush && { push: pushOptions }),
    };
  };
  const sns = settingsOf('sns') as SnsOptions | undefined;
  const viaPinpoint = settingsOf('pinpoint');
  return {
    ses: { ...common, ...email },
    ...(sns !== undefined && { sns }),
    ...(viaPinpoint !== undefined && {
      pinpoint: { ...viaPinpoint, applicationId: pinpoint?.applicationId ?? '' } as PinpointOptions,
    }),
  };
};

/**
 * What the providers would refuse at their first message, found at the start instead. Of mails only the words are left to
 * judge: the schema has read the addresses as SES's builder does, which a function that sends no mail need not load.
 */
export const channelProblems = (config: Config): readonly string[] => {
  const { ses, sns, pinpoint } = channelSettings(config);
  const problems = [
    ...problemsOf(() => ses.texts !== undefined && offeredTexts(ses)),
    ...problemsOf(() => sns !== undefined && publishInput(sns)),
    ...problemsOf(() => pinpoint !== undefined && sendMessagesInput(pinpoint)),
  ];
  return [...new Set(problems)];
};

const problemsOf = (build: () => unknown): readonly string[] => {
  try {
    build();
    return [];
  } catch (error) {
    if (error instanceof TypeError) return [error.message];
    throw error;
  }
};
