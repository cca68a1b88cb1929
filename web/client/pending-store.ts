import type { Challenge } from './challenge.ts';
import type { KeyValueStorage } from './storage.ts';

/** A challenge with what is needed to answer it. */
export type Pending = {
  readonly challenge: Challenge;
  /** Cognito's name for the user in this sign-in. */
  readonly username: string;
  /** Single use: every answer of the pool brings the next one. */
  readonly session: string;
};

/** Keeps the one challenge that waits for an answer, so that a reload does not lose it. */
export type PendingStore = {
  read(): Pending | null;
  write(pending: Pending): void;
  clear(): void;
};

/** Cognito's longest AuthSessionValidity. After it no answer can succeed. */
const sessionLifetimeMs = 15 * 60_000;

/** A pending store for one app client on `storage`. */
export const pendingStore = (storage: KeyValueStorage, clientId: string, clock: () => number): PendingStore => {
  const key = `Doorcode.${clientId}.challenge`;
  return {
    read() {
      try {
        const pending = JSON.parse(storage.getItem(key) ?? '') as Pending;
        const age = clock() - pending.challenge.receivedAt;
        if (age >= 0 && age < sessionLifetimeMs) return pending;
      } catch {
        // Nothing, or nothing of ours.
      }
      storage.removeItem(key);
      return null;
    },
    write: (pending) => storage.setItem(key, JSON.stringify(pending)),
    clear: () => storage.removeItem(key),
  };
};
