import type { FaultService } from './faults.ts';
import { sesReading } from './ses-account.ts';

/** Which call of which service a request is; null where it cannot be told. */
export type AwsCall = {
  readonly service: FaultService | null;
  readonly operation: string | null;
};

/** What a request says about itself. */
export type CallSigns = {
  readonly method: string;
  readonly path: string;
  readonly target: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
};

const SERVICES: Readonly<Record<string, FaultService>> = {
  ses: 'ses',
  sns: 'sns',
  mobiletargeting: 'pinpoint',
  kms: 'kms',
  dynamodb: 'dynamodb',
};

/** The header that every AWS SDK signs its requests with; no browser can send it across origins unasked. */
export const isSigned = (authorization: string | undefined): boolean =>
  authorization?.startsWith('AWS4-HMAC-SHA256 ') ?? false;

/**
 * Tells the calls of all services apart on one port: by path, by target, by the service in the signature's scope.
 * Source: Signature Version 4, "credential scope".
 */
export const identifyCall = ({ method, path, target, authorization, body }: CallSigns): AwsCall => {
  if (path.startsWith('/v2/email/')) {
    const isSend = method === 'POST' && path === '/v2/email/outbound-emails';
    if (method === 'GET') return { service: 'ses', operation: sesReading(path) };
    return { service: 'ses', operation: isSend ? 'SendEmail' : null };
  }
  if (method === 'GET' && /^\/v1\/apps\/[^/]+$/.test(path)) return { service: 'pinpoint', operation: 'GetApp' };
  if (/^\/v1\/apps\/[^/]+\//.test(path)) {
    return { service: 'pinpoint', operation: method === 'POST' && path.endsWith('/messages') ? 'SendMessages' : null };
  }
  if (target !== undefined) {
    const [family, operation = null] = target.split('.');
    if (family === 'TrentService') return { service: 'kms', operation };
    if (family?.startsWith('DynamoDB_')) return { service: 'dynamodb', operation };
    return { service: null, operation };
  }
  const scope = /Credential=[^/,\s]+\/\d{8}\/[a-z0-9-]+\/([a-z0-9-]+)\/aws4_request/.exec(authorization ?? '')?.[1];
  const service = SERVICES[scope ?? ''] ?? null;
  return { service, operation: service === 'sns' ? new URLSearchParams(body).get('Action') : null };
};
