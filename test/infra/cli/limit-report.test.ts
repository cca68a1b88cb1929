import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createPolicy } from '../../../functions/sign-in/policy.ts';
import { emptyRecord, type Send } from '../../../functions/sign-in/record.ts';
import { addressLimits, suppressionLimit, userLimits } from '../../../infra/cli/limits/limit-report.ts';

const NOW = Date.UTC(2026, 10, 22);
const policy = createPolicy({}, ['email', 'sms']);
const send = (secondsAgo: number, medium: Send['medium'], asked: Send['asked'] = 'auto'): Send => ({
  at: NOW - secondsAgo * 1_000,
  asked,
  medium,
  destination: 'abcd',
});

describe('the report on limits', () => {
  test('counts wrong answers by the hour and the day, and says when the next one is allowed', () => {
    const failures = Array.from({ length: 10 }, (_, at) => NOW - (50 * 60 - at) * 1_000);

    const [answers] = userLimits({ ...emptyRecord, failures }, policy, NOW);

    expect(answers).toMatchObject({ what: 'wrong answers', allowedAt: NOW + 10 * 60_000 });
    expect(answers?.windows.map(({ used, limit }) => [used, limit])).toEqual([
      [10, 10],
      [10, 20],
    ]);
  });

  test('tells what was asked for apart from what went out, and leaves out what never happened', () => {
    const sends = [send(10, 'email'), send(20, 'sms', null), send(30, 'sms', 'sms'), send(200_000, 'push')];

    const uses = userLimits({ ...emptyRecord, sends }, policy, NOW);

    expect(uses.map(({ what, windows }) => [what, windows[0]?.used])).toEqual([
      ['wrong answers', 0],
      ['codes asked for', 1],
      ['codes asked for by sms', 1],
      ['emails sent', 1],
      ['text messages sent', 2],
    ]);
  });

  test('an address has the budgets of its channel', () => {
    const sends = Array.from({ length: 3 }, (_, at) => send(at + 1, 'sms'));

    const [use] = addressLimits({ ...emptyRecord, sends }, 'sms', '+31612345678', policy, NOW);

    expect(use).toMatchObject({
      what: 'messages to +31612345678',
      windows: [{ seconds: 900, limit: 3, used: 3 }, {}, {}],
    });
    expect(use?.allowedAt).toBeGreaterThan(NOW);
  });

  test('an address that bounced is closed until its time is over', () => {
    expect(suppressionLimit(String(NOW + 1), 'a@example.com', NOW)).toMatchObject([{ allowedAt: NOW + 1 }]);
    expect(suppressionLimit(String(NOW), 'a@example.com', NOW)).toEqual([]);
    expect(suppressionLimit(null, 'a@example.com', NOW)).toEqual([]);
    expect(suppressionLimit('soon', 'a@example.com', NOW)).toEqual([]);
  });

  test('whoever is below every limit may go on at once, and nobody else', () => {
    const times = fc.array(fc.integer({ min: 1, max: 90_000 }), { maxLength: 30 });
    fc.assert(
      fc.property(times, (secondsAgo) => {
        const failures = secondsAgo.map((seconds) => NOW - seconds * 1_000);
        const [answers] = userLimits({ ...emptyRecord, failures }, policy, NOW);
        const isBelow = answers?.windows.every(({ used, limit }) => used < limit);
        expect((answers?.allowedAt ?? 0) <= NOW).toBe(isBelow);
      }),
    );
  });
});
