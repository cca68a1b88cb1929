import { describe, expect, test } from '@jest/globals';
import { canonicalPhone, type PhoneNumber } from '../../../functions/sign-in/phone.ts';
import { createPolicy } from '../../../functions/sign-in/policy.ts';
import { smsDraws } from '../../../functions/sign-in/sms-budget.ts';

const { sms } = createPolicy();
const NOW = Date.parse('2026-11-22T23:59:59.999Z');
const numberOf = (text: string): PhoneNumber => {
  const phone = canonicalPhone(text);
  if (phone === undefined) throw new Error(`${text} is no number`);
  return phone;
};
const ann = numberOf('+31612345678');

describe('the budgets of an SMS', () => {
  test('are the pool, the country and the block of numbers, by the hour and the day', () => {
    expect(smsDraws(ann, false, sms, NOW)).toEqual([
      { key: 'sms#new#pool#2026-11-22', day: '2026-11-22', hour: 23, perHour: 200, perDay: 1_000 },
      { key: 'sms#new#country-NL#2026-11-22', day: '2026-11-22', hour: 23, perHour: 50, perDay: 1_000 },
      { key: 'sms#new#prefix-3161234#2026-11-22', day: '2026-11-22', hour: 23, perHour: 20, perDay: 1_000 },
    ]);
  });

  test('of proven numbers are five times as large, and their own', () => {
    const [fresh, proven] = [smsDraws(ann, false, sms, NOW), smsDraws(ann, true, sms, NOW)];

    expect(proven.map(({ perHour, perDay }) => [perHour, perDay])).toEqual([
      [1_000, 5_000],
      [250, 5_000],
      [100, 5_000],
    ]);
    const keys = [...fresh, ...proven].map(({ key }) => key);
    expect(new Set(keys).size).toBe(6);
  });

  test('change with the hour and the day in UTC, whatever the zone of the machine', () => {
    expect(smsDraws(ann, false, sms, NOW + 1).map(({ key, hour }) => [key.slice(-10), hour])).toEqual(
      Array(3).fill(['2026-11-23', 0]),
    );
  });

  test('are shared by those who should share them, and by nobody else', () => {
    const keysOf = (text: string) => smsDraws(numberOf(text), false, sms, NOW).map(({ key }) => key);
    const [pool, country, prefix] = keysOf('+31612345678');

    expect(keysOf('+31612345999')).toEqual([pool, country, prefix]);
    expect(keysOf('+31687654321')).toEqual([pool, country, expect.not.stringMatching(prefix ?? '')]);
    expect(keysOf('+4915112345678')[0]).toBe(pool);
    expect(keysOf('+4915112345678')[1]).not.toBe(country);
    // One numbering plan, two countries.
    expect(keysOf('+12015550123')[1]).not.toBe(keysOf('+15062345678')[1]);
  });
});
