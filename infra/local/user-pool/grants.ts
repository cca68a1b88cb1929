import { randomBytes, randomUUID } from 'node:crypto';
import { createExpiringMap } from './expiring-map.ts';

/** One completed sign-in: what a refresh token stands for. */
export type Grant = {
  readonly originJti: string;
  readonly refreshToken: string;
  readonly username: string;
  readonly clientId: string;
  readonly eventId: string;
  /** Epoch seconds of the sign-in; a refresh does not change it. */
  readonly authTime: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** Position in the order of sign-ins. */
  readonly order: number;
};

export type GrantStore = {
  open(grant: Pick<Grant, 'username' | 'clientId'> & { readonly validitySeconds: number }): Grant;
  findByRefreshToken(token: string): Grant | undefined;
  findByOriginJti(originJti: string): Grant | undefined;
  isRevoked(grant: Grant): boolean;
  /** Ends one sign-in: its refresh token and every access token that came of it. */
  revoke(grant: Grant): void;
  /** Ends every sign-in that the user has made so far. */
  revokeAll(username: string): void;
};

const HEADER = Buffer.from('{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}').toString('base64url');
/** Bytes of a compact JWE's parts (RFC 7516 §3.1): encrypted key, initialization vector, ciphertext, tag. */
const PART_BYTES = [256, 12, 700, 16] as const;

/** Opaque, with the look of the real one, which is an encrypted JWT that only Cognito reads. */
const newRefreshToken = (): string =>
  [HEADER, ...PART_BYTES.map((bytes) => randomBytes(bytes).toString('base64url'))].join('.');

/**
 * Keeps sign-ins in memory. Revocations go by the order of sign-ins, not by time: one that follows a sign-out in the
 * same millisecond is good.
 */
export const createGrantStore = (clock: () => number): GrantStore => {
  const byRefreshToken = createExpiringMap<Grant>(clock);
  const byOriginJti = createExpiringMap<Grant>(clock);
  const revoked = new WeakSet<Grant>();
  const revokedUpTo = new Map<string, number>();
  let lastOrder = 0;
  return {
    open: ({ username, clientId, validitySeconds }) => {
      lastOrder += 1;
      const now = clock();
      const grant: Grant = {
        originJti: randomUUID(),
        refreshToken: newRefreshToken(),
        username,
        clientId,
        eventId: randomUUID(),
        authTime: Math.floor(now / 1_000),
        expiresAt: now + validitySeconds * 1_000,
        order: lastOrder,
      };
      byRefreshToken.set(grant.refreshToken, grant);
      byOriginJti.set(grant.originJti, grant);
      return grant;
    },
    findByRefreshToken: (token) => byRefreshToken.get(token),
    findByOriginJti: (originJti) => byOriginJti.get(originJti),
    isRevoked: (grant) => revoked.has(grant) || grant.order <= (revokedUpTo.get(grant.username) ?? 0),
    revoke: (grant) => {
      revoked.add(grant);
    },
    revokeAll: (username) => {
      revokedUpTo.set(username, lastOrder);
    },
  };
};
