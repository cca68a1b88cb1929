import { type AwsServer, startAwsServer } from '../../../../infra/local/aws/server.ts';
import { createInbox, type Inbox } from '../../../../infra/local/inbox.ts';
import { localClient } from '../../../helpers/local-client.ts';

export const KEY_ARN = 'arn:aws:kms:us-east-1:000000000000:key/code';
export const ALIAS = 'alias/index';

/** What every SDK client of these tests is built with: one try, so that a fault is seen as it is. */
export const oneTryAt = (endpoint: string) => ({ ...localClient(endpoint), maxAttempts: 1 });

/** The capture server with a fixed clock, an empty inbox and two keys. */
export const startServer = async (): Promise<{ readonly server: AwsServer; readonly inbox: Inbox }> => {
  const inbox = createInbox();
  const clock = () => Date.UTC(2026, 10, 22);
  return { inbox, server: await startAwsServer({ port: 0, inbox, clock, kmsKeys: [KEY_ARN, ALIAS] }) };
};

/** A request as an SDK signs it, for what no SDK would send. */
export const signedPost = (url: string, service: string, body: string, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    body,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=local/20261122/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      'x-amz-date': '20261122T000000Z',
      ...headers,
    },
  });

/** Sets a fault over the wire and gives the answer. */
export const postFault = (url: string, fault: unknown, contentType = 'application/json') =>
  fetch(`${url}/faults`, { method: 'POST', headers: { 'content-type': contentType }, body: JSON.stringify(fault) });

/** What a rejected call rejected with. */
export const rejection = (call: Promise<unknown>): Promise<Error & { $metadata?: { httpStatusCode?: number } }> =>
  call.then(
    () => Promise.reject(new Error('the call succeeded')),
    (error) => error,
  );
