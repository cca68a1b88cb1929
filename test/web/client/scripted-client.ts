import { createClient } from '../../../web/client/client.ts';
import { ClientError } from '../../../web/client/errors.ts';
import { fakePool, recordingStorage } from './fake-pool.ts';

/** A client before `replies`, with storages that a reload, `make`, finds again. */
export const setUp = (...replies: Parameters<typeof fakePool>) => {
  const pool = fakePool(...replies);
  const storage = recordingStorage();
  const challengeStorage = recordingStorage();
  const time = { now: 1_000_000 };
  const make = () =>
    createClient({
      endpoint: 'http://127.0.0.1:9229',
      clientId: 'client1',
      fetch: pool.fetch,
      clock: () => time.now,
      storage,
      challengeStorage,
    });
  return { pool, storage, challengeStorage, time, make, client: make() };
};

/** What a call came to: its error code, or `resolved`. */
export const code = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
  } catch (error) {
    return error instanceof ClientError ? error.code : String(error);
  }
  return 'resolved';
};
