import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Window } from '../../../functions/sign-in/policy.ts';
import { allowedAt, remaining, withinMemory } from '../../../functions/sign-in/windows.ts';

const SECOND = 1_000;
const times = fc.array(fc.integer({ min: 0, max: 400_000 }), { maxLength: 12 });
const windows = fc.array(
  fc.record({ limit: fc.integer({ min: 1, max: 5 }), seconds: fc.integer({ min: 1, max: 100 }) }),
  { minLength: 1, maxLength: 3 },
);
const now = fc.integer({ min: 0, max: 400_000 });

/** What the limits mean, said as plainly as can be: a moment is free when no window that ends there is full. */
const isFree = (events: readonly number[], limits: readonly Window[], at: number): boolean =>
  limits.every(({ limit, seconds }) => events.filter((time) => time > at - seconds * SECOND).length < limit);

describe('sliding windows', () => {
  test('say at once exactly when the plain model does', () => {
    fc.assert(
      fc.property(times, windows, now, (events, limits, at) => {
        expect(allowedAt(events, limits, at) <= at).toBe(isFree(events, limits, at));
      }),
    );
  });

  test('name the very first moment that is free again', () => {
    fc.assert(
      fc.property(times, windows, now, (events, limits, at) => {
        const allowed = allowedAt(events, limits, at);

        expect(isFree(events, limits, allowed)).toBe(true);
        if (allowed > at) expect(isFree(events, limits, allowed - 1)).toBe(false);
      }),
    );
  });

  test('count down what remains to the moment when nothing does', () => {
    fc.assert(
      fc.property(times, windows, now, (events, limits, at) => {
        const left = remaining(events, limits, at);

        expect(left).toBeGreaterThanOrEqual(0);
        expect(left === 0).toBe(!isFree(events, limits, at));
        if (left > 0) {
          expect(isFree([...events, ...Array(left - 1).fill(at)], limits, at)).toBe(true);
          expect(isFree([...events, ...Array(left).fill(at)], limits, at)).toBe(false);
        }
      }),
    );
  });

  test('never let a clock that jumps backwards reset a limit', () => {
    fc.assert(
      fc.property(times, windows, now, fc.nat(400_000), (events, limits, at, back) => {
        if (!isFree(events, limits, at)) expect(isFree(events, limits, at - back)).toBe(false);
        expect(remaining(events, limits, at - back)).toBeLessThanOrEqual(remaining(events, limits, at));
      }),
    );
  });

  test('never forget what a window of a day still counts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 300_000_000 })),
        fc.integer({ min: 0, max: 300_000_000 }),
        (events, at) => {
          const day = [{ limit: 3, seconds: 86_400 }];
          const kept = withinMemory(events, (time) => time, at);

          expect(allowedAt(kept, day, at)).toBe(allowedAt(events, day, at));
          expect(remaining(kept, day, at)).toBe(remaining(events, day, at));
        },
      ),
    );
  });
});
