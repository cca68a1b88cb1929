import type { Server } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import dynalite from 'dynalite';
import { createFaultStore, type Fault } from '../aws/faults.ts';
import { guardDynalite } from './guard.ts';

/** What the main thread asks of the worker. */
export type WorkerCommand = { readonly id: number } & ({ readonly fault: Fault } | { readonly clear: true });

/** What the worker tells the main thread. */
export type WorkerNotice =
  | { readonly port: number }
  | { readonly failed: { readonly code: string | undefined; readonly message: string } }
  | { readonly done: number };

const main = parentPort;
if (main === null) throw new Error('worker.ts runs in a worker thread: call startDynamoDb');
const tell = (notice: WorkerNotice): void => main.postMessage(notice);

const faults = createFaultStore();
const server: Server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
guardDynalite(server, faults);

main.on('message', (command: WorkerCommand) => {
  if ('fault' in command) faults.add(command.fault);
  else faults.clear();
  tell({ done: command.id });
});

server.once('error', (error: NodeJS.ErrnoException) => tell({ failed: { code: error.code, message: error.message } }));
server.listen(workerData.port, '127.0.0.1', () => {
  const address = server.address();
  tell({ port: typeof address === 'object' && address !== null ? address.port : workerData.port });
});
