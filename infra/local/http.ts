import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import type { Context, Hono, MiddlewareHandler } from 'hono';

/** A listening server of the local stack. */
export type HttpServer = {
  /** `http://127.0.0.1:port`, without a trailing slash. */
  readonly url: string;
  close(): Promise<void>;
};

/** Thrown when a port cannot be had; the message says which, for what, and the cure. */
export class PortError extends Error {
  override readonly name = 'PortError';
}

/** Explains a failed `listen` of the service `name` on `port` in words that name the cure. */
export const portError = (name: string, port: number, cause: NodeJS.ErrnoException): Error => {
  if (cause.code === 'EADDRINUSE') {
    return new PortError(
      `port ${port} (${name}) is in use: stop what listens there, perhaps another \`npm start\`, ` +
        `or choose another port with --port-${name} <number>, or --ports 0 for free ones`,
      { cause },
    );
  }
  if (cause.code === 'EACCES') {
    return new PortError(`port ${port} (${name}) may not be opened by this user: choose one above 1023`, { cause });
  }
  return cause;
};

/**
 * Serves `app` on 127.0.0.1.
 * @param name the service, as in `--port-<name>`
 * @param port 0 takes a free one
 * @throws {PortError} when the port is taken
 */
export const listen = (name: string, app: Pick<Hono, 'fetch'>, port: number): Promise<HttpServer> =>
  new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }) as Server;
    server.once('error', (cause: NodeJS.ErrnoException) => reject(portError(name, port, cause)));
    server.once('listening', () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      resolve({ url: `http://127.0.0.1:${bound}`, close: () => closeServer(server) });
    });
  });

/** Ends a server at once, open connections (event streams among them) included. */
export const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/;

/** True for a Host header that names this machine: anything else may be a rebound DNS name. */
export const isLoopbackHost = (host: string | undefined): boolean => LOOPBACK_HOST.test(host ?? '');

/** Refuses requests whose Host is not this machine (DNS rebinding). */
export const loopbackOnly: MiddlewareHandler = async (context, next) => {
  if (!isLoopbackHost(context.req.header('host'))) {
    return context.json({ message: 'the local stack answers only to 127.0.0.1 and localhost' }, 403);
  }
  return next();
};

/**
 * Refuses bodies over `maxBytes` with the answer of `refuse`. The body is read to its end, unkept, so that
 * the caller gets the answer and not a reset connection.
 */
export const limitBody = (
  maxBytes: number,
  refuse: (context: Context) => Response | Promise<Response>,
): MiddlewareHandler => {
  return async (context, next) => {
    // A declared length is enforced by the HTTP parser, and spares small bodies the way through a web stream.
    const declared = context.req.header('content-length');
    if (declared !== undefined && Number(declared) <= maxBytes) return next();
    const body = context.req.raw.body;
    if (body === null) return next();
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size <= maxBytes) chunks.push(chunk);
    }
    if (size > maxBytes) return refuse(context);
    const whole = Buffer.concat(chunks);
    context.req.bodyCache.text = Promise.resolve(whole.toString('utf8')) as never;
    return next();
  };
};
