import { describe, expect, test } from '@jest/globals';
import {
  clientTag,
  codeKeyTag,
  decoyDestinationRecordKey,
  destinationKey,
  destinationRecordKey,
  unknownRecordKey,
  userRecordKey,
} from '../../../functions/sign-in/keys.ts';

const INDEX = Buffer.alloc(32, 1);
const OTHER = Buffer.alloc(32, 2);

describe('the keys of records', () => {
  test('say nothing of the address without the index key', () => {
    for (const key of [
      destinationKey(INDEX, 'email', 'ann@example.com'),
      destinationRecordKey(INDEX, 'email', 'ann@example.com'),
      unknownRecordKey(INDEX, 'ann@example.com'),
    ]) {
      expect(key).not.toContain('ann');
      expect(key).toMatch(/^(?:[\w-]{12}|[a-z]+#[\w-]{16})$/);
    }
    expect(destinationKey(OTHER, 'email', 'ann@example.com')).not.toBe(
      destinationKey(INDEX, 'email', 'ann@example.com'),
    );
  });

  test('never meet each other, whatever they name', () => {
    const name = 'ann@example.com';
    const keys = [
      destinationKey(INDEX, 'email', name),
      destinationKey(INDEX, 'sms', name),
      destinationRecordKey(INDEX, 'email', name),
      destinationRecordKey(INDEX, 'sms', name),
      unknownRecordKey(INDEX, name),
      decoyDestinationRecordKey(INDEX, name),
      decoyDestinationRecordKey(INDEX, unknownRecordKey(INDEX, name)),
      userRecordKey(name),
    ];

    expect(new Set(keys.map((key) => key.replace(/^[a-z]+#/, ''))).size).toBe(keys.length);
  });

  test('fold a +tag for budgets alone', () => {
    const [plain, tagged] = ['ann@example.com', 'ann+shop@example.com'];

    expect(destinationRecordKey(INDEX, 'email', tagged)).toBe(destinationRecordKey(INDEX, 'email', plain));
    expect(destinationKey(INDEX, 'email', tagged)).not.toBe(destinationKey(INDEX, 'email', plain));
  });

  test('are one for every spelling of a name that nobody has', () => {
    for (const typed of ['ANN@example.com', ' ann@EXAMPLE.com ', 'ａｎｎ@example.com']) {
      expect(unknownRecordKey(INDEX, typed)).toBe(unknownRecordKey(INDEX, 'ann@example.com'));
    }
    expect(unknownRecordKey(INDEX, ' Nobody ')).toBe(unknownRecordKey(INDEX, 'nobody'));
    expect(unknownRecordKey(INDEX, 'x'.repeat(100_000))).toMatch(/^unknown#[\w-]{16}$/);
  });

  test('are short inside a record, and different for different things', () => {
    expect(clientTag('client')).toMatch(/^[\w-]{8}$/);
    expect(clientTag('client')).not.toBe(clientTag('other'));
    expect(codeKeyTag('arn:one')).toMatch(/^[\w-]{6}$/);
    expect(codeKeyTag('arn:one')).not.toBe(codeKeyTag('arn:two'));
  });
});
