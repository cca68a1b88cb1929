import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Watchers } from './compose-dependencies.ts';
import { type Config, loadConfig, parseConfig } from './runtime/config.ts';
import { environment } from './runtime/environment.ts';
import { NAMESPACE, serviceName } from './runtime/telemetry.ts';
import type { CommonDependencies } from './sign-in/dependencies.ts';
import { createPolicy } from './sign-in/policy.ts';
import type { SignUpDependencies } from './sign-in/sign-up.ts';
import { dynamoAudit } from './store/dynamo-audit.ts';
import { createDynamoClient } from './store/dynamo-client.ts';
import { dynamoRecordStore } from './store/dynamo-record-store.ts';
import { kmsKeys } from './store/kms-keys.ts';

/** What the owner of a deployment may set in code for any of its functions. */
export type BaseOptions = {
  /**
   * The deployment's settings: channels' options, routing, policy, tables, keys.
   * @default the JSON in the variable DOORCODE_CONFIG
   */
  readonly config?: unknown;
  /** Single settings that win over the configuration's. */
  readonly routing?: Partial<Config['routing']>;
  readonly policy?: Config['policy'];
  readonly signUp?: Config['signUp'];
  /** Parts of the world to replace: another store, another clock. @default DynamoDB, KMS, the system clock */
  readonly world?: Partial<Pick<CommonDependencies, 'store' | 'keys' | 'audit' | 'clock'>>;
};

/** The world of a function that sends nothing and marks nobody. */
export type BaseWorld = Omit<SignUpDependencies, 'report' | 'warn'> & Watchers;

export type Base = { readonly config: Config; readonly dynamodb: DynamoDBClient; readonly world: BaseWorld };

/**
 * Builds what all functions of one deployment share, from its configuration: tables, keys, audit.
 * @throws {ConfigError} listing every problem of the configuration
 */
export const createBase = (options: BaseOptions = {}): Base => {
  const config = mergeConfig(options);
  const { order, rules } = config.routing;
  const policy = createPolicy(config.policy, order);
  const clock = options.world?.clock ?? Date.now;
  const dynamodb = createDynamoClient();
  const { tables } = config;
  const retentionSeconds = policy.auditRetentionSeconds;
  const world: BaseWorld = {
    policy,
    routing: { order, rules, countries: new Set(config.sms?.countries) },
    signUp: config.signUp,
    clientIds: config.clientIds === null ? null : new Set(config.clientIds),
    store: dynamoRecordStore({ client: dynamodb, table: tables.records, clock }),
    keys: kmsKeys(config.keys, async () => (await import('./store/kms-client.ts')).createKmsClient()),
    audit: dynamoAudit({ client: dynamodb, table: tables.audit, retentionSeconds }),
    ...options.world,
    clock,
    logger: new Logger({ serviceName: serviceName(environment) }),
    metrics: new Metrics({ namespace: NAMESPACE, serviceName: serviceName(environment) }),
  };
  return { config, dynamodb, world };
};

const mergeConfig = ({ config, routing, policy, signUp }: BaseOptions): Config => {
  const base = config === undefined ? loadConfig(environment) : parseConfig(config);
  return parseConfig({
    ...base,
    ...(routing && { routing: { ...base.routing, ...routing } }),
    ...(policy && { policy: { ...base.policy, ...policy } }),
    ...(signUp && { signUp }),
  });
};

/** Begins a wait now that the first invocation is to end; its failure is that invocation's to meet. */
export const beginEarly = (waiting: Promise<unknown>): void => {
  waiting.catch(() => {});
};
