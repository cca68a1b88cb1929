import { CognitoError } from '../cognito-error.ts';
import { rules } from '../input.ts';
import type { Operation } from '../pool-context.ts';
import { checkClientSecret } from './refresh.ts';

const unauthorized = (message: string): CognitoError => new CognitoError('UnauthorizedException', message);

/** A signed token has three parts, a refresh token five (RFC 7515 §3.1, RFC 7516 §3.1). */
const isSignedToken = (token: string): boolean => token.split('.').length === 3;

/** Ends one sign-in by its refresh token. A token that is not known is as good as revoked (RFC 7009 §2.2). */
export const revokeToken: Operation = (pool, input) => {
  const token = input.text('Token', rules.token);
  const clientId = input.text('ClientId', rules.clientId);
  const clientSecret = input.optionalText('ClientSecret', rules.secret);
  input.optionalText('RevokeAssociatedSessions', { oneOf: ['NONE', 'LINKED'] });
  input.done();
  const client = pool.clients.get(clientId);
  if (client === undefined) throw unauthorized(`User pool client ${clientId} does not exist.`);
  checkClientSecret(client, clientSecret, () => unauthorized(`Invalid client secret for client ${clientId}`));
  if (isSignedToken(token)) {
    throw new CognitoError('UnsupportedTokenTypeException', 'Only refresh tokens can be revoked');
  }
  const grant = pool.grants.findByRefreshToken(token);
  if (grant === undefined) return {};
  if (grant.clientId !== clientId) throw unauthorized(`The token was not issued to client ${clientId}`);
  pool.grants.revoke(grant);
  return {};
};
