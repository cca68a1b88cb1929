import { BroadcastChannel } from 'node:worker_threads';
import { createTriggers } from '../../functions/create-triggers.ts';
import { memoryRecordStore } from '../helpers/memory-record-store.ts';
import { CODES } from './in-memory-codes.ts';

// The real handlers on the in-memory twin, with a channel that only tells the inbox: what remains is ours.

const codes = new BroadcastChannel(CODES);
codes.unref();

export const { handler } = createTriggers({
  channels: [
    {
      provider: 'memory',
      media: ['email'],
      async send({ destination, code }) {
        codes.postMessage({ destination, code });
        return { provider: 'memory' };
      },
    },
  ],
  world: { store: memoryRecordStore({ clock: Date.now }), audit: { append: async () => {} } },
});
