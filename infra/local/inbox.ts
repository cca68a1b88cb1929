import type { Medium } from '../../channels/channel.ts';

/** One message that a provider was asked to deliver. Absent fields are null. */
export type CapturedMessage = {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly provider: string;
  readonly medium: Medium;
  readonly to: string;
  readonly subject: string | null;
  readonly text: string | null;
  readonly html: string | null;
  readonly device: string | null;
};

export type Inbox = {
  add(message: CapturedMessage): void;
  /** Newest first. */
  list(): readonly CapturedMessage[];
  find(id: string): CapturedMessage | undefined;
  /** Calls `listener` for every new message until the returned function is called. */
  subscribe(listener: (message: CapturedMessage) => void): () => void;
};

/** Keeps the newest `capacity` captured messages in memory. */
export const createInbox = (capacity = 1_000): Inbox => {
  const messages: CapturedMessage[] = [];
  const listeners = new Set<(message: CapturedMessage) => void>();
  return {
    add(message) {
      messages.unshift(message);
      if (messages.length > capacity) messages.pop();
      for (const listener of listeners) listener(message);
    },
    list: () => [...messages],
    find: (id) => messages.find((message) => message.id === id),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
