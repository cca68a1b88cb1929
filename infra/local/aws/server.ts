import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { type HttpServer, limitBody, listen, loopbackOnly } from '../http.ts';
import type { Inbox } from '../inbox.ts';
import { isAnswerState } from './answer-states.ts';
import { identifyCall, isSigned } from './calls.ts';
import { controlRoutes } from './control.ts';
import { AwsError, type AwsReply, errorReply, faultError, type Protocol, protocolOf } from './errors.ts';
import { createFaultStore, type Fault, type FaultTarget, sufferFault } from './faults.ts';
import { createLogBuffer } from './log-buffer.ts';
import { opaqueId } from './opaque-id.ts';
import { isAddressFault } from './pinpoint.ts';
import { createServices } from './services.ts';

/** Longer than any mail or key request of ours by far. */
const MAX_BODY_BYTES = 512 * 1024;

export type AwsServerOptions = {
  /** 0 takes a free one. */
  readonly port: number;
  /** Where captured messages go. */
  readonly inbox: Inbox;
  /** The HMAC keys that exist: key ARNs, key ids or `alias/name`. */
  readonly kmsKeys: readonly string[];
  /** Takes the faults of service `dynamodb`. @default such faults are refused */
  readonly dynamodb?: FaultTarget;
  /**
   * Called before a fault of service `kms` is set. A container derives its keys once, so only a cold one can feel it.
   * @default nothing
   */
  readonly beforeKmsFault?: () => Promise<void>;
  /** Milliseconds since the epoch. @default Date.now */
  readonly clock?: () => number;
};

/** The capture server, with what feeds and steers it from inside the program. */
export type AwsServer = HttpServer &
  FaultTarget & {
    /** Takes what the triggers printed, for `GET /logs`. */
    appendLog(output: string): void;
  };

/**
 * Serves, on one port, the AWS services that Doorcode calls, to the real SDK clients: SES v2, SNS, Pinpoint and KMS.
 * Messages are kept in the inbox, none is sent. `/faults` makes calls fail, `/logs` shows the logs.
 * @throws {PortError} when the port is taken
 */
export const startAwsServer = async (options: AwsServerOptions): Promise<AwsServer> => {
  const clock = options.clock ?? Date.now;
  const services = createServices({ inbox: options.inbox, kmsKeys: options.kmsKeys, clock });
  const logs = createLogBuffer();
  const faults = createFaultStore();

  const target: FaultTarget = {
    async setFault(fault) {
      if (fault.service === 'kms') await options.beforeKmsFault?.();
      if (fault.service !== 'dynamodb') faults.add(fault);
      else if (options.dynamodb !== undefined) await options.dynamodb.setFault(fault);
      else throw new TypeError('service dynamodb is not part of this stack: pass `dynamodb` to startAwsServer');
    },
    async clearFaults() {
      faults.clear();
      await options.dynamodb?.clearFaults();
    },
  };

  const serveCall = async (context: Context): Promise<Response> => {
    const requestId = opaqueId();
    const body = await context.req.text();
    const authorization = context.req.header('authorization');
    const { incoming } = context.env as HttpBindings;
    const { method, path } = context.req;
    const call = identifyCall({ method, path, target: context.req.header('x-amz-target'), authorization, body });
    const protocol: Protocol = call.service === null ? 'json-1.1' : protocolOf[call.service];
    const fail = (error: AwsError) => respond(errorReply(protocol, error, requestId));
    if (!isSigned(authorization)) {
      return fail(new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403));
    }
    const fault = call.service === null ? undefined : faults.take(call.service, call.operation);
    if (fault !== undefined) {
      const outcome = await sufferFault(fault, incoming);
      if (outcome === 'gone') return RESPONSE_ALREADY_SENT;
      if (outcome === 'fail' && !isWorded(fault)) return fail(faultError(fault));
    }
    let reply: AwsReply;
    try {
      const inAnswer = fault !== undefined && isWorded(fault) ? fault : undefined;
      reply = services.perform({ call, path, body, requestId, fault: inAnswer });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      reply = errorReply(protocol, error, requestId);
    }
    if (fault?.drop !== true) return respond(reply);
    incoming.socket.destroy();
    return RESPONSE_ALREADY_SENT;
  };

  const app = new Hono();
  app.use(loopbackOnly);
  app.use(limitBody(MAX_BODY_BYTES, tooLong));

  app.get('/', (context) =>
    context.json({
      what: 'the capture server of the local stack: takes messages and sends none',
      serves: services.served,
      control: ['POST /faults', 'DELETE /faults', 'GET /logs', 'DELETE /logs'],
    }),
  );

  app.route('/', controlRoutes({ logs, faults: target, hasDynamoDb: options.dynamodb !== undefined }));
  app.all('*', serveCall);
  app.onError((error, context) => {
    const failure = new AwsError('InternalFailure', `the capture server failed: ${error.message}`, 500);
    return respond(errorReply(protocolOfPath(context.req.path), failure, opaqueId()));
  });

  const server = await listen('aws', app, options.port);
  return { ...server, ...target, appendLog: logs.append };
};

/** True for a fault that the service words itself, in a successful answer. */
const isWorded = (fault: Fault): boolean => isAddressFault(fault) || isAnswerState(fault);

const respond = (reply: AwsReply): Response =>
  new Response(reply.body, { status: reply.status, headers: { ...reply.headers } });

const tooLong = (context: Context): Response => {
  const error = new AwsError('RequestEntityTooLarge', `the body is longer than ${MAX_BODY_BYTES} bytes`, 413);
  return respond(errorReply(protocolOfPath(context.req.path), error, opaqueId()));
};

const protocolOfPath = (path: string): Protocol => (path === '/' ? 'json-1.1' : 'rest-json');
