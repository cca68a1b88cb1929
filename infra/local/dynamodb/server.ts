import { Worker } from 'node:worker_threads';
import type { Fault, FaultTarget } from '../aws/faults.ts';
import { type HttpServer, portError } from '../http.ts';
import type { WorkerCommand, WorkerNotice } from './worker.ts';

/** The local DynamoDB, with the faults that can be set on it. */
export type DynamoDbServer = HttpServer & FaultTarget;

/**
 * Starts an empty DynamoDB, in memory, in a thread of its own so that its work does not slow the triggers down.
 * @param options.port 0 takes a free one
 * @throws {PortError} when the port is taken
 */
export const startDynamoDb = ({ port }: { readonly port: number }): Promise<DynamoDbServer> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { port } });
    const acknowledged = new Map<number, () => void>();
    let commands = 0;
    let hasEnded = false;

    const command = (body: { readonly fault: Fault } | { readonly clear: true }): Promise<void> =>
      new Promise((done) => {
        // A thread that is gone can hold no fault: whoever sets one must not wait for ever.
        if (hasEnded) return done();
        const id = ++commands;
        acknowledged.set(id, done);
        worker.postMessage({ id, ...body } satisfies WorkerCommand);
      });

    worker.once('exit', () => {
      hasEnded = true;
      for (const done of acknowledged.values()) done();
      acknowledged.clear();
    });
    worker.once('error', reject);
    worker.on('message', (notice: WorkerNotice) => {
      if ('done' in notice) {
        acknowledged.get(notice.done)?.();
        acknowledged.delete(notice.done);
        return;
      }
      if ('failed' in notice) {
        const cause = Object.assign(new Error(notice.failed.message), { code: notice.failed.code });
        void worker.terminate().then(() => reject(portError('dynamodb', port, cause)));
        return;
      }
      // From here on a crash of the thread is nobody's expected answer: it must end the program loudly.
      worker.off('error', reject);
      resolve({
        url: `http://127.0.0.1:${notice.port}`,
        setFault: (fault) => command({ fault }),
        clearFaults: () => command({ clear: true }),
        close: async () => {
          await worker.terminate();
        },
      });
    });
  });
