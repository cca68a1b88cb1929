import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { TokenClaims } from '../account/routes.ts';

/** Key sets are small and few; one that does not come must not hold a request. */
const FETCH_MS = 1_500;

/**
 * Checks access tokens of one user pool: signature, issuer, use, client, expiry (RFC 7519; Cognito's token rules).
 * @param jwksUri where the pool's keys are, for an AWS-compatible endpoint. @default Cognito's own address
 */
export const accessTokenVerifier = (options: {
  readonly userPoolId: string;
  readonly clientIds: readonly string[] | null;
  readonly jwksUri?: string;
}): ((token: string) => Promise<TokenClaims>) => {
  const { userPoolId, clientIds, jwksUri } = options;
  const fetcher = {
    fetch: async (uri: string): Promise<ArrayBuffer> => {
      const answer = await fetch(jwksUri ?? uri, { signal: AbortSignal.timeout(FETCH_MS) });
      if (!answer.ok) throw new Error(`the key set answered ${answer.status}`);
      return answer.arrayBuffer();
    },
  };
  const verifier = CognitoJwtVerifier.create(
    { userPoolId, tokenUse: 'access', clientId: clientIds === null ? null : [...clientIds] },
    { jwksCache: new SimpleJwksCache({ fetcher }) },
  );
  return async (token) => {
    const claims = await verifier.verify(token);
    return { sub: claims.sub, clientId: claims.client_id, signedInAt: claims.auth_time * 1_000 };
  };
};
