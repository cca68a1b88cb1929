export type Asked = { readonly call: string; readonly token: string | null; readonly body: unknown };
type Reply = { readonly status?: number; readonly body?: unknown } | Error | Promise<never>;

/** A `fetch` to an account service that plays `replies` in turn and keeps what was asked. */
export const fakeAccount = (...replies: Reply[]) => {
  const asked: Asked[] = [];
  const fetch: typeof globalThis.fetch = async (url, init) => {
    const call = `${init?.method} ${new URL(String(url)).pathname}`;
    const token = new Headers(init?.headers).get('authorization');
    asked.push({ call, token, body: init?.body === undefined ? null : JSON.parse(String(init.body)) });
    const reply = replies.shift();
    if (reply === undefined) throw new Error(`no reply scripted for ${call}`);
    if (reply instanceof Error) throw reply;
    const { status = 200, body = {} } = await reply;
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
  };
  return { fetch, asked };
};

export const refusal = (status: number, error: string, facts: object = {}) => ({ status, body: { error, ...facts } });

/** An account as the service describes it. */
export const accountBody = (change: object = {}) => ({
  addresses: [{ medium: 'email', value: 'ann@example.com', verified: true }],
  channel: null,
  channels: ['email', 'sms', 'push'],
  devices: [],
  ...change,
});

export const challengeBody = (change: object = {}) => ({
  challenge: 'challenge-1',
  medium: 'sms',
  codeLength: 6,
  expiresIn: 600,
  resendIn: 30,
  attemptsLeft: 3,
  ...change,
});
