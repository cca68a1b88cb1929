import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from '@jest/globals';

const url = (path: string) => JSON.stringify(new URL(`../../../../infra/local/${path}`, import.meta.url).href);

// In a thread of its own, as in production: jest has its own ideas about uncaught exceptions.
const LATE_THROWER = `
(async () => {
  const { createServer } = require('node:http');
  const { guardDynalite } = await import(${url('dynamodb/guard.ts')});
  const { createFaultStore } = await import(${url('aws/faults.ts')});
  const server = createServer((incoming, outgoing) => {
    incoming.on('end', () => setImmediate(() => {
      if (incoming.url === '/late') throw new Error('too late');
      outgoing.end('fine');
    }));
  });
  guardDynalite(server, createFaultStore());
  server.listen(0, '127.0.0.1', () => require('node:worker_threads').parentPort.postMessage(server.address().port));
})();
`;

describe('the guard of dynalite', () => {
  test('makes a late throw the answer of its own request, and of no other', async () => {
    const worker = new Worker(LATE_THROWER, { eval: true });
    const [port] = (await once(worker, 'message')) as [number];

    const paths = ['/late', '/fine', '/late', '/fine'];
    const answers = await Promise.all(paths.map((path) => fetch(`http://127.0.0.1:${port}${path}`)));

    expect(answers.map(({ status }) => status)).toEqual([500, 200, 500, 200]);
    expect(await answers[0]?.json()).toMatchObject({ __type: 'InternalServerError' });
    await worker.terminate();
  });
});
