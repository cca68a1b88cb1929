import { randomUUID } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { Attributes } from './attributes.ts';
import { notAuthorized } from './cognito-error.ts';
import type { Grant } from './grants.ts';
import type { ClientConfig } from './pool-config.ts';
import type { SigningKey, SigningKeys } from './signing-keys.ts';
import type { User } from './users.ts';

/** What a PreTokenGeneration (V1) trigger changes. */
export type ClaimsOverride = {
  readonly add: Readonly<Record<string, string>>;
  readonly suppress: readonly string[];
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  readonly preferredRole: string | null;
};

export const noOverride: ClaimsOverride = { add: {}, suppress: [], groups: [], roles: [], preferredRole: null };

export type AccessClaims = {
  readonly username: string;
  readonly originJti: string;
  readonly scopes: readonly string[];
};

export type TokenIssuer = {
  /** Signs a new id and access token; the wire's AuthenticationResult but for the refresh token. */
  issue(of: {
    readonly user: Pick<User, 'username' | 'attributes'>;
    readonly client: ClientConfig;
    readonly grant: Grant;
    readonly override: ClaimsOverride;
  }): Promise<{ AccessToken: string; IdToken: string; ExpiresIn: number; TokenType: 'Bearer' }>;
  /** @throws {CognitoError} NotAuthorizedException for a token that is foreign, forged, expired or no access token */
  verifyAccessToken(token: string): Promise<AccessClaims>;
};

const SCOPE = 'aws.cognito.signin.user.admin';

/** Claims that no trigger may change. */
const FIXED: ReadonlySet<string> = new Set(
  [
    'acr amr at_hash aud auth_time azp client_id cognito:username device_key event_id exp iat identities iss jti nbf',
    'nonce origin_jti sub token_use username version',
  ].flatMap((names) => names.split(' ')),
);

type Claims = Record<string, unknown>;

const attributeClaims = (attributes: Attributes, readable: readonly string[] | null): Claims => {
  const claims: Claims = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (readable !== null && !readable.includes(name)) continue;
    claims[name] = name.endsWith('_verified') ? value === 'true' : value;
  }
  return claims;
};

const overridden = (claims: Claims, override: ClaimsOverride): Claims => {
  const result = { ...claims };
  for (const [name, value] of Object.entries(override.add)) if (!FIXED.has(name)) result[name] = value;
  for (const name of override.suppress) if (!FIXED.has(name)) delete result[name];
  return result;
};

const groupClaims = ({ groups, roles, preferredRole }: ClaimsOverride): Claims => ({
  ...(groups.length > 0 && { 'cognito:groups': groups }),
  ...(roles.length > 0 && { 'cognito:roles': roles }),
  ...(preferredRole !== null && { 'cognito:preferred_role': preferredRole }),
});

const sign = (claims: Claims, key: SigningKey): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ kid: key.kid, alg: 'RS256' }).sign(key.privateKey);

const rejection = (error: unknown): Error => {
  if (error instanceof errors.JWTExpired) return notAuthorized('Access Token has expired');
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return notAuthorized('Could not verify signature for Access Token');
  }
  return notAuthorized('Invalid Access Token');
};

/** Signs and verifies the pool's tokens (RS256, WebCrypto: off the event loop). */
export const createTokenIssuer = (options: { issuer: string; keys: SigningKeys; clock: () => number }): TokenIssuer => {
  const { issuer, keys, clock } = options;
  return {
    issue: async ({ user, client, grant, override }) => {
      const iat = Math.floor(clock() / 1_000);
      const shared = { origin_jti: grant.originJti, event_id: grant.eventId };
      const times = { auth_time: grant.authTime, iat };
      const id = overridden(
        {
          sub: user.username,
          ...groupClaims(override),
          iss: issuer,
          'cognito:username': user.username,
          ...shared,
          aud: client.clientId,
          token_use: 'id',
          ...times,
          exp: iat + client.idTokenValiditySeconds,
          jti: randomUUID(),
          ...attributeClaims(user.attributes, client.readAttributes),
        },
        override,
      );
      const { 'cognito:groups': groups } = groupClaims(override);
      const access: Claims = {
        sub: user.username,
        ...(groups !== undefined && { 'cognito:groups': groups }),
        iss: issuer,
        client_id: client.clientId,
        ...shared,
        token_use: 'access',
        scope: SCOPE,
        ...times,
        exp: iat + client.accessTokenValiditySeconds,
        jti: randomUUID(),
        username: user.username,
      };
      const [AccessToken, IdToken] = await Promise.all([sign(access, keys.access), sign(id, keys.id)]);
      return { AccessToken, ExpiresIn: client.accessTokenValiditySeconds, IdToken, TokenType: 'Bearer' };
    },
    verifyAccessToken: async (token) => {
      const { payload } = await jwtVerify(token, keys.access.publicKey, {
        algorithms: ['RS256'],
        issuer,
        currentDate: new Date(clock()),
      }).catch((error: unknown) => {
        throw rejection(error);
      });
      const { username, origin_jti: originJti, scope, token_use: use } = payload;
      if (use !== 'access' || typeof username !== 'string' || typeof originJti !== 'string') {
        throw notAuthorized('Invalid Access Token');
      }
      return { username, originJti, scopes: String(scope).split(' ') };
    },
  };
};

/** The scope that the self-service operations ask for. */
export const SELF_SERVICE_SCOPE = SCOPE;
