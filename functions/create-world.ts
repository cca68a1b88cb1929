import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel, Medium } from '../channels/channel.ts';
import type { PinpointOptions } from '../channels/pinpoint-requests.ts';
import { openChannel } from '../channels/registry.ts';
import type { SnsOptions } from '../channels/sns-requests.ts';
import type { SendingWorld } from './compose-dependencies.ts';
import { type BaseOptions, beginEarly, createBase } from './create-base.ts';
import { channelSettings } from './runtime/channel-settings.ts';
import { type Config, ConfigError } from './runtime/config.ts';
import { dynamoCounters } from './store/dynamo-counters.ts';

/** What the owner of a deployment may set in code for a function that sends codes. */
export type SendingOptions = BaseOptions & {
  /** Channels of your own; one that serves a medium takes the place of ours. @default SES for email */
  readonly channels?: readonly Channel[];
  /** More parts of the world to replace. @default DynamoDB, random ids, real time */
  readonly world?: Partial<Pick<SendingWorld, 'counters' | 'newId' | 'delay'>>;
};

/**
 * Builds the world of one deployment that sends codes, from its configuration: clients, stores, channels.
 * @throws {ConfigError} listing every problem of the configuration
 */
export const createWorld = (
  options: SendingOptions = {},
): { readonly config: Config; readonly world: SendingWorld } => {
  const { config, dynamodb, world } = createBase(options);
  const channels = channelsByMedium(config, options.channels ?? []);
  beginEarly(world.keys.get());
  const { counters, newId, delay: ownDelay } = options.world ?? {};
  return {
    config,
    world: {
      ...world,
      appName: config.appName,
      disclosure: { offered: config.routing.order, namesChannel: config.discloseChannel },
      locales: { fallback: config.locales.default, offered: config.locales.offered },
      channels,
      counters: counters ?? dynamoCounters({ client: dynamodb, table: config.tables.records }),
      newId: newId ?? (() => randomBytes(16).toString('base64url')),
      delay: ownDelay ?? delay,
    },
  };
};

/** Our channels come up in the background; a sign-in that is faster waits for them. */
const channelsByMedium = (config: Config, own: readonly Channel[]): ReadonlyMap<Medium, Channel> => {
  const settings = channelSettings(config);
  const later = (provider: string, opening: () => Promise<Channel>): Channel => {
    const opened = opening();
    opened.catch(() => {});
    return {
      provider,
      media: [],
      send: async (message, context) => (await opened).send(message, context),
      notify: async (notice, context) => (await opened).notify?.(notice, context) ?? { provider },
      enrol: async (device, context) => (await opened).enrol?.(device, context) ?? device.token,
    };
  };
  const byProvider = {
    ses: () => later('ses', () => openChannel('ses', settings.ses)),
    sns: () => settings.sns && later('sns', () => openChannel('sns', settings.sns as SnsOptions)),
    pinpoint: () =>
      settings.pinpoint && later('pinpoint', () => openChannel('pinpoint', settings.pinpoint as PinpointOptions)),
  };
  const opened = new Map<keyof typeof byProvider, Channel | undefined>();
  const open = (name: keyof typeof byProvider) => {
    if (!opened.has(name)) opened.set(name, byProvider[name]());
    return opened.get(name);
  };
  const byMedium = new Map<Medium, Channel>();
  for (const medium of config.routing.order) {
    const provider = medium === 'email' ? 'ses' : config[medium]?.provider;
    const channel =
      own.find(({ media }) => media.includes(medium)) ?? (provider === 'own' || !provider ? undefined : open(provider));
    if (channel === undefined) {
      throw new ConfigError([
        `${medium}.provider is own: hand a channel that serves ${medium} to createTriggers({channels})`,
      ]);
    }
    byMedium.set(medium, channel);
  }
  return byMedium;
};

const delay = (ms: number, signal: AbortSignal): Promise<void> => sleep(ms, undefined, { signal }).catch(() => {});
