import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { browserStorage, memoryStorage, sturdyStorage } from '../../../web/client/storage.ts';
import { recordingStorage } from './fake-pool.ts';

/** A storage with room that a test takes away and gives back. */
const limited = () => {
  const storage = recordingStorage();
  const { setItem } = storage;
  const room = { isThere: true };
  storage.setItem = (key, value) => {
    if (!room.isThere) throw new DOMException('full', 'QuotaExceededError');
    setItem(key, value);
  };
  return { storage, room };
};

describe('a sturdy storage', () => {
  test('gives back what was written last, whether there was room or not', () => {
    const step = fc.record({
      key: fc.constantFrom('a', 'b'),
      value: fc.option(fc.string(), { nil: null }),
      isThere: fc.boolean(),
    });

    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const { storage, room } = limited();
        const sturdy = sturdyStorage(() => storage);
        const model = memoryStorage();

        for (const { key, value, isThere } of steps) {
          room.isThere = isThere;
          for (const one of [sturdy, model]) {
            if (value === null) one.removeItem(key);
            else one.setItem(key, value);
          }
          expect([sturdy.getItem('a'), sturdy.getItem('b')]).toEqual([model.getItem('a'), model.getItem('b')]);
        }
      }),
    );
  });

  test('heeds what others write or remove after it has found no room', () => {
    const { storage, room } = limited();
    const sturdy = sturdyStorage(() => storage);
    sturdy.setItem('token', 'first');
    room.isThere = false;
    sturdy.setItem('token', 'second');
    expect(sturdy.getItem('token')).toBe('second');

    storage.items.set('token', 'another tab');
    expect(sturdy.getItem('token')).toBe('another tab');

    storage.items.delete('token');
    expect(sturdy.getItem('token')).toBeNull();
  });

  test('is memory where there is none, and where to name it throws', () => {
    const blocked = sturdyStorage(() => {
      throw new DOMException('denied', 'SecurityError');
    });

    for (const storage of [blocked, sturdyStorage(() => undefined), browserStorage('local')]) {
      storage.setItem('key', 'value');
      expect(storage.getItem('key')).toBe('value');
      storage.removeItem('key');
      expect(storage.getItem('key')).toBeNull();
    }
  });
});
