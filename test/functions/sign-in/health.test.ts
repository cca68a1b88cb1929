import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createHealthMemory, formatHealth, type HealthMemory } from '../../../functions/sign-in/health.ts';

const START = 1_800_000_000_000;
const rig = () => {
  let now = START;
  const health = createHealthMemory(() => now);
  return {
    health,
    advance: (ms: number) => {
      now += ms;
    },
  };
};
const fail = (health: HealthMemory, times: number, provider = 'ses') =>
  Array.from({ length: times }, () => health.note(provider, true)).at(-1);

describe('the health of providers', () => {
  test('is good until five failures in thirty seconds', () => {
    const { health, advance } = rig();

    expect(fail(health, 4)).toBeNull();
    expect(health.verdict('ses')).toBe('use');
    advance(29_999);
    expect(fail(health, 1)).toEqual({ ses: START + 29_999 + 10_000 });
    expect(health.verdict('ses')).toBe('skip');
    expect(health.verdict('sns')).toBe('use');
  });

  test('forgives what is older than thirty seconds, and whatever came before a success', () => {
    const { health, advance } = rig();
    fail(health, 4);
    advance(30_000);
    expect(fail(health, 4)).toBeNull();
    expect(health.note('ses', false)).toBeNull();

    expect(fail(health, 4)).toBeNull();
    expect(health.verdict('ses')).toBe('use');
  });

  test('is told once, not with every further failure', () => {
    const { health } = rig();

    expect(fail(health, 5)).not.toBeNull();
    expect(fail(health, 20)).toBeNull();
  });

  test('asks for a probe after ten seconds, and for the next one ten seconds later', () => {
    const { health, advance } = rig();
    fail(health, 5);
    advance(9_999);
    expect(health.verdict('ses')).toBe('skip');
    advance(1);
    expect(health.verdict('ses')).toBe('probe');

    expect(health.probing('ses')).toEqual({ ses: START + 20_000 });
    expect(health.verdict('ses')).toBe('skip');
    expect(fail(health, 1)).toBeNull();
    advance(10_000);
    expect(health.verdict('ses')).toBe('probe');
  });

  test('recovers with the first success', () => {
    const { health } = rig();
    fail(health, 5, 'sns');
    fail(health, 5);

    expect(health.note('ses', false)).toEqual({ sns: START + 10_000 });
    expect(health.verdict('ses')).toBe('use');
    expect(health.verdict('sns')).toBe('skip');
    expect(fail(health, 4)).toBeNull();
  });

  test('is learnt from the others, and read again after two seconds', () => {
    const [mine, theirs] = [rig(), rig()];
    expect(mine.health.isStale()).toBe(true);
    fail(theirs.health, 5);
    mine.health.learn(formatHealth({ ses: START + 10_000 }), 7);

    expect(mine.health.verdict('ses')).toBe('skip');
    expect(mine.health.version()).toBe(7);
    mine.advance(1_999);
    expect(mine.health.isStale()).toBe(false);
    mine.advance(1);
    expect(mine.health.isStale()).toBe(true);
    mine.health.learn(null, 8);
    expect(mine.health.verdict('ses')).toBe('use');
  });

  test('is told again where the telling was lost and the failures go on', () => {
    const { health } = rig();
    fail(health, 5);
    health.learn(null, 3);

    expect(health.note('ses', true)).toEqual({ ses: START + 10_000 });
  });

  test('survives a note that nobody can read', () => {
    const { health } = rig();
    for (const text of ['', '{', 'null', '[]', '1', '{"ses":"x"}', '{"ses":1.5}', '{"ses":null}']) {
      health.learn(text, 1);
      expect(health.verdict('ses')).toBe('use');
    }
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        health.learn(text, 1);
        expect(health.verdict('toString')).toBe('use');
      }),
    );
  });
});
