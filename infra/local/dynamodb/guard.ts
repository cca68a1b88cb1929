import { AsyncLocalStorage } from 'node:async_hooks';

import { EventEmitter } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { AwsError, type AwsReply, errorReply, faultError } from '../aws/errors.ts';
import { type FaultStore, sufferFault } from '../aws/faults.ts';
import { opaqueId } from '../aws/opaque-id.ts';
import { isLoopbackHost } from '../http.ts';

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

const MAX_BODY_BYTES = 16 * 1024 * 1024;

/**
 * Puts faults, the Host check and error answers before dynalite, inside its own server: no second hop.
 *
 * dynalite throws out of its event listeners when a caller hangs up or sends what it did not think of. Here each
 * request is read to its end first and handed over whole, and what it throws becomes that one request's answer.
 */
export const guardDynalite = (server: Server, faults: FaultStore): void => {
  const listeners = server.listeners('request') as Listener[];
  server.removeAllListeners('request');
  const answering = new AsyncLocalStorage<ServerResponse>();

  server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    void readBody(incoming).then(
      (body) => answering.run(outgoing, () => serve(body, incoming, outgoing)),
      () => outgoing.destroy(),
    );
  });

  process.on('uncaughtException', (error) => {
    const outgoing = answering.getStore();
    if (outgoing === undefined) throw error;
    send(outgoing, refusal('InternalServerError', `the local DynamoDB failed: ${textOf(error)}`, 500));
  });

  const serve = async (body: Buffer | null, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    if (!isLoopbackHost(incoming.headers.host)) {
      return send(outgoing, refusal('AccessDeniedException', 'this DynamoDB answers only to 127.0.0.1', 403));
    }
    if (body === null) {
      return send(outgoing, refusal('RequestEntityTooLarge', `the body is longer than ${MAX_BODY_BYTES} bytes`, 413));
    }
    const fault = faults.take('dynamodb', operationOf(incoming));
    if (fault !== undefined) {
      const outcome = await sufferFault(fault, incoming);
      if (outcome === 'gone') return;
      if (outcome === 'fail') return send(outgoing, errorReply('json-1.0', faultError(fault), opaqueId()));
      if (fault.drop === true) loseAnswer(outgoing, incoming);
    }
    try {
      hand(body, incoming, outgoing);
    } catch (error) {
      // dynalite reads and checks the request before it first waits: a throw so early is about what was sent.
      send(outgoing, refusal('SerializationException', `the request cannot be read: ${textOf(error)}`, 400));
    }
  };

  const hand = (body: Buffer, incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const { method, url, headers } = incoming;
    const replay = Object.assign(new EventEmitter(), { method, url, headers }) as unknown as IncomingMessage;
    for (const listener of listeners) listener.call(server, replay, outgoing);
    if (body.length > 0) replay.emit('data', body);
    replay.emit('end');
  };
};

const operationOf = (incoming: IncomingMessage): string | null => {
  const target = incoming.headers['x-amz-target'];
  return typeof target === 'string' ? (target.split('.')[1] ?? null) : null;
};

/** The whole body, or null when it is too long: read to its end all the same, so that the caller hears why. */
const readBody = async (incoming: IncomingMessage): Promise<Buffer | null> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks) : null;
};

/** Lets dynalite do its work and closes the connection in the place of its answer. */
const loseAnswer = (outgoing: ServerResponse, incoming: IncomingMessage): void => {
  outgoing.end = (() => {
    incoming.socket.destroy();
    return outgoing;
  }) as ServerResponse['end'];
};

const refusal = (type: string, message: string, status: number): AwsReply =>
  errorReply('json-1.0', new AwsError(type, message, status), opaqueId());

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const send = (outgoing: ServerResponse, reply: AwsReply): void => {
  if (outgoing.headersSent || outgoing.destroyed) return;
  outgoing.writeHead(reply.status, reply.headers).end(reply.body);
};
