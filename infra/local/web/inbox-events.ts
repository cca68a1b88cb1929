import type { Inbox } from '../inbox.ts';

/** The open event streams of an inbox. */
export type InboxEvents = {
  /** A new stream of `text/event-stream` bytes: every message from now on as JSON, and comments to keep it open. */
  open(): ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Streams open now. */
  count(): number;
  /** Ends every stream. */
  close(): void;
};

/** @param heartbeatMs how often a comment goes out, so that no proxy or browser takes a quiet stream for a dead one */
export const createInboxEvents = (inbox: Inbox, heartbeatMs = 15_000): InboxEvents => {
  const encoder = new TextEncoder();
  const open = new Set<{ write(text: string): void; end(): void }>();
  const heartbeat = setInterval(() => {
    for (const stream of open) stream.write(': still here\n\n');
  }, heartbeatMs);
  heartbeat.unref();
  const unsubscribe = inbox.subscribe((message) => {
    for (const stream of open) stream.write(`data: ${JSON.stringify(message)}\n\n`);
  });

  return {
    count: () => open.size,
    open() {
      let forget = () => {};
      return new ReadableStream<Uint8Array<ArrayBuffer>>({
        start(controller) {
          const stream = {
            write: (text: string) => controller.enqueue(encoder.encode(text)),
            end: () => controller.close(),
          };
          forget = () => void open.delete(stream);
          open.add(stream);
          stream.write('retry: 1000\n\n');
        },
        cancel: () => forget(),
      });
    },
    close() {
      clearInterval(heartbeat);
      unsubscribe();
      for (const stream of open) stream.end();
      open.clear();
    },
  };
};
