import { createSecretKey, hkdfSync } from 'node:crypto';
import type { HmacKey } from '../sign-in/hmac-key.ts';

/** What KMS is asked for, whichever HMAC_256 key it is asked of: one GenerateMac over a fixed label. */
export const keyMaterialRequest = {
  MacAlgorithm: 'HMAC_SHA_256',
  Message: Buffer.from('doorcode/derive/1'),
} as const;

/** The key that a MAC of KMS stands for: what it is for is said once more to HKDF-SHA256 (RFC 5869). */
export const keyFromMac = (mac: Uint8Array | undefined, use: 'code' | 'index'): HmacKey => {
  if (mac === undefined) throw new Error('KMS returned no MAC');
  return createSecretKey(new Uint8Array(hkdfSync('sha256', mac, new Uint8Array(), `doorcode/${use}`, 32)));
};
