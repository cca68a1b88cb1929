// The worker's own program: it imports the triggers once and answers invocations until it is terminated.
import { parentPort, workerData } from 'node:worker_threads';
import { lambdaContext } from './lambda-context.ts';
import type { InvocationRequest, SandboxData, SandboxMessage } from './messages.ts';

type Callback = (error: unknown, result?: unknown) => void;
type Handler = (event: unknown, context: unknown, callback: Callback) => unknown;

const data = workerData as SandboxData;

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

const describeThrown = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

const run = (handler: Handler, request: InvocationRequest): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const callback: Callback = (error, result) =>
      error === null || error === undefined ? resolve(result) : reject(error);
    const returned = handler(JSON.parse(request.event), lambdaContext(request, data.env), callback);
    if (isThenable(returned)) returned.then(resolve, reject);
    // A handler that neither returns a promise nor takes a callback has no way left to answer.
    else if (handler.length < 3) resolve(null);
  });

const invoke = async (handler: Handler, request: InvocationRequest): Promise<SandboxMessage> => {
  const { id } = request;
  let result: unknown;
  try {
    result = await run(handler, request);
  } catch (thrown) {
    return { kind: 'error', id, message: describeThrown(thrown) };
  }
  try {
    return { kind: 'result', id, result: JSON.stringify(result) ?? 'null' };
  } catch (thrown) {
    return { kind: 'unserializable', id, message: describeThrown(thrown) };
  }
};

const loadHandler = async (module: string): Promise<Handler> => {
  const loaded: Record<string, unknown> = await import(module);
  if (typeof loaded.handler === 'function') return loaded.handler as Handler;
  throw new TypeError(`${module} exports no function \`handler\`: export one that takes (event, context)`);
};

const port = parentPort;
if (port === null) throw new Error('sandbox-worker.ts is started by startTriggerRunner, not by hand');

const send = (message: SandboxMessage): void => port.postMessage(message);

try {
  const handler = await loadHandler(data.module);
  port.on('message', async (request: InvocationRequest) => send(await invoke(handler, request)));
  send({ kind: 'ready' });
} catch (thrown) {
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  send({ kind: 'start-failed', message: describeThrown(thrown), stack });
}
