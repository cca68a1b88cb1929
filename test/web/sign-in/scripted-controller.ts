import { createClient } from '../../../web/client/client.ts';
import { memoryStorage } from '../../../web/client/storage.ts';
import { createController } from '../../../web/sign-in/controller.ts';
import { fakePool, tokensOf } from '../client/fake-pool.ts';

/** A controller before `replies`. */
export const setUp = (...replies: Parameters<typeof fakePool>) => {
  const pool = fakePool(...replies);
  const time = { now: 1_000_000 };
  const clock = () => time.now;
  const storage = memoryStorage();
  const client = createClient({ endpoint: 'http://x', clientId: 'c', fetch: pool.fetch, clock, storage });
  const controller = createController(client, { clock });
  const operations = () => pool.sent.map(({ operation }) => operation);
  return { controller, client, pool, time, operations };
};

/** The answer that signs in. */
export const signedIn = { body: { AuthenticationResult: tokensOf('sub-1') } };
