import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

/** One RSA key of the pool. */
export type SigningKey = {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
};

/** Cognito signs id and access tokens with different keys. */
export type SigningKeys = { readonly id: SigningKey; readonly access: SigningKey };

const createKey = async (): Promise<SigningKey> => {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength: 2_048 });
  const { n, e } = await exportJWK(publicKey);
  const thumbprint = await calculateJwkThumbprint({ kty: 'RSA', n, e } as JWK);
  const kid = createHash('sha256').update(thumbprint).digest('base64');
  return { kid, privateKey, publicKey, jwk: { alg: 'RS256', e, kid, kty: 'RSA', n, use: 'sig' } as JWK };
};

/** Makes both keys, at the same time and off the event loop. */
export const createSigningKeys = async (): Promise<SigningKeys> => {
  const [id, access] = await Promise.all([createKey(), createKey()]);
  return { id, access };
};
