import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createPolicy, type PolicySettings, policyRanges } from '../../../functions/sign-in/policy.ts';

const names = Object.keys(policyRanges) as (keyof PolicySettings)[];

describe('the policy', () => {
  test('holds the published numbers when nothing is said', () => {
    const policy = createPolicy();

    expect(policy).toMatchObject({
      answersPerCode: 3,
      failureWindows: [
        { limit: 10, seconds: 3_600 },
        { limit: 20, seconds: 86_400 },
      ],
      consecutiveFailuresAlarm: 100,
      cooldownSeconds: [30, 60, 120],
      roundsPerSession: 10,
      auditRetentionSeconds: 90 * 86_400,
    });
    expect(policy.media.email).toEqual({
      codeLength: 6,
      validSeconds: 600,
      sendWindows: [
        { limit: 6, seconds: 3_600 },
        { limit: 24, seconds: 86_400 },
      ],
    });
    expect(policy.media.sms).toEqual({
      codeLength: 6,
      validSeconds: 300,
      sendWindows: [
        { limit: 3, seconds: 900 },
        { limit: 5, seconds: 3_600 },
        { limit: 8, seconds: 86_400 },
      ],
    });
    expect(policy.media.push).toEqual({
      codeLength: 6,
      validSeconds: 120,
      sendWindows: [
        { limit: 3, seconds: 900 },
        { limit: 10, seconds: 86_400 },
      ],
    });
  });

  test.each(names)('takes both ends of the range of %s', (name) => {
    const { min, max, default: preset } = policyRanges[name];

    expect(() => createPolicy({ [name]: min })).not.toThrow();
    expect(() => createPolicy({ [name]: max })).not.toThrow();
    expect(preset).toBeGreaterThanOrEqual(min);
    expect(preset).toBeLessThanOrEqual(max);
  });

  test.each(names)('refuses what is outside the range of %s, with the value and the range', (name) => {
    const { min, max } = policyRanges[name];

    for (const value of [min - 1, max + 1, min + 0.5, Number.NaN, Number.POSITIVE_INFINITY, '6', null]) {
      const set = () => createPolicy({ [name]: value as number });
      expect(set).toThrow(RangeError);
      expect(set).toThrow(`policy.${name} is ${JSON.stringify(value)}: set a whole number from ${min} to ${max}`);
    }
  });

  test('names every bad value and every unknown setting at once', () => {
    const settings = { answersPerCode: 9, emailCodeLength: 5, nonsense: 1, toString: 2 };

    const create = () => createPolicy(settings as Partial<PolicySettings>);
    for (const name of Object.keys(settings)) expect(create).toThrow(`policy.${name} is`);
  });

  test('lets no setting weaken what the standards demand', () => {
    fc.assert(
      fc.property(fc.record(rangesOf(), { requiredKeys: [] }), (settings) => {
        const { media, failureWindows, consecutiveFailuresAlarm } = createPolicy(settings as Partial<PolicySettings>);

        for (const { codeLength, validSeconds } of Object.values(media)) {
          expect(codeLength).toBeGreaterThanOrEqual(6);
          expect(validSeconds).toBeLessThanOrEqual(600);
        }
        expect(Math.max(...failureWindows.map(({ limit }) => limit))).toBeLessThan(100);
        expect(consecutiveFailuresAlarm).toBeLessThanOrEqual(100);
      }),
    );
  });
});

const rangesOf = () =>
  Object.fromEntries(
    names.map((name) => [name, fc.integer({ min: policyRanges[name].min, max: policyRanges[name].max })]),
  );
