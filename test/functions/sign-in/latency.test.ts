import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createLatencyMemory } from '../../../functions/sign-in/latency.ts';

describe('the latency memory', () => {
  test('waits a guess while nothing was sent', () => {
    expect(createLatencyMemory().decoyMs()).toBeGreaterThan(0);
  });

  test('waits about as long as the sends that were seen', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 80 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (latencies, random) => {
          const memory = createLatencyMemory(() => random);
          for (const ms of latencies) memory.note(ms);

          const lately = latencies.slice(-31);
          expect(memory.decoyMs()).toBeGreaterThanOrEqual(0);
          expect(memory.decoyMs()).toBeLessThanOrEqual(2 * Math.max(...lately));
        },
      ),
    );
  });

  test('is the median in the middle of its spread, and forgets old times', () => {
    const memory = createLatencyMemory(() => 0.5);
    for (let times = 0; times < 100; times += 1) memory.note(1_000);
    for (const ms of Array.from({ length: 31 }, (_, at) => 200 + at)) memory.note(ms);

    expect(memory.decoyMs()).toBe(215);
  });

  test('differs from time to time where sends do', () => {
    let draw = 0;
    const memory = createLatencyMemory(() => draw);
    for (const ms of [100, 200, 300, 400]) memory.note(ms);

    const waits = [0, 0.25, 0.5, 0.75].map((value) => {
      draw = value;
      return memory.decoyMs();
    });
    expect(new Set(waits).size).toBe(4);
  });
});
