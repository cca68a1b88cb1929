import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { type HttpServer, limitBody, listen, loopbackOnly } from '../http.ts';
import type { TriggerRunner } from '../triggers/trigger-runner.ts';
import { issuerOf, type PoolOptions, resolvePoolConfig } from './pool-config.ts';
import { createSigningKeys, type SigningKeys } from './signing-keys.ts';
import { createUserPool, type PoolAnswer, type UserPool } from './user-pool.ts';

export type UserPoolServer = HttpServer & {
  /** The `iss` of its tokens; AWS-shaped, so no address of this server. */
  readonly issuer: string;
  /** The URL of the JSON Web Key Set. */
  readonly jwks: string;
  readonly userPoolId: string;
  readonly clientId: string;
  /** The pool behind the server, for seeding without a round trip. */
  readonly pool: UserPool;
};

export type UserPoolServerOptions = PoolOptions & {
  /** 0 takes a free one. */
  readonly port: number;
  readonly triggers: Pick<TriggerRunner, 'invoke'>;
  /** Epoch milliseconds. @default Date.now */
  readonly clock?: () => number;
  /** Gets a line for what Cognito would refuse without saying why. @default silence */
  readonly warn?: (message: string) => void;
  /** @default a new pair */
  readonly keys?: SigningKeys;
};

const CONTENT_TYPE = 'application/x-amz-json-1.1';
const TARGET_PREFIX = 'AWSCognitoIdentityProviderService.';
const MAX_BODY_BYTES = 512 * 1_024;

const PREFLIGHT = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  'Access-Control-Allow-Headers':
    'content-type, x-amz-target, x-amz-user-agent, cache-control, pragma, amz-sdk-invocation-id, amz-sdk-request, ' +
    'x-amz-date, x-amz-content-sha256, x-amz-security-token, authorization',
  'Access-Control-Max-Age': '172800',
};

const READABLE = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
};

/** A handler's words may hold anything; only printable ASCII survives every client's reading of a header. */
const headerSafe = (text: string): string => text.replaceAll(/[^\x20-\x7e]+/g, ' ');

const failure = (status: number, type: string, message: string): Response =>
  new Response(JSON.stringify({ __type: type, message }), {
    status,
    headers: {
      ...READABLE,
      'Content-Type': CONTENT_TYPE,
      'x-amzn-RequestId': randomUUID(),
      'x-amzn-ErrorType': `${type}:`,
      'x-amzn-ErrorMessage': headerSafe(message),
    },
  });

const toResponse = (answer: PoolAnswer): Response => {
  if (answer.status !== 200) return failure(answer.status, answer.type, answer.message);
  return new Response(answer.body === undefined ? '' : JSON.stringify(answer.body), {
    headers: { ...READABLE, 'Content-Type': CONTENT_TYPE, 'x-amzn-RequestId': randomUUID() },
  });
};

const parseBody = (text: string): { readonly json: unknown } | null => {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return null;
  }
};

const createApp = (pool: UserPool): Hono => {
  const { userPoolId } = pool.config;
  const issuer = issuerOf(pool.config);
  const app = new Hono();
  app.use(loopbackOnly);
  app.options('*', () => new Response(null, { status: 200, headers: PREFLIGHT }));
  app.post(
    '/',
    limitBody(MAX_BODY_BYTES, () =>
      failure(413, 'RequestEntityTooLargeException', `The request body is larger than ${MAX_BODY_BYTES} bytes`),
    ),
    async (context) => {
      const target = context.req.header('x-amz-target') ?? '';
      if (!target.startsWith(TARGET_PREFIX)) {
        return failure(
          400,
          'UnknownOperationException',
          `Unknown target ${target || '(none)'}: send x-amz-target ${TARGET_PREFIX}<operation>`,
        );
      }
      const body = parseBody(await context.req.text());
      if (body === null) return failure(400, 'SerializationException', 'The request body is not valid JSON');
      const authorization = context.req.header('authorization');
      return toResponse(await pool.handle(target.slice(TARGET_PREFIX.length), body.json, { authorization }));
    },
  );
  app.get(`/${userPoolId}/.well-known/jwks.json`, (context) => context.json(pool.jwks, 200, READABLE));
  app.get(`/${userPoolId}/.well-known/openid-configuration`, (context) => {
    const origin = new URL(context.req.url).origin;
    return context.json(
      {
        authorization_endpoint: `${origin}/oauth2/authorize`,
        id_token_signing_alg_values_supported: ['RS256'],
        issuer,
        jwks_uri: `${origin}/${userPoolId}/.well-known/jwks.json`,
        response_types_supported: ['code', 'token'],
        scopes_supported: ['openid', 'email', 'phone', 'profile'],
        subject_types_supported: ['public'],
        token_endpoint: `${origin}/oauth2/token`,
      },
      200,
      READABLE,
    );
  });
  app.notFound((context) =>
    failure(404, 'NotFoundException', `${context.req.method} ${context.req.path} is nothing here: POST to /`),
  );
  app.onError(() => failure(500, 'InternalErrorException', 'Something went wrong'));
  return app;
};

/**
 * Starts a Cognito-compatible user pool on 127.0.0.1. For development and tests: it keeps everything in memory.
 * @throws {TypeError} for a setting Cognito would refuse
 * @throws {PortError} when the port is taken
 */
export const startUserPoolServer = async (options: UserPoolServerOptions): Promise<UserPoolServer> => {
  const { port, triggers, clock, warn, keys, ...poolOptions } = options;
  const config = resolvePoolConfig(poolOptions);
  const pool = createUserPool({
    config,
    keys: keys ?? (await createSigningKeys()),
    triggers,
    ...(clock !== undefined && { clock }),
    ...(warn !== undefined && { warn }),
  });
  const server = await listen('cognito', createApp(pool), port);
  return {
    ...server,
    issuer: issuerOf(config),
    jwks: `${server.url}/${config.userPoolId}/.well-known/jwks.json`,
    userPoolId: config.userPoolId,
    clientId: config.clients[0]?.clientId ?? '',
    pool,
  };
};
