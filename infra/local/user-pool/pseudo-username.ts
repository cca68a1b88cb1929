import { createHmac, randomBytes } from 'node:crypto';

const VERSION_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * Gives unknown users a user name that looks like any other's: a version 4 UUID (RFC 9562 §5.4), the same for the
 * same name in any case. A name of that shape is its own, as it would be for a user.
 */
export const createPseudoUsernames = (secret: Uint8Array = randomBytes(32)): ((name: string) => string) => {
  return (name) => {
    const canonical = name.toLowerCase();
    if (VERSION_4.test(canonical)) return canonical;
    const bytes = createHmac('sha256', secret).update(canonical).digest();
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    const hex = bytes.toString('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
  };
};
