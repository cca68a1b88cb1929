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

/** Keeps the one challenge of a client that waits for an answer. */
export type PendingStore = {
  read(): Pending | null;
  write(pending: Pending): void;
  clear(): void;
};

/** Cognito's longest AuthSessionValidity. After it no answer can succeed. */
const sessionLifetimeMs = 15 * 60_000;

/**
 * A pending store for one app client. `storage` is for the next page alone, which is why it is read once, at the first
 * look: other clients on this page keep theirs in the same place, and the last one begun is there.
 */
export const pendingStore = (storage: KeyValueStorage, clientId: string, clock: () => number): PendingStore => {
  const key = `Doorcode.${clientId}.challenge`;
  let held: Pending | null = null;
  try {
    held = JSON.parse(storage.getItem(key) ?? '') as Pending;
  } catch {
    // Nothing, or nothing of ours.
  }
  const clear = () => {
    held = null;
    storage.removeItem(key);
  };
  return {
    clear,
    read() {
      // A clock that was set back has not made the challenge any older.
      if (held && !(Math.abs(clock() - held.challenge?.receivedAt) < sessionLifetimeMs)) clear();
      return held;
    },
    write(pending) {
      held = pending;
      storage.setItem(key, JSON.stringify(pending));
    },
  };
};
