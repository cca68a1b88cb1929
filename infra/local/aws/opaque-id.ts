import { randomBytes } from 'node:crypto';

/**
 * A random id of 32 letters, for messages and requests. Without digits, so that a search of logs and stores for issued
 * codes never finds one by chance in an id.
 */
export const opaqueId = (): string =>
  randomBytes(16)
    .toString('hex')
    .replace(/\d/g, (digit) => String.fromCharCode('g'.charCodeAt(0) + Number(digit)));
