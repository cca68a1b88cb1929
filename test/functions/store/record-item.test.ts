import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { emptyRecord } from '../../../functions/sign-in/record.ts';
import { fromItem, type Item, itemBytes, toItem } from '../../../functions/store/record-item.ts';
import { arbitraryRecord } from './arbitrary-record.ts';

const NOW = 1_800_000_000_000;

describe('the stored form of a record', () => {
  test('comes back as the record', () => {
    fc.assert(
      fc.property(arbitraryRecord, fc.nat(1_000_000), (record, version) => {
        const item = { ...toItem('user#1', { record }, NOW), v: { N: String(version) } };

        expect(fromItem(item)).toEqual({ record, version });
      }),
    );
  });

  test('may go a day and an hour after it was written, when no window remembers it', () => {
    const item = toItem('user#1', { record: emptyRecord }, NOW);

    expect(item.ttl).toEqual({ N: String(NOW / 1_000 + 25 * 3_600) });
  });

  test('fails closed on every item that lost one of its fields', () => {
    const item: Item = { ...toItem('user#1', { record: emptyRecord }, NOW), v: { N: '1' } };
    expect(fromItem(item)).toEqual({ record: emptyRecord, version: 1 });

    for (const field of ['s', 'v', 'sends', 'failures', 'streak', 'challenges']) {
      const { [field]: _lost, ...rest } = item;
      expect(() => fromItem(rest)).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
    }
  });

  test('never becomes a record of fewer failures or sends by what is put in its place', () => {
    const failures = [NOW - 1, NOW];
    const item: Item = { ...toItem('user#1', { record: { ...emptyRecord, failures } }, NOW), v: { N: '1' } };
    expect(fromItem(item).record.failures).toEqual(failures);
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (text) => {
        try {
          const { record } = fromItem({ ...item, failures: { S: text } });
          expect(record.failures).toHaveLength(text === '' ? 0 : text.split(',').length);
        } catch (error) {
          expect(error).toMatchObject({ code: 'INTERNAL' });
        }
      }),
    );
  });

  test('is measured as DynamoDB measures it: names and values in bytes', () => {
    expect(itemBytes({ pk: { S: 'abc' }, ä: { S: 'é' }, n: { N: '12345' } })).toBe(2 + 3 + (2 + 2) + (1 + 4));
  });
});
