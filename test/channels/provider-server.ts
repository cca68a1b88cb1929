import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { Worker } from 'node:worker_threads';

/** What a provider's server does with a request. */
export type Behaviour =
  | {
      readonly does: 'answer';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body: string;
    }
  /** Takes the request and closes the connection. */
  | { readonly does: 'drop' }
  /** Takes the request and never answers. */
  | { readonly does: 'hang' }
  /** Answers the headers and no body. */
  | { readonly does: 'stall' }
  /** Answers the headers and then a byte of the body every 50 ms, without end. */
  | { readonly does: 'dribble' };

/** An answer of JSON. */
export const jsonAnswer = (status: number, body: string, headers: Record<string, string> = {}): Behaviour => ({
  does: 'answer',
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body,
});

export type RecordedRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
};

/** A provider's HTTP server whose behaviour a test decides. */
export type ProviderServer = {
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  behave(behaviour: Behaviour): void;
  /** Resolves when no caller is connected any more. */
  abandoned(): Promise<void>;
  close(): Promise<void>;
};

export const startProvider = async (): Promise<ProviderServer> => {
  const requests: RecordedRequest[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let behaviour: Behaviour = { does: 'hang' };
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    const { method = '', url: path = '', headers } = incoming;
    requests.push({ method, path, headers, body: Buffer.concat(chunks).toString() });
    respond(outgoing, behaviour, timers);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    behave: (next) => {
      behaviour = next;
    },
    abandoned: async () => {
      while ((await connections(server)) > 0) await new Promise(setImmediate);
    },
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
};

const connections = (server: ReturnType<typeof createServer>): Promise<number> =>
  new Promise((resolve, reject) => server.getConnections((error, count) => (error ? reject(error) : resolve(count))));

const respond = (outgoing: ServerResponse, behaviour: Behaviour, timers: Set<NodeJS.Timeout>): void => {
  switch (behaviour.does) {
    case 'answer':
      outgoing.writeHead(behaviour.status, behaviour.headers).end(behaviour.body);
      return;
    case 'drop':
      outgoing.destroy();
      return;
    case 'hang':
      return;
    case 'stall':
      outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }).flushHeaders();
      return;
    case 'dribble': {
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => outgoing.write(' '), 50);
      timers.add(timer);
      outgoing.once('close', () => clearInterval(timer));
    }
  }
};

const DEAF = `
const { createServer } = require('node:net');
const { parentPort } = require('node:worker_threads');
const server = createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  parentPort.postMessage(server.address().port);
  setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
});
`;

/** A server that listens and never accepts: its queue is full, so a new connection never stands. */
export const startDeafProvider = async (): Promise<{ readonly url: string; close(): Promise<void> }> => {
  const worker = new Worker(DEAF, { eval: true });
  const [port] = (await once(worker, 'message')) as [number];
  const queue = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      for (const socket of queue) socket.destroy();
      await worker.terminate();
    },
  };
};
