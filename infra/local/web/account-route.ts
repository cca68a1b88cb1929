import { type Context, Hono } from 'hono';
import { limitBody } from '../http.ts';

/** A request to the account service, as a function URL or an API gateway would hand it over. */
export type AccountRequest = {
  readonly method: string;
  /** With the leading `/account`, without host and query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Empty where there is none. */
  readonly body: string;
};

/** Its answer. */
export type AccountResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** The account service. */
export type AccountService = (request: AccountRequest) => Promise<AccountResponse>;

/** More than any request of the account service needs. */
const MAX_BODY_BYTES = 16_384;

/** Statuses whose answers have no body (RFC 9110 §15). */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/** Passes everything under `/account` to `service` and back. Without one there is nothing there. */
export const accountRoute = (service: AccountService | undefined): Hono => {
  const pass = async (context: Context): Promise<Response> => {
    const { method, path } = context.req;
    if (service === undefined) {
      const message = `there is nothing at ${path}: this stack runs without an account service`;
      return context.json({ error: 'NOT_FOUND', message }, 404);
    }
    const answer = await service({ method, path, headers: context.req.header(), body: await context.req.text() });
    return new Response(bodiless.has(answer.status) ? null : answer.body, {
      status: answer.status,
      headers: answer.headers,
    });
  };
  const limit = limitBody(MAX_BODY_BYTES, (context) =>
    context.json({ error: 'BODY_TOO_LARGE', message: `a body may have ${MAX_BODY_BYTES} bytes at most` }, 413),
  );
  return new Hono().use(limit).all('/', pass).all('/*', pass);
};
