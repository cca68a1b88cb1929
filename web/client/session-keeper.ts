import type { Client } from './client.ts';
import type { ClientError } from './errors.ts';
import type { Session } from './token-store.ts';

/** Keeps a session fresh, and tells when it begins, changes or ends: here, in another tab, or in another library. */
export type SessionKeeper = {
  /** The session with tokens that are good for a while, or null where nobody is signed in. @throws {ClientError} where they are not and cannot be renewed now */
  session(): Promise<Session | null>;
  /** New tokens, asked for once however many callers and tabs there are. @throws {ClientError} */
  refresh(): Promise<Session>;
  /** Looks at storage and clock now. */
  check(): void;
  stop(): void;
};

/** What a keeper works with. */
export type KeeperOptions = {
  readonly client: Client;
  readonly clientId: string;
  /** Gets every new session, with null where it has ended. */
  readonly onChange: (session: Session | null) => void;
  /** Milliseconds since 1970. @default Date.now */
  readonly clock?: () => number;
  /** Milliseconds before expiry at which new tokens are asked for. @default 60000 */
  readonly marginMs?: number;
  /** One tab at a time. @default the browser's Web Locks; without TLS a page has none, and its tabs do not wait */
  readonly locks?: Pick<LockManager, 'request'> | undefined;
};

/** Between two tries, so that neither a broken network nor a wrong clock turns into a stream of requests. */
const retryMs = 30_000;

const wakeEvents = ['storage', 'online', 'focus', 'pageshow'] as const;

/** Watches from now on, each second: other libraries on this page sign in and out without an event. */
export const keepSession = (options: KeeperOptions): SessionKeeper => {
  const { client, clientId, onChange, clock = Date.now, marginMs = 60_000 } = options;
  const { locks = globalThis.navigator?.locks } = options;
  let known = client.session()?.accessToken;
  let notBefore = 0;
  let failure: unknown = null;
  let wasMissing = false;
  let current: Promise<Session> | null = null;

  const renew = async (): Promise<Session> => {
    const seen = client.session()?.accessToken;
    const task = async (): Promise<Session> => {
      const held = client.session();
      // Another tab has been faster: its tokens are as new.
      return held && held.accessToken !== seen ? held : client.refresh();
    };
    try {
      const session = await (locks ? locks.request(`Doorcode.${clientId}.refresh`, task) : task());
      failure = null;
      return session;
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      notBefore = clock() + retryMs;
      current = null;
      check();
    }
  };
  const refresh = () => {
    current ??= renew();
    return current;
  };

  const isOld = ({ expiresAt }: Session, margin: number) => clock() >= expiresAt - margin;

  const check = () => {
    const session = client.session();
    // Another library may be between two of its writes: an end is one only when it lasts.
    if (!session && known && !wasMissing) {
      wasMissing = true;
      return;
    }
    wasMissing = false;
    if (session?.accessToken !== known) {
      known = session?.accessToken;
      onChange(session);
    }
    if (session && !current && clock() >= notBefore && isOld(session, marginMs)) {
      refresh().catch(() => {});
    }
  };
  const wake = ({ type }: Event) => {
    // What failed for want of a network need not wait now.
    if (type === 'online') notBefore = 0;
    check();
  };
  const timer = setInterval(check, 1000);
  const listen = (method: 'addEventListener' | 'removeEventListener') => {
    for (const type of wakeEvents) globalThis[method]?.(type, wake);
  };
  listen('addEventListener');

  return {
    refresh,
    check,
    async session() {
      const held = client.session();
      if (!held || !isOld(held, 5_000)) return held;
      if (current || clock() >= notBefore) {
        return refresh().catch((error: ClientError) => {
          if (error.code === 'signed-out') return client.session();
          throw error;
        });
      }
      if (failure) throw failure;
      // Renewed a moment ago, and old already: it is this machine's clock that is wrong, and not the tokens.
      return held;
    },
    stop() {
      clearInterval(timer);
      listen('removeEventListener');
    },
  };
};
