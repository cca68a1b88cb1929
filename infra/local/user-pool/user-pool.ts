import type { TriggerRunner } from '../triggers/trigger-runner.ts';
import { CognitoError } from './cognito-error.ts';
import { createEventBuilder } from './events.ts';
import { createGrantStore } from './grants.ts';
import { readInput } from './input.ts';
import { isUnimplemented, needsSignature, operations } from './operation-table.ts';
import { issuerOf, type PoolConfig } from './pool-config.ts';
import type { PoolContext } from './pool-context.ts';
import { createPseudoUsernames } from './pseudo-username.ts';
import { createSessionStore } from './sessions.ts';
import type { SigningKeys } from './signing-keys.ts';
import { createTokenIssuer } from './tokens.ts';
import { createTriggerCalls } from './trigger-calls.ts';
import { createUserStore } from './users.ts';

/** What a call came to, before it is put on the wire. */
export type PoolAnswer =
  | { readonly status: 200; readonly body: object | undefined }
  | { readonly status: 400 | 500; readonly type: string; readonly message: string };

/** The user pool without its HTTP: everything Cognito does, by operation name and request body. */
export type UserPool = {
  /**
   * Runs an operation; it never rejects.
   * @param authorization the request's header of that name, which the Admin, List and Describe operations need
   */
  handle(
    operation: string,
    body: unknown,
    caller: { readonly authorization?: string | undefined },
  ): Promise<PoolAnswer>;
  /** The JSON Web Key Set (RFC 7517 §5). */
  readonly jwks: object;
  readonly config: PoolConfig;
};

export type UserPoolOptions = {
  readonly config: PoolConfig;
  readonly keys: SigningKeys;
  readonly triggers: Pick<TriggerRunner, 'invoke'>;
  /** Epoch milliseconds. @default Date.now */
  readonly clock?: () => number;
  /** Gets a line for what Cognito would refuse without saying why. @default silence */
  readonly warn?: (message: string) => void;
};

const SIGNATURE = /^AWS4-HMAC-SHA256 Credential=[^,\s]+\/([^/,\s]+)\/aws4_request\b/;

const checkSignature = (authorization: string | undefined): void => {
  if (authorization === undefined) {
    throw new CognitoError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  if (SIGNATURE.exec(authorization)?.[1] !== 'cognito-idp') {
    throw new CognitoError(
      'InvalidSignatureException',
      "Credential should be scoped to correct service: 'cognito-idp'.",
    );
  }
};

const operationNamed = (name: string) => {
  const operation = operations.get(name);
  if (operation !== undefined) return operation;
  if (isUnimplemented(name)) {
    throw new CognitoError('UnsupportedOperationException', `The local user pool does not implement ${name}`);
  }
  throw new CognitoError('UnknownOperationException', `Unknown operation ${name}`);
};

/** Makes a user pool that lives in memory. */
export const createUserPool = (options: UserPoolOptions): UserPool => {
  const { config, keys, triggers, clock = Date.now, warn = () => undefined } = options;
  const context: PoolContext = {
    config,
    clients: new Map(config.clients.map((client) => [client.clientId, client])),
    users: createUserStore({ usernameAttributes: config.usernameAttributes, clock }),
    sessions: createSessionStore(clock),
    grants: createGrantStore(clock),
    tokens: createTokenIssuer({ issuer: issuerOf(config), keys, clock }),
    events: createEventBuilder(config),
    triggers: createTriggerCalls({ config, runner: triggers, warn }),
    pseudoUsername: createPseudoUsernames(),
    clock,
    createdAt: clock(),
  };

  return {
    handle: async (name, body, { authorization }) => {
      try {
        const operation = operationNamed(name);
        if (needsSignature(name)) checkSignature(authorization);
        return { status: 200, body: await operation(context, readInput(body)) };
      } catch (error) {
        if (error instanceof CognitoError) return { status: error.status, type: error.type, message: error.message };
        warn(`${name} failed inside the local user pool: ${error instanceof Error ? error.stack : error}`);
        return { status: 500, type: 'InternalErrorException', message: 'Something went wrong' };
      }
    },
    jwks: { keys: [keys.id.jwk, keys.access.jwk] },
    config,
  };
};
