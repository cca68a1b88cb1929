import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { type Sandbox, startSandbox } from './sandbox.ts';
import { TriggerError } from './trigger-error.ts';

/** Runs the Lambda triggers as Cognito does: JSON in and out, a time limit, retries on time-out only. */
export type TriggerRunner = {
  /**
   * Runs the handler once and answers what it answered.
   * @throws {TriggerError} with a code of its closed set; `handler-error` carries the handler's message
   */
  invoke(event: object): Promise<unknown>;
  /** The next invocation finds a cold container: a new worker with nothing remembered. */
  recycle(): Promise<void>;
  /** Ends every worker at once; what is in flight rejects with `closed`. */
  close(): Promise<void>;
};

export type TriggerRunnerOptions = {
  /** The module that exports `handler(event, context)`, async or callback style. */
  readonly module: URL | string;
  /** The whole environment of the workers: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds for one attempt. @default 5_000, Cognito's limit */
  readonly limitMs?: number;
  /** Attempts in all when the handler times out. @default 3, Cognito's number */
  readonly attempts?: number;
  /** Gets every line that the triggers write to stdout and stderr. */
  readonly onOutput: (line: string) => void;
};

const positive = (name: string, value: number): number => {
  if (Number.isInteger(value) && value > 0) return value;
  throw new TypeError(`${name} is ${value}: give a whole number above 0`);
};

/**
 * Starts the triggers in a worker thread; they are imported when this resolves.
 * @throws {TriggerError} `start-failed` with the module's own error as cause
 * @throws {TypeError} for an option out of range
 */
export const startTriggerRunner = async (options: TriggerRunnerOptions): Promise<TriggerRunner> => {
  const attempts = positive('attempts', options.attempts ?? 3);
  const ending = new AbortController();
  const sandboxOptions = {
    module: (options.module instanceof URL ? options.module : pathToFileURL(options.module)).href,
    env: options.env,
    limitMs: positive('limitMs', options.limitMs ?? 5_000),
    onOutput: options.onOutput,
    signal: ending.signal,
  };
  const live = new Set<Promise<void>>();
  let current: Promise<Sandbox> | undefined;
  let lastId = 0;

  const launch = (): Promise<Sandbox> => {
    const starting = startSandbox(sandboxOptions);
    const ended: Promise<void> = starting.then(
      (sandbox) => sandbox.ended,
      () => undefined,
    );
    live.add(ended);
    void ended.then(() => live.delete(ended));
    current = starting;
    return starting;
  };

  const usableSandbox = async (): Promise<Sandbox> => {
    for (;;) {
      if (ending.signal.aborted) throw new TriggerError('closed', 'the trigger runner was closed');
      const candidate = current ?? launch();
      try {
        const sandbox = await candidate;
        if (sandbox.isUsable()) return sandbox;
        if (current === candidate) current = undefined;
      } catch (error) {
        if (current === candidate) current = undefined;
        throw error;
      }
    }
  };

  await usableSandbox();

  return {
    invoke: async (event) => {
      const text = JSON.stringify(event);
      for (let attempt = 1; ; ) {
        const sandbox = await usableSandbox();
        // It may have been retired while this waited its turn; from here to the invocation nothing can come between.
        if (!sandbox.isUsable()) continue;
        lastId += 1;
        try {
          return await sandbox.invoke({ id: lastId, event: text, requestId: randomUUID() });
        } catch (error) {
          if (!(error instanceof TriggerError) || error.code !== 'timeout' || attempt === attempts) throw error;
          attempt += 1;
        }
      }
    },
    recycle: async () => {
      const retired = current;
      current = undefined;
      const sandbox = await retired?.catch(() => undefined);
      sandbox?.retire();
    },
    close: async () => {
      ending.abort();
      await Promise.all(live);
    },
  };
};
