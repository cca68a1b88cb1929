import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { smsSize } from '../../../channels/messages/sms-size.ts';

const GSM = '@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&()*+,-./0123456789:;<=>?¡ABCÄÖÑÜ§¿abcäöñüà';
const unit = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...GSM) },
  { weight: 2, arbitrary: fc.constantFrom(...'^{}\\[~]|€\f') },
  { weight: 1, arbitrary: fc.constantFrom('ç', '—', 'ã', 'ر', '😀', '`', '\u00a0', '\u0301') },
);

describe('the size of a text message', () => {
  test.each([
    ['', 'GSM-7', 0],
    ['a'.repeat(160), 'GSM-7', 160],
    ['€', 'GSM-7', 2],
    ['één', 'GSM-7', 3],
    ['ç', 'UCS-2', 1],
    ['😀', 'UCS-2', 2],
    ['رمز', 'UCS-2', 3],
  ])('of %j is in %s: %d', (text, encoding, units) => {
    expect(smsSize(text)).toEqual({ encoding, units, limit: encoding === 'GSM-7' ? 160 : 70 });
  });

  test('is what the reference calculator says, near the limits above all', () => {
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 200, size: 'max' }), (text) => {
        const reference = new SegmentedMessage(text);
        const { encoding, units, limit } = smsSize(text);

        expect(encoding).toBe(reference.encodingName);
        expect(units <= limit).toBe(reference.segmentsCount <= 1);
        if (reference.segmentsCount === 1) {
          expect(units * (encoding === 'GSM-7' ? 7 : 16)).toBe(reference.messageSize);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
