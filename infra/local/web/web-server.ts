import { type Context, Hono } from 'hono';
import { buildPages, type Pages } from '../../build/web.ts';
import { dashboardRoute } from '../dashboard/dashboard-route.ts';
import { createMetricStore, type MetricStore } from '../dashboard/metric-store.ts';
import { type HttpServer, listen, loopbackOnly } from '../http.ts';
import type { Inbox } from '../inbox.ts';
import { type AccountService, accountRoute } from './account-route.ts';
import { createInboxEvents, type InboxEvents } from './inbox-events.ts';
import { contentPolicies, securityHeaders } from './security-headers.ts';
import { widgetRoute } from './widget-route.ts';

/** What the web server of the local stack serves. */
export type WebServerOptions = {
  /** 0 takes a free one. */
  readonly port: number;
  /** What `/config.json` answers, asked at each request: addresses are known only when all servers listen. */
  readonly config: () => object;
  /** What `/deployment.json` answers: the functions' configuration, for the operator's commands. @default 404 */
  readonly deployment?: () => object;
  readonly inbox: Inbox;
  /** What the dashboard draws. @default nothing yet */
  readonly metrics?: MetricStore;
  /** The user pool's URL, the one foreign address that the pages may call. */
  readonly cognitoUrl: string;
  /** Answers everything under `/account`. @default there is nothing: 404 */
  readonly account?: AccountService;
};

/**
 * Serves the sign-in page at `/`, the inbox at `/inbox`, the dashboard at `/dashboard`, the account service at `/account`, and what they need. The pages are bundled at each start.
 * @throws {PortError} when the port is taken
 */
export const startWebServer = async (options: WebServerOptions): Promise<HttpServer> => {
  const pages = await buildPages();
  const events = createInboxEvents(options.inbox);
  const app = webApp(options, pages, events);
  const server = await listen('web', app, options.port).catch((error: unknown) => {
    events.close();
    throw error;
  });
  return {
    url: server.url,
    close() {
      events.close();
      return server.close();
    },
  };
};

const webApp = (options: WebServerOptions, pages: Pages, events: InboxEvents): Hono => {
  const { config, deployment, inbox, cognitoUrl, account, metrics = createMetricStore() } = options;
  const policies = contentPolicies(cognitoUrl);
  const html = (context: Context, body: string, policy: string, status: 200 | 404 = 200) =>
    context.html(body, status, { 'content-security-policy': policy });
  const noMessage = (context: Context) =>
    context.json({ message: `the inbox has no message ${JSON.stringify(context.req.param('id'))}` }, 404);

  const app = new Hono();
  app.use(securityHeaders(policies.data));
  app.use(loopbackOnly);
  app.get('/', (context) => html(context, pages.html['sign-in'], policies.page));
  app.get('/inbox', (context) => html(context, pages.html.inbox, policies.inbox));
  app.get('/dashboard', (context) => html(context, pages.html.dashboard, policies.page));
  app.route('/dashboard', dashboardRoute({ metrics }));
  app.get('/config.json', (context) => context.json(config()));
  if (deployment !== undefined) app.get('/deployment.json', (context) => context.json(deployment()));
  app.get('/inbox/messages', (context) => context.json(inbox.list()));
  app.get('/inbox/messages/:id/body', (context) => {
    const message = inbox.find(context.req.param('id'));
    if (message === undefined) return noMessage(context);
    const headers = { 'content-security-policy': policies.mail };
    return message.html === null
      ? context.text(message.text ?? '', 200, headers)
      : context.html(message.html, 200, headers);
  });
  app.get('/inbox/events', (context) => context.body(events.open(), 200, { 'content-type': 'text/event-stream' }));
  app.route('/account', accountRoute(account));
  app.route('/', widgetRoute({ config, policy: policies.page }));
  app.get('/assets/:name', (context) => {
    const asset = pages.assets.get(context.req.path);
    if (asset === undefined) return html(context, pages.html['not-found'], policies.page, 404);
    const headers = { 'content-type': asset.contentType, 'cache-control': 'public, max-age=31536000, immutable' };
    return context.body(asset.body, 200, headers);
  });
  app.notFound((context) => {
    const { method, path } = context.req;
    if (method !== 'GET' && method !== 'HEAD') {
      return context.json({ message: `${method} ${path} is not served here: this server only reads` }, 405, {
        allow: 'GET, HEAD',
      });
    }
    if (/^\/inbox\/.|\.json$/.test(path)) return context.json({ message: `there is nothing at ${path}` }, 404);
    return html(context, pages.html['not-found'], policies.page, 404);
  });
  app.onError((error, context) => context.json({ message: `the web server failed: ${error.message}` }, 500));
  return app;
};
