import { type Context, Hono } from 'hono';
import { buildExamples, type ExampleName, exampleNames } from '../../build/web-examples.ts';
import { buildWidget, integrityOf } from '../../build/web-widget.ts';

/** What the examples have to know of the stack. */
export type WidgetRouteOptions = {
  /** The stack's configuration, asked at each request. */
  readonly config: () => object;
  /** The policy that the example pages are served under. */
  readonly policy: string;
};

const contentTypes: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
};
const typeOf = (name: string): string => contentTypes[name.split('.').pop() ?? ''] ?? 'application/octet-stream';

/** Markup in a value stays text. */
const escapeHtml = (value: unknown): string =>
  String(value ?? '').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Runs `task` when it is first wanted, and keeps what it came to; a failure is tried again. */
const lazily = <T>(task: () => Promise<T>): (() => Promise<T>) => {
  let kept: Promise<T> | undefined;
  return () => {
    kept ??= task().catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    return kept;
  };
};

/**
 * Serves the widget's files at `/widget`, to any origin as a CDN would, and the example pages at `/examples`. They are built when they are first asked
 * for: a start of the stack does not wait for them.
 */
export const widgetRoute = ({ config, policy }: WidgetRouteOptions): Hono => {
  const widget = lazily(buildWidget);
  const examples = lazily(buildExamples);

  const page = async (context: Context, name: ExampleName) => {
    const [{ html }, files] = await Promise.all([examples(), widget()]);
    const { cognito: endpoint, clientId, userPoolId } = config() as Readonly<Record<string, unknown>>;
    const integrity = integrityOf(files.get('doorcode.js') ?? new Uint8Array());
    const values: Readonly<Record<string, unknown>> = { endpoint, clientId, userPoolId, integrity };
    const body = html[name].replace(/\{\{(\w+)\}\}/g, (_, key: string) => escapeHtml(values[key]));
    return context.html(body, 200, { 'content-security-policy': policy });
  };

  const app = new Hono();
  app.get('/widget/*', async (context, next) => {
    const name = context.req.path.replace('/widget/', '');
    const body = (await widget()).get(name);
    if (body === undefined) return next();
    return context.body(body, 200, {
      'content-type': typeOf(name),
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    });
  });
  for (const name of exampleNames) {
    const path = name === 'index' ? '/examples' : `/examples/${name}`;
    app.get(path, (context) => page(context, name));
    app.get(`${path}/`, (context) => page(context, name));
  }
  app.get('/examples/*', async (context, next) => {
    const name = context.req.path.replace('/examples/', '');
    const body = (await examples()).assets.get(name);
    return body === undefined ? next() : context.body(body, 200, { 'content-type': typeOf(name) });
  });
  return app;
};
