import type { MiddlewareHandler } from 'hono';

const pagePolicy = (cognitoUrl: string, extra: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src 'self' ${cognitoUrl}`,
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    ...extra,
  ].join('; ');

/** The Content-Security-Policy of each kind of answer. */
export const contentPolicies = (cognitoUrl: string) => ({
  page: pagePolicy(cognitoUrl, []),
  /** Shows mail in a frame of this origin. */
  inbox: pagePolicy(cognitoUrl, ["frame-src 'self'"]),
  /** A mail is foreign text: it may use the inline styles that mail needs, and nothing else at all. */
  mail: "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox",
  /** Data and files, which are no documents. */
  data: "default-src 'none'; frame-ancestors 'none'",
});

/** Sets on every answer what a route has not set itself. */
export const securityHeaders = (fallbackPolicy: string): MiddlewareHandler => {
  return async (context, next) => {
    await next();
    const { headers } = context.res;
    const defaults = {
      'content-security-policy': fallbackPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    };
    for (const [name, value] of Object.entries(defaults)) if (!headers.has(name)) headers.set(name, value);
  };
};
