import type { KeyValueStorage } from '../../../web/client/storage.ts';
import { challengeBody, jwt } from '../../helpers/pool-answers.ts';

export type Sent = { readonly operation: string; readonly body: Record<string, unknown>; readonly url: string };
type Reply = { readonly status?: number; readonly body?: unknown } | Error | Promise<never>;

/** A `fetch` that plays `replies` in turn and keeps what was sent. */
export const fakePool = (...replies: Reply[]) => {
  const sent: Sent[] = [];
  const fetch: typeof globalThis.fetch = async (url, init) => {
    const headers = new Headers(init?.headers);
    const operation = (headers.get('x-amz-target') ?? '').replace('AWSCognitoIdentityProviderService.', '');
    sent.push({ operation, body: JSON.parse(String(init?.body)), url: String(url) });
    const reply = replies.shift();
    if (reply === undefined) throw new Error(`no reply scripted for ${operation}`);
    if (reply instanceof Error) throw reply;
    const { status = 200, body = {} } = await reply;
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
  };
  return { fetch, sent, reply: (...more: Reply[]) => replies.push(...more) };
};

/** An AuthenticationResult of the user `username`; `serial` makes its tokens tell apart. */
export const tokensOf = (username: string, serial = 1, expiresAtSeconds = 2_000) => ({
  IdToken: jwt({ 'cognito:username': username, email: 'änn@example.com', exp: expiresAtSeconds, serial }),
  AccessToken: jwt({ username, exp: expiresAtSeconds, serial }),
  RefreshToken: `refresh-${username}-${serial}`,
  ExpiresIn: 900,
  TokenType: 'Bearer',
});

export const challengeAnswer = (session: string, parameters: Record<string, string> = {}) => ({
  body: challengeBody(session, 'sub-1', parameters),
});

export const failure = (type: string, message = '', status = 400) => ({ status, body: { __type: type, message } });

/** A storage that remembers the order in which keys were written and removed. */
export const recordingStorage = (): KeyValueStorage & { log: string[]; items: Map<string, string> } => {
  const items = new Map<string, string>();
  const log: string[] = [];
  return {
    items,
    log,
    getItem: (key) => items.get(key) ?? null,
    setItem(key, value) {
      log.push(`set ${key}`);
      items.set(key, value);
    },
    removeItem(key) {
      if (items.delete(key)) log.push(`remove ${key}`);
    },
  };
};
