import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type AwsServer, startAwsServer } from './aws/server.ts';
import { type DynamoDbServer, startDynamoDb } from './dynamodb/server.ts';
import { createInbox, type Inbox } from './inbox.ts';
import type { Ports } from './stack-options.ts';
import { createTables, localTables } from './tables.ts';
import { startTriggerRunner, type TriggerRunner } from './triggers/trigger-runner.ts';
import { startUserPoolServer, type UserPoolServer } from './user-pool/http-server.ts';
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
  /** The module whose `handler` serves all triggers. @default Doorcode's own entry */
  readonly triggers?: URL;
  /** Gets what Cognito would refuse without saying why. */
  readonly warn?: (message: string) => void;
};

const REGION = 'us-east-1';
const KEYS = {
  code: `arn:aws:kms:${REGION}:000000000000:key/00000000-0000-4000-8000-00000000c0de`,
  index: `arn:aws:kms:${REGION}:000000000000:key/00000000-0000-4000-8000-0000000001d3`,
};
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Admin operations want a signature; the local pool looks at its scope only. */
const SIGNATURE = `AWS4-HMAC-SHA256 Credential=local/20260101/${REGION}/cognito-idp/aws4_request`;

const seededUsers = [
  { username: 'ann@example.com', channel: 'email', attributes: { name: 'Ann', locale: 'en' } },
  { username: 'bas@example.com', channel: 'email', attributes: { name: 'Bas', locale: 'nl' } },
];

/**
 * Starts the whole product on this machine: DynamoDB, capture server, user pool, triggers in their worker, pages.
 * @throws {PortError} when a port is taken; whatever had started by then is stopped again
 */
export const startLocalStack = async ({ ports, triggers, warn }: LocalStackOptions): Promise<LocalStack> => {
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
    let config: StackConfig | undefined;
    const [aws, web] = await settleAll([
      keep(
        startAwsServer({
          port: ports.aws,
          inbox,
          kmsKeys: Object.values(KEYS),
          dynamodb,
          beforeKmsFault: async () => (await runner.promise).recycle(),
        }),
      ),
      keep(startWebServer({ port: ports.web, inbox, cognitoUrl: cognito.url, config: () => config ?? {} })),
      prepareTables(dynamodb.url),
    ]);
    const module = triggers ?? new URL('../../functions/index.ts', import.meta.url);
    const env = triggerEnvironment({ dynamodb, aws, cognito });
    const running = await keep(startTriggerRunner({ module, env, onOutput: (line) => aws.appendLog(line) }));
    runner.resolve(running);
    await seed(cognito);
    config = {
      web: web.url,
      cognito: cognito.url,
      aws: aws.url,
      dynamodb: dynamodb.url,
      region: REGION,
      userPoolId: cognito.userPoolId,
      clientId: cognito.clientId,
      issuer: cognito.issuer,
      jwks: cognito.jwks,
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

const prepareTables = async (endpoint: string): Promise<void> => {
  const client = new DynamoDBClient({ endpoint, region: REGION, credentials: CREDENTIALS });
  await createTables(client);
  client.destroy();
};

/** A Lambda's environment, with every AWS service at an address of this machine. */
const triggerEnvironment = (servers: {
  readonly dynamodb: DynamoDbServer;
  readonly aws: AwsServer;
  readonly cognito: UserPoolServer;
}): Record<string, string> => ({
  AWS_REGION: REGION,
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  AWS_LAMBDA_FUNCTION_NAME: 'doorcode-triggers',
  AWS_ENDPOINT_URL: servers.aws.url,
  AWS_ENDPOINT_URL_DYNAMODB: servers.dynamodb.url,
  AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: servers.cognito.url,
  POWERTOOLS_LOG_LEVEL: 'INFO',
  DOORCODE_CONFIG: JSON.stringify({
    appName: 'Doorcode',
    clientIds: null,
    email: { from: 'Doorcode <no-reply@doorcode.example>' },
    tables: localTables,
    keys: { code: KEYS.code, previousCode: null, index: KEYS.index },
  }),
});

const seed = async ({ pool, userPoolId }: UserPoolServer): Promise<void> => {
  for (const { username, attributes } of seededUsers) {
    const body = {
      UserPoolId: userPoolId,
      Username: username,
      MessageAction: 'SUPPRESS',
      UserAttributes: Object.entries({ email: username, email_verified: 'true', ...attributes }).map(
        ([Name, Value]) => ({ Name, Value }),
      ),
    };
    const answer = await pool.handle('AdminCreateUser', body, { authorization: SIGNATURE });
    if (answer.status !== 200) throw new Error(`the seeded user ${username} was refused: ${answer.message}`);
  }
};
