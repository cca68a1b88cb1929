import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Counters, Deadline } from '../../../functions/sign-in/ports.ts';
import type { BudgetDraw } from '../../../functions/sign-in/sms-budget.ts';
import { openDeadline } from './record-store.contract.ts';

export type CountersCase = { readonly counters: Counters; close(): Promise<void> };

/** The contract of `Counters` as tests: every implementation passes it. */
export const describeCounters = (name: string, open: () => Promise<CountersCase>): void => {
  describe(`${name}, by the counters' contract`, () => {
    let subject: CountersCase;
    let keys = 0;
    const freshDraw = (change: Partial<BudgetDraw> = {}): BudgetDraw => ({
      key: `sms#new#${name}-${++keys}#2026-11-22`,
      day: '2026-11-22',
      hour: 13,
      perHour: 3,
      perDay: 5,
      ...change,
    });
    const take = (draw: BudgetDraw) => subject.counters.take(draw, openDeadline);
    const giveBack = (draw: BudgetDraw) => subject.counters.giveBack(draw, openDeadline);
    const takeAll = async (draw: BudgetDraw, times: number) => {
      const verdicts: boolean[] = [];
      for (let at = 0; at < times; at += 1) verdicts.push(await take(draw));
      return verdicts.filter(Boolean).length;
    };

    beforeAll(async () => {
      subject = await open();
    });
    afterAll(() => subject.close());

    test('gives as many as the hour allows', async () => {
      expect(await takeAll(freshDraw(), 5)).toBe(3);
    });

    test('gives again in the next hour, until the day is spent', async () => {
      const draw = freshDraw();

      expect(await takeAll(draw, 4)).toBe(3);
      expect(await takeAll({ ...draw, hour: 14 }, 4)).toBe(2);
      expect(await takeAll({ ...draw, hour: 15 }, 4)).toBe(0);
    });

    test('keeps budgets apart', async () => {
      const [one, other] = [freshDraw(), freshDraw()];
      await takeAll(one, 5);

      expect(await takeAll(other, 5)).toBe(3);
    });

    test('takes back what was taken for nothing, in its hour and its day', async () => {
      const draw = freshDraw({ perDay: 3 });
      await takeAll(draw, 3);
      expect(await take(draw)).toBe(false);
      await giveBack(draw);

      expect(await takeAll(draw, 3)).toBe(1);
      await giveBack(draw);
      expect(await takeAll({ ...draw, hour: 14 }, 3)).toBe(1);
    });

    test.each([
      [50, 1],
      [50, 7],
      [50, 49],
      [50, 50],
    ])('gives to %i at once exactly the %i that there are', async (takers, perHour) => {
      const draw = freshDraw({ perHour, perDay: 100 });

      const verdicts = await Promise.all(Array.from({ length: takers }, () => take(draw)));
      expect(verdicts.filter(Boolean)).toHaveLength(perHour);
      expect(await take(draw)).toBe(false);
    });

    test('never gives more than the day has, though the hours race', async () => {
      const draw = freshDraw({ perHour: 10, perDay: 17 });

      const verdicts = await Promise.all(Array.from({ length: 50 }, (_, at) => take({ ...draw, hour: at % 5 })));
      expect(verdicts.filter(Boolean)).toHaveLength(17);
    });

    test('counts what is given back while others take', async () => {
      const draw = freshDraw({ perHour: 20, perDay: 20 });
      await takeAll(draw, 20);

      const [, ...verdicts] = await Promise.all([
        Promise.all(Array.from({ length: 5 }, () => giveBack(draw))),
        ...Array.from({ length: 25 }, () => take(draw)),
      ]);
      const during = verdicts.filter(Boolean).length;
      expect(during).toBeLessThanOrEqual(5);
      expect(await takeAll(draw, 20)).toBe(5 - during);
    });

    test('gives nothing when its time is up', async () => {
      const draw = freshDraw();
      const over: Deadline = { signal: AbortSignal.abort(), remainingMs: () => 0 };

      await expect(subject.counters.take(draw, over)).rejects.toMatchObject({ name: 'SignInError', code: 'TRY_LATER' });
      expect(await takeAll(draw, 5)).toBe(3);
    });
  });
};
