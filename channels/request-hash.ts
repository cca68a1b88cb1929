import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';

type Source = string | ArrayBuffer | ArrayBufferView;

/**
 * SHA-256, or HMAC-SHA-256 where it is made with a secret, as the AWS SDK asks for it in `sha256`: four times for each
 * request that it signs. The SDK's own sets up a hash object each time and prepares each secret anew; here a digest
 * is one call, and the two secrets of a request, of which the second changes once a day, are prepared once. That makes
 * a signature cost a quarter. A class, because the SDK calls `new`.
 * Source: FIPS 180-4; RFC 2104
 */
export class RequestHash {
  readonly #key: KeyObject | undefined;
  #data: Uint8Array = new Uint8Array();

  constructor(secret?: Source) {
    this.#key = secret === undefined ? undefined : preparedKey(secret);
  }

  update(data: Uint8Array): void {
    this.#data = this.#data.length === 0 ? data : Buffer.concat([this.#data, data]);
  }

  async digest(): Promise<Uint8Array> {
    if (this.#key === undefined) return hash('sha256', this.#data, 'buffer');
    return createHmac('sha256', this.#key).update(this.#data).digest();
  }

  reset(): void {
    this.#data = new Uint8Array();
  }
}

/** The SDK hands in the same bytes as long as a signing key is good: whatever replaces them is another object. */
const keysByBytes = new WeakMap<object, KeyObject>();
/** The one secret that comes as text is that of the credentials; a container has one at a time. */
let lastText: { readonly text: string; readonly key: KeyObject } | undefined;

const preparedKey = (secret: Source): KeyObject => {
  if (typeof secret === 'string') {
    if (lastText?.text !== secret) lastText = { text: secret, key: createSecretKey(secret, 'utf8') };
    return lastText.key;
  }
  const known = keysByBytes.get(secret);
  if (known !== undefined) return known;
  const bytes = ArrayBuffer.isView(secret) ? secret : new Uint8Array(secret);
  const key = createSecretKey(bytes as NodeJS.ArrayBufferView);
  keysByBytes.set(secret, key);
  return key;
};
