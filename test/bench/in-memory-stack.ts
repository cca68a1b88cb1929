import { BroadcastChannel } from 'node:worker_threads';
import { startLocalStack } from '../../infra/local/local-stack.ts';
import { CODES } from './in-memory-codes.ts';

// A program: the local stack with the in-memory triggers. Prints its configuration, ends with its parent.

const stack = await startLocalStack({
  ports: { web: 0, cognito: 0, aws: 0, dynamodb: 0 },
  triggers: new URL('./in-memory-triggers.ts', import.meta.url),
});
let count = 0;
new BroadcastChannel(CODES).onmessage = (event) => {
  const { destination, code } = (event as unknown as { data: { destination: string; code: string } }).data;
  count += 1;
  stack.inbox.add({
    id: String(count),
    at: new Date().toISOString(),
    provider: 'memory',
    medium: 'email',
    to: destination,
    subject: null,
    text: code,
    html: null,
    device: null,
  });
};
process.on('SIGTERM', () => process.exit(0));
console.log(JSON.stringify(stack.config));
