import { ClientError } from './errors.ts';

/** Lets one task run at a time. */
export type SingleFlight = {
  /**
   * Runs `task`. While one of the same `intent` is under way, its promise is returned instead.
   * @throws {ClientError} `busy` while a task of another intent is under way
   */
  run<T>(intent: string, task: (abort: AbortController) => Promise<T>): Promise<T>;
  /** Ends the task under way, which then rejects with `reason`, and makes way for the next at once. */
  cancel(reason: ClientError): void;
};

/** A lane for tasks that must not overlap. */
export const singleFlight = (): SingleFlight => {
  let current: { intent: string; abort: AbortController; promise: Promise<unknown> } | null = null;
  return {
    run<T>(intent: string, task: (abort: AbortController) => Promise<T>): Promise<T> {
      if (current) {
        if (current.intent === intent) return current.promise as Promise<T>;
        return Promise.reject(new ClientError('busy'));
      }
      const abort = new AbortController();
      const promise = task(abort).finally(() => {
        if (current?.abort === abort) current = null;
      });
      current = { intent, abort, promise };
      return promise;
    },
    cancel(reason) {
      current?.abort.abort(reason);
      current = null;
    },
  };
};
