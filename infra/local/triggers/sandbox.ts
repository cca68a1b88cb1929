import { Worker } from 'node:worker_threads';
import type { InvocationRequest, SandboxData, SandboxMessage } from './messages.ts';
import { forEachLine } from './output-lines.ts';
import { TriggerError } from './trigger-error.ts';

/** Lambda gives a function's initialisation ten seconds. */
const START_LIMIT_MS = 10_000;

export type SandboxOptions = {
  /** URL of the module that exports `handler`. */
  readonly module: string;
  readonly env: Readonly<Record<string, string>>;
  readonly limitMs: number;
  readonly onOutput: (line: string) => void;
  /** Ends the worker at once; what is in flight rejects with `closed`. */
  readonly signal: AbortSignal;
};

/** One worker thread that holds the triggers. */
export type Sandbox = {
  /** False once an invocation timed out in it, or it ended: it takes no more. */
  readonly isUsable: () => boolean;
  /** @throws {TriggerError} */
  invoke(request: Omit<InvocationRequest, 'limitMs'>): Promise<unknown>;
  /** Lets it take nothing new; it ends when what is in flight has. */
  retire(): void;
  /** Resolves when the worker is gone. */
  readonly ended: Promise<void>;
};

type Pending = {
  resolve(result: unknown): void;
  reject(error: TriggerError): void;
  readonly requestId: string;
  readonly timer: NodeJS.Timeout;
};

const parseResult = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TriggerError('invalid-json', 'the handler answered no JSON', { cause });
  }
};

const started = (worker: Worker): Promise<void> =>
  new Promise((resolve, reject) => {
    const fail = (message: string, cause?: unknown): void => {
      clearTimeout(timer);
      void worker.terminate();
      reject(new TriggerError('start-failed', message, { cause }));
    };
    const timer = setTimeout(
      () => fail(`importing the triggers took longer than ${START_LIMIT_MS / 1_000} s`),
      START_LIMIT_MS,
    );
    worker.once('message', (message: SandboxMessage) => {
      if (message.kind !== 'start-failed') {
        clearTimeout(timer);
        return resolve();
      }
      const cause = new Error(message.message);
      cause.stack = message.stack;
      fail(`the triggers could not be imported: ${message.message}`, cause);
    });
    worker.once('error', (cause) => fail(`the triggers could not be imported: ${cause}`, cause));
    worker.once('exit', (code) => fail(`the triggers ended while being imported: exit status ${code}`));
  });

/**
 * Starts a worker and imports the triggers in it. An invocation that outlives the limit rejects; the worker is then
 * closed to new ones and terminated as soon as no other is in flight, as Lambda kills a sandbox.
 * @throws {TriggerError} `start-failed` when the module cannot be imported
 */
export const startSandbox = async (options: SandboxOptions): Promise<Sandbox> => {
  const workerData: SandboxData = { module: options.module, env: options.env };
  const worker = new Worker(new URL('./sandbox-worker.ts', import.meta.url), {
    env: { ...options.env },
    execArgv: [],
    stdout: true,
    stderr: true,
    workerData,
  });
  forEachLine(worker.stdout, options.onOutput);
  forEachLine(worker.stderr, options.onOutput);
  const terminate = (): void => void worker.terminate();
  options.signal.addEventListener('abort', terminate);
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  void ended.then(() => options.signal.removeEventListener('abort', terminate));
  await started(worker);

  const pending = new Map<number, Pending>();
  let usable = true;

  const take = (id: number): Pending | undefined => {
    const entry = pending.get(id);
    if (entry !== undefined) clearTimeout(entry.timer);
    pending.delete(id);
    if (!usable && pending.size === 0) terminate();
    return entry;
  };

  const failAll = (reason: string, cause?: unknown): void => {
    usable = false;
    for (const [id, { requestId }] of [...pending]) {
      const error = options.signal.aborted
        ? new TriggerError('closed', 'the trigger runner was closed')
        : new TriggerError('crash', `RequestId: ${requestId} Error: Runtime exited with error: ${reason}`, { cause });
      take(id)?.reject(error);
    }
  };

  worker.on('message', (message: SandboxMessage) => {
    if (message.kind === 'ready' || message.kind === 'start-failed') return;
    const entry = take(message.id);
    if (message.kind === 'result') entry?.resolve(message.result);
    else if (message.kind === 'error') entry?.reject(new TriggerError('handler-error', message.message));
    else entry?.reject(new TriggerError('invalid-json', `the answer is no JSON: ${message.message}`));
  });
  worker.on('error', (cause) => failAll(String(cause), cause));
  worker.on('exit', (code) => failAll(`exit status ${code}`));

  return {
    isUsable: () => usable,
    invoke: async (request) => {
      const text = await new Promise<unknown>((resolve, reject) => {
        const timer = setTimeout(() => {
          usable = false;
          take(request.id)?.reject(new TriggerError('timeout', `no answer within ${options.limitMs} ms`));
        }, options.limitMs);
        pending.set(request.id, { resolve, reject, requestId: request.requestId, timer });
        worker.postMessage({ ...request, limitMs: options.limitMs } satisfies InvocationRequest);
      });
      return parseResult(String(text));
    },
    retire: () => {
      usable = false;
      if (pending.size === 0) terminate();
    },
    ended,
  };
};
