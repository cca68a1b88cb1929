import type { Message } from './message.ts';

/** The state of the connection to the server's event stream. */
export type Liveness = 'live' | 'reconnecting';

/**
 * Follows the inbox: the whole list at each (re)connection, then every new message.
 * @param handlers `failed` is called when the list cannot be read; the feed goes on trying
 */
export const followInbox = (handlers: {
  readonly list: (messages: readonly Message[]) => void;
  readonly arrived: (message: Message) => void;
  readonly liveness: (liveness: Liveness) => void;
  readonly failed: () => void;
}): void => {
  const events = new EventSource('/inbox/events');
  events.addEventListener('open', () => {
    handlers.liveness('live');
    readMessages().then(handlers.list, handlers.failed);
  });
  events.addEventListener('message', (event: MessageEvent<string>) =>
    handlers.arrived(JSON.parse(event.data) as Message),
  );
  events.addEventListener('error', () => handlers.liveness('reconnecting'));
};

const readMessages = async (): Promise<readonly Message[]> => {
  const response = await fetch('/inbox/messages', { cache: 'no-store', signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`/inbox/messages answered ${response.status}`);
  return (await response.json()) as readonly Message[];
};
