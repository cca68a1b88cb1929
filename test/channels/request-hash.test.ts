import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RequestHash } from '../../channels/request-hash.ts';

const chunks = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 4 });
const fed = (hash: RequestHash, parts: readonly Uint8Array[]): RequestHash => {
  for (const part of parts) hash.update(part);
  return hash;
};

describe('RequestHash', () => {
  test('is SHA-256 without a secret, in however many pieces the data comes', async () => {
    await fc.assert(
      fc.asyncProperty(chunks, async (parts) => {
        const digest = await fed(new RequestHash(), parts).digest();

        expect(Buffer.from(digest)).toEqual(createHash('sha256').update(Buffer.concat(parts)).digest());
      }),
    );
  });

  test('is HMAC-SHA256 with a secret, as text or as bytes, whatever secret was in use before', async () => {
    const secrets = fc.oneof(fc.string({ minLength: 1 }), fc.uint8Array({ minLength: 1, maxLength: 100 }));

    await fc.assert(
      fc.asyncProperty(fc.array(secrets, { minLength: 1, maxLength: 3 }), chunks, async (inTurn, parts) => {
        for (const secret of [...inTurn, ...inTurn]) {
          const digest = await fed(new RequestHash(secret), parts).digest();

          const expected = createHmac('sha256', secret).update(Buffer.concat(parts)).digest();
          expect(Buffer.from(digest)).toEqual(expected);
        }
      }),
    );
  });

  test('takes a secret as a part of a buffer, and as a buffer itself', async () => {
    const whole = Uint8Array.from({ length: 64 }, (_, at) => at);
    const part = whole.subarray(16, 48);
    const data = Buffer.from('data');

    const digests = await Promise.all(
      [part, part.slice().buffer].map((secret) => fed(new RequestHash(secret), [data]).digest()),
    );

    const expected = createHmac('sha256', part).update(data).digest();
    expect(digests.map((digest) => Buffer.from(digest))).toEqual([expected, expected]);
  });

  test('gives its digest twice, and begins anew after a reset', async () => {
    const hash = fed(new RequestHash('secret'), [Buffer.from('first')]);
    const first = await hash.digest();

    expect(await hash.digest()).toEqual(first);
    hash.reset();
    expect(await hash.digest()).toEqual(createHmac('sha256', 'secret').digest());
  });
});
