import { createHmac, timingSafeEqual } from 'node:crypto';
import { notAuthorized } from './cognito-error.ts';
import type { ClientConfig } from './pool-config.ts';

/** Compares texts in a time that tells nothing of where they differ. */
export const sameText = (left: string, right: string): boolean => {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** `base64(HMAC-SHA256(client secret, user name + client id))`, as clients with a secret must send it. */
export const secretHash = (username: string, clientId: string, clientSecret: string): string =>
  createHmac('sha256', clientSecret)
    .update(username + clientId)
    .digest('base64');

/** @throws {CognitoError} NotAuthorizedException when the hash is missing, wrong, or sent to a client without secret */
export const checkSecretHash = (client: ClientConfig, username: string, received: string | undefined): void => {
  const { clientId, clientSecret } = client;
  if (clientSecret === null) {
    if (received === undefined) return;
    throw notAuthorized(`Unable to verify secret hash for client ${clientId}`);
  }
  if (received === undefined) {
    throw notAuthorized(`Client ${clientId} is configured with secret but SECRET_HASH was not received`);
  }
  if (!sameText(received, secretHash(username, clientId, clientSecret))) {
    throw notAuthorized(`SecretHash does not match for the client: ${clientId}`);
  }
};
