import { fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type AwsCall, recordCalls } from './recording-proxy.ts';

/** A built function in a process of its own, behind proxies that see every call that it makes. */
export type LambdaProcess = {
  /** True where the start alone loaded Node's own HTTP client, which costs as much as everything else together. */
  readonly hasUndici: boolean;
  invoke(event: unknown): Promise<unknown>;
  close(): Promise<void>;
};

type Said =
  | { readonly kind: 'ready'; readonly hasUndici: boolean }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly message: string };

const RUNTIME = fileURLToPath(new URL('./lambda-runtime.mjs', import.meta.url));
const ENDPOINTS = ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_DYNAMODB', 'AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'];

/**
 * Starts a built function as Lambda does: its folder, its environment, nothing of this process.
 * @param options.env its whole environment, with the endpoints of AWS's services
 */
export const startLambda = async (options: {
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onCall: (call: AwsCall) => void;
  readonly onLine: (line: string) => void;
}): Promise<LambdaProcess> => {
  const { directory, env, onCall, onLine } = options;
  const proxied = await Promise.all(
    ENDPOINTS.flatMap((name) => {
      const target = env[name];
      return target === undefined ? [] : [recordCalls(target, onCall).then((proxy) => ({ name, proxy }))];
    }),
  );
  const endpoints = Object.fromEntries(proxied.map(({ name, proxy }) => [name, proxy.url]));
  const child = fork(RUNTIME, [directory], {
    env: { ...env, ...endpoints },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', onLine);
  }
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const ready = Promise.withResolvers<boolean>();
  child.on('message', (said: Said) => {
    if (said.kind === 'ready') return ready.resolve(said.hasUndici);
    const one = waiting.get(said.id);
    waiting.delete(said.id);
    if (said.kind === 'result') one?.resolve(said.result);
    else one?.reject(new Error(said.message));
  });
  const ended = new Promise<void>((resolve) =>
    child.once('exit', (code) => {
      const error = new Error(`the function ended with ${code}`);
      ready.reject(error);
      for (const one of waiting.values()) one.reject(error);
      resolve();
    }),
  );
  let lastId = 0;

  return {
    hasUndici: await ready.promise,
    invoke: (event) => {
      lastId += 1;
      const one = Promise.withResolvers<unknown>();
      waiting.set(lastId, one);
      child.send({ id: lastId, event });
      return one.promise;
    },
    close: async () => {
      child.kill();
      await ended;
      await Promise.all(proxied.map(({ proxy }) => proxy.close()));
    },
  };
};
