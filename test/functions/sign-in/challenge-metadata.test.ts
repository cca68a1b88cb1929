import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeMetadata, encodeMetadata } from '../../../functions/sign-in/challenge-metadata.ts';

const id = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('base64url'));
const metadata = fc.record({
  challengeId: fc.option(id),
  asked: fc.constantFrom('auto', 'email', 'sms', 'push' as const),
  generation: fc.nat(999_999),
  wrong: fc.nat(99),
  attempts: fc.nat(999),
});

describe('challenge metadata', () => {
  test('comes back as it was written', () => {
    fc.assert(fc.property(metadata, (given) => expect(decodeMetadata(encodeMetadata(given))).toEqual(given)));
  });

  test('is one short opaque word', () => {
    fc.assert(fc.property(metadata, (given) => expect(encodeMetadata(given)).toMatch(/^[\w.-]{1,53}$/)));
  });

  test('is not made out of anything else', () => {
    const own = encodeMetadata({ challengeId: null, asked: 'auto', generation: 1, wrong: 0, attempts: 0 });

    fc.assert(fc.property(fc.anything(), (garbage) => expect(decodeMetadata(garbage)).toBeUndefined()));
    fc.assert(
      fc.property(fc.string(), (garbage) => {
        if (garbage !== '') expect(decodeMetadata(`${own}${garbage}`) ?? null).toEqual(numberOf(own, garbage));
      }),
    );
    const none = ['', 'v1', 'v2.-.auto.1.0.0', 'v1.-.auto.1.0', 'v1.-.auto.-1.0.0', 'v1.abc.auto.1.0.0'];
    for (const text of [...none, 'v1.-.fax.1.0.0', 'v1.-.1.0.0', `${own}\n`, ` ${own}`]) {
      expect(decodeMetadata(text)).toBeUndefined();
    }
  });
});

/** Digits appended to the last number make another number; all else makes nothing. */
const numberOf = (own: string, tail: string) =>
  /^\d{1,2}$/.test(tail)
    ? { challengeId: null, asked: 'auto', generation: 1, wrong: 0, attempts: Number(`${own.at(-1)}${tail}`) }
    : null;
