import type { AwsClientSettings } from './aws-client.ts';
import type { Channel } from './channel.ts';
import type { PinpointOptions } from './pinpoint-requests.ts';
import type { SesOptions } from './ses.ts';
import type { SnsOptions } from './sns-requests.ts';

/**
 * The providers that come with the package. Each is loaded when it is first opened, so that the SDK of an unused one
 * costs no start-up time. A new provider is its own file and one line here.
 */
const providers = {
  ses: async (settings: SesOptions & AwsClientSettings): Promise<Channel> => {
    const { sesChannel, sesClient } = await import('./ses.ts');
    return sesChannel({ ...settings, client: sesClient(settings) });
  },
  sns: async (settings: SnsOptions & AwsClientSettings): Promise<Channel> => {
    const { snsChannel, snsClient } = await import('./sns.ts');
    return snsChannel({ ...settings, client: snsClient(settings) });
  },
  pinpoint: async (settings: PinpointOptions & AwsClientSettings): Promise<Channel> => {
    const { pinpointChannel, pinpointClient } = await import('./pinpoint.ts');
    return pinpointChannel({ ...settings, client: pinpointClient(settings) });
  },
};

export type ProviderName = keyof typeof providers;

/** What a provider of that name needs to know. */
export type ProviderSettings<Name extends ProviderName> = Parameters<(typeof providers)[Name]>[0];

/** The names that `openChannel` knows. */
export const providerNames = Object.keys(providers) as readonly ProviderName[];

/**
 * Loads a provider and builds its channel, with an SDK client of its own: once per process.
 * @throws {TypeError} for a name that is not in the registry, or settings that the provider cannot use
 */
export const openChannel = async <Name extends ProviderName>(
  name: Name,
  settings: ProviderSettings<Name>,
): Promise<Channel> => {
  if (!Object.hasOwn(providers, name)) {
    throw new TypeError(`there is no provider ${JSON.stringify(name)}: the registry has ${providerNames.join(', ')}`);
  }
  const open = providers[name] as (settings: ProviderSettings<Name>) => Promise<Channel>;
  return open(settings);
};
