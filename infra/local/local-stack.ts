import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createAccountGateway } from './account-gateway.ts';
import { startAwsServer } from './aws/server.ts';
import { createMetricStore } from './dashboard/metric-store.ts';
import {
  CREDENTIALS,
  DEFAULT_PROVIDERS,
  functionEnvironment,
  type LocalProviders,
  type LocalServers,
  localConfig,
  localKeys,
  REGION,
} from './deployment.ts';
import { startDynamoDb } from './dynamodb/server.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { seed, seededUsers } from './seed.ts';
import type { Ports } from './stack-options.ts';
import { createTables, localTables } from './tables.ts';
import { startTriggerRunner, type TriggerRunner } from './triggers/trigger-runner.ts';
import { startUserPoolServer } from './user-pool/http-server.ts';
import { startWebServer } from './web/web-server.ts';

/** What programs are told of a running stack. URLs have no trailing slash. */
export type StackConfig = {
  readonly web: string;
  readonly cognito: string;
  readonly aws: string;
  readonly dynamodb: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly issuer: string;
  readonly jwks: string;
  readonly users: readonly { readonly username: string; readonly channel: string }[];
  readonly tables: typeof localTables;
};

export type LocalStack = {
  readonly config: StackConfig;
  readonly inbox: Inbox;
  close(): Promise<void>;
};

export type LocalStackOptions = {
  readonly ports: Ports;
  /** @default SNS for text messages, Pinpoint for notifications */
  readonly providers?: LocalProviders;
  /** The module whose `handler` serves all triggers. @default Doorcode's own entry */
  readonly triggers?: URL;
  /** Gets what Cognito would refuse without saying why. */
  readonly warn?: (message: string) => void;
};

const TRIGGERS = new URL('../../functions/index.ts', import.meta.url);
const ACCOUNT = new URL('../../functions/account.ts', import.meta.url);

/**
 * Starts the whole product on this machine: DynamoDB, capture server, user pool, triggers in their worker, pages.
 * @throws {PortError} when a port is taken; whatever had started by then is stopped again
 */
export const startLocalStack = async (options: LocalStackOptions): Promise<LocalStack> => {
  const { ports, providers = DEFAULT_PROVIDERS, triggers = TRIGGERS, warn } = options;
  const started: { close(): Promise<void> }[] = [];
  const keep = async <Part extends { close(): Promise<void> }>(starting: Promise<Part>): Promise<Part> => {
    const part = await starting;
    started.push(part);
    return part;
  };
  const close = async () => {
    await Promise.all(started.splice(0).map((part) => part.close()));
  };

  try {
    const inbox = createInbox();
    const runner = Promise.withResolvers<TriggerRunner>();
    const lateTriggers = { invoke: async (event: object) => (await runner.promise).invoke(event) };
    runner.promise.catch(() => {});
    const [dynamodb, cognito] = await settleAll([
      keep(startDynamoDb({ port: ports.dynamodb })),
      keep(startUserPoolServer({ port: ports.cognito, region: REGION, triggers: lateTriggers, ...(warn && { warn }) })),
    ]);
    const client = new DynamoDBClient({ endpoint: dynamodb.url, region: REGION, credentials: CREDENTIALS });
    const beforeKmsFault = async () => (await runner.promise).recycle();
    const kmsKeys = Object.values(localKeys);
    const [aws] = await settleAll([
      keep(startAwsServer({ port: ports.aws, inbox, kmsKeys, dynamodb, beforeKmsFault })),
      createTables(client),
    ]);
    const { userPoolId, clientId, issuer, jwks } = cognito;
    const servers: LocalServers = { dynamodb: dynamodb.url, aws: aws.url, cognito: cognito.url, userPoolId, jwks };
    const metrics = createMetricStore();
    const onOutput = (line: string) => {
      aws.appendLog(line);
      metrics.append(line);
    };
    const gateway = createAccountGateway({
      module: ACCOUNT,
      env: () => functionEnvironment('doorcode-account', servers, providers),
      onOutput,
    });
    started.push(gateway);
    let config: StackConfig | undefined;
    const env = functionEnvironment('doorcode-triggers', servers, providers);
    const [web, running] = await settleAll([
      keep(
        startWebServer({
          port: ports.web,
          inbox,
          metrics,
          cognitoUrl: cognito.url,
          config: () => config ?? {},
          deployment: () => localConfig(servers, providers),
          account: gateway.service,
        }),
      ),
      keep(startTriggerRunner({ module: triggers, env, onOutput })),
    ]);
    runner.resolve(running);
    await seed({ pool: cognito.pool, client, aws: aws.url, providers });
    client.destroy();
    config = {
      web: web.url,
      cognito: cognito.url,
      aws: aws.url,
      dynamodb: dynamodb.url,
      region: REGION,
      userPoolId,
      clientId,
      issuer,
      jwks,
      users: seededUsers.map(({ username, channel }) => ({ username, channel })),
      tables: localTables,
    };
    return { config, inbox, close };
  } catch (error) {
    await close();
    throw error;
  }
};

/** Like Promise.all, but waits for all of them to settle, so that nothing starts behind a closed stack. */
const settleAll = async <Parts extends readonly Promise<unknown>[]>(
  parts: [...Parts],
): Promise<{ [At in keyof Parts]: Awaited<Parts[At]> }> => {
  await Promise.allSettled(parts);
  return Promise.all(parts) as never;
};
