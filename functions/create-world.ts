import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Channel, Medium } from '../channels/channel.ts';
import type { PinpointOptions } from '../channels/pinpoint-requests.ts';
import { openChannel } from '../channels/registry.ts';
import type { SnsOptions } from '../channels/sns-requests.ts';
import type { TriggerWorld } from './compose-dependencies.ts';
import { channelSettings } from './runtime/channel-settings.ts';
import { type Config, ConfigError, loadConfig, parseConfig } from './runtime/config.ts';
import { environment } from './runtime/environment.ts';
import { NAMESPACE, SERVICE } from './runtime/telemetry.ts';
import { createPolicy } from './sign-in/policy.ts';
import { cognitoDirectory } from './store/cognito-directory.ts';
import { dynamoAudit } from './store/dynamo-audit.ts';
import { createDynamoClient } from './store/dynamo-client.ts';
import { dynamoCounters } from './store/dynamo-counters.ts';
import { dynamoRecordStore } from './store/dynamo-record-store.ts';
import { kmsKeys } from './store/kms-keys.ts';

/** What the owner of a deployment may set in code; everything else is the configuration's. */
export type TriggerOptions = {
  /**
   * The deployment's settings: channels' options, routing, policy, tables, keys.
   * @default the JSON in the variable DOORCODE_CONFIG
   */
  readonly config?: unknown;
  /** Channels of your own; one that serves a medium takes the place of ours. @default SES for email */
  readonly channels?: readonly Channel[];
  /** Single settings that win over the configuration's. */
  readonly routing?: Partial<Config['routing']>;
  readonly policy?: Config['policy'];
  readonly signUp?: Config['signUp'];
  /** Parts of the world to replace: another store, another clock. @default DynamoDB, KMS, Cognito, the system clock */
  readonly world?: Partial<
    Pick<TriggerWorld, 'store' | 'counters' | 'keys' | 'audit' | 'users' | 'clock' | 'newId' | 'delay'>
  >;
};

/**
 * Builds the world of one deployment from its configuration: clients, stores, channels.
 * @throws {ConfigError} listing every problem of the configuration
 */
export const createWorld = (
  options: TriggerOptions = {},
): { readonly config: Config; readonly world: TriggerWorld } => {
  const config = mergeConfig(options);
  const clock = options.world?.clock ?? Date.now;
  const { order, rules } = config.routing;
  const policy = createPolicy(config.policy, order);
  const channels = channelsByMedium(config, options.channels ?? []);
  const countries = new Set(config.sms?.countries);
  const keys =
    options.world?.keys ?? kmsKeys(config.keys, async () => (await import('./store/kms-client.ts')).createKmsClient());
  // Begun now, awaited by the first invocation; a failure is tried again there.
  keys.get().catch(() => {});
  const world: TriggerWorld = {
    appName: config.appName,
    policy,
    routing: { order, rules, countries },
    disclosure: { offered: order, namesChannel: config.discloseChannel },
    locales: { fallback: config.locales.default, offered: config.locales.offered },
    signUp: config.signUp,
    clientIds: config.clientIds === null ? null : new Set(config.clientIds),
    channels,
    keys,
    users:
      options.world?.users ??
      cognitoDirectory(async () => (await import('./store/cognito-client.ts')).createCognitoClient()),
    ...stores(config, options, policy.auditRetentionSeconds, clock),
    clock,
    newId: options.world?.newId ?? (() => randomBytes(16).toString('base64url')),
    delay: options.world?.delay ?? delay,
    logger: new Logger({ serviceName: SERVICE }),
    metrics: new Metrics({ namespace: NAMESPACE, serviceName: SERVICE }),
  };
  return { config, world };
};

const mergeConfig = ({ config, routing, policy, signUp }: TriggerOptions): Config => {
  const base = config === undefined ? loadConfig(environment) : parseConfig(config);
  return parseConfig({
    ...base,
    ...(routing && { routing: { ...base.routing, ...routing } }),
    ...(policy && { policy: { ...base.policy, ...policy } }),
    ...(signUp && { signUp }),
  });
};

const stores = (
  { tables }: Config,
  { world }: TriggerOptions,
  retentionSeconds: number,
  clock: () => number,
): Pick<TriggerWorld, 'store' | 'counters' | 'audit'> => {
  const client = createDynamoClient();
  return {
    store: world?.store ?? dynamoRecordStore({ client, table: tables.records, clock }),
    counters: world?.counters ?? dynamoCounters({ client, table: tables.records }),
    audit: world?.audit ?? dynamoAudit({ client, table: tables.audit, retentionSeconds }),
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
