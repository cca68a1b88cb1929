import {
  type Account,
  type AddressChallenge,
  type DevicePlatform,
  readAccount,
  readAddressChallenge,
} from './account-answers.ts';
import { AccountError, accountErrorOf } from './account-error.ts';
import type { Medium } from './challenge.ts';
import type { Client } from './client.ts';
import { ClientError } from './errors.ts';
import { inTime, parseObject, privately } from './in-time.ts';
import { normalizeAnswer } from './normalize-answer.ts';
import { normalizeName } from './normalize-name.ts';
import { type SingleFlight, singleFlight } from './single-flight.ts';

/**
 * Gives the signed-in user's tokens, or null where nobody is signed in. `renew` asks for new ones: the last were
 * refused, or claims have changed.
 */
export type SessionSource = (request: { readonly renew: boolean }) => Promise<{ readonly accessToken: string } | null>;

/** How an account client reaches its service. */
export type AccountOptions = {
  /** The URL under which the service has `/account`. */
  readonly endpoint: string;
  /** Whose account it is: the client that signed in, or where else the tokens are. */
  readonly session: Pick<Client, 'session' | 'refresh'> | SessionSource;
  /** @default the global `fetch` */
  readonly fetch?: typeof globalThis.fetch;
  /** Milliseconds since 1970. @default Date.now */
  readonly clock?: () => number;
  /** After so many milliseconds a request is given up. @default 15000 */
  readonly timeoutMs?: number;
};

/**
 * A signed-in user's own addresses, preferred channel and devices. Of the changes one runs at a time: two
 * identical calls at once are one request, a different one is refused as `busy`. Every rejection is an `AccountError`.
 */
export type AccountClient = {
  read(): Promise<Account>;
  /** Sends a code to an address that is to be the user's. The same call again sends another. */
  sendCode(address: string): Promise<AddressChallenge>;
  /** Answers with the code as typed; a right one makes the address the user's, in place of the one it had of that kind. */
  confirm(challenge: Pick<AddressChallenge, 'address' | 'id'>, code: string): Promise<Account>;
  /** Sets the channel that codes come by where it can be used; null leaves the choice to the deployment. */
  setChannel(channel: Medium | null): Promise<Account>;
  /** Registers a device for push messages, or renews it. */
  putDevice(device: {
    readonly token: string;
    readonly platform: DevicePlatform;
    readonly name: string;
  }): Promise<Account>;
  removeDevice(id: string): Promise<Account>;
};

/** Makes a client of the account service. @throws {TypeError} where `endpoint` is no URL */
export const createAccount = (options: AccountOptions): AccountClient => {
  const { endpoint, clock = Date.now, timeoutMs = 15_000 } = options;
  const base = `${new URL(endpoint).href.replace(/\/$/, '')}/account`;
  // The browser's fetch insists on being called as the window's own.
  const fetch = options.fetch ?? ((...request: Parameters<typeof globalThis.fetch>) => globalThis.fetch(...request));
  const session = typeof options.session === 'function' ? options.session : sessionOf(options.session, clock);
  const changes = singleFlight();

  type Request = { readonly method: string; readonly path?: string; readonly body?: object };

  const exchange = async ({ method, path = '', body }: Request, accessToken: string, signal: AbortSignal) => {
    const response = await fetch(base + path, {
      ...privately,
      method,
      headers: {
        authorization: `Bearer ${accessToken}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal,
    });
    return { status: response.status, ok: response.ok, answer: parseObject(await response.text()) };
  };

  const send = async (request: Request, renew = false): Promise<Readonly<Record<string, unknown>>> => {
    const held = await session({ renew });
    if (held === null) throw new AccountError('signed-out');
    const { status, ok, answer } = await inTime((signal) => exchange(request, held.accessToken, signal), { timeoutMs });
    if (ok && answer !== null) return answer;
    // A token may run out on the way. What was refused so has changed nothing, and may be sent again.
    if (status === 401 && !renew) return send(request, true);
    throw ok ? new AccountError('server') : accountErrorOf(status, answer);
  };

  /** Runs a change alone. */
  const change = <T>(request: Request, read: (answer: Readonly<Record<string, unknown>>) => T | Promise<T>) =>
    named(run(changes, request, async () => read(await send(request))));

  /** What was changed is an attribute: the claims follow with new tokens. A failure to get them undoes no change. */
  const withNewClaims = async (answer: Readonly<Record<string, unknown>>): Promise<Account> => {
    const account = readAccount(answer);
    await session({ renew: true }).catch(() => null);
    return account;
  };

  return {
    read: () => named(send({ method: 'GET' }).then(readAccount)),
    sendCode(typed) {
      const address = normalizeName(typed);
      return change({ method: 'POST', path: '/addresses', body: { address } }, (answer) =>
        readAddressChallenge(address, answer, clock()),
      );
    },
    confirm({ address, id }, typed) {
      const body = { address, challenge: id, code: normalizeAnswer(typed) };
      return change({ method: 'POST', path: '/addresses/confirm', body }, withNewClaims);
    },
    setChannel: (channel) => change({ method: 'PUT', path: '/channel', body: { channel } }, withNewClaims),
    putDevice: ({ token, platform, name }) =>
      change({ method: 'PUT', path: '/devices', body: { token, platform, name } }, readAccount),
    removeDevice: (id) => change({ method: 'DELETE', path: `/devices/${encodeURIComponent(id)}` }, readAccount),
  };
};

const run = <T>(lane: SingleFlight, intent: object, task: () => Promise<T>) => lane.run(JSON.stringify(intent), task);

/** Failures of the network and of a refresh, in the codes of this client. */
const named = <T>(promise: Promise<T>): Promise<T> =>
  promise.catch((cause: unknown) => {
    if (!(cause instanceof ClientError)) throw cause;
    const { code } = cause;
    const isShared = code === 'offline' || code === 'timeout' || code === 'busy' || code === 'signed-out';
    throw new AccountError(isShared ? code : 'server', { cause });
  });

/** Tokens of a client that are good for the next seconds at least. */
const sessionOf = (client: Pick<Client, 'session' | 'refresh'>, clock: () => number): SessionSource => {
  const marginMs = 5_000;
  return async ({ renew }) => {
    const held = client.session();
    if (held === null || (!renew && held.expiresAt > clock() + marginMs)) return held;
    return client.refresh();
  };
};
