import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { publicParameters } from '../../../functions/sign-in/parameters.ts';

const KEYS = ['step', 'reason', 'channel', 'channels', 'codeLength', 'expiresIn', 'resendIn', 'attemptsLeft'];
const NOW = 1_800_000_000_000;

const view = fc.record({
  reason: fc.constantFrom('sent', 'reused', 'wrong', 'expired', 'spent', 'limited' as const),
  medium: fc.constantFrom('email', 'sms', 'push' as const),
  codeLength: fc.integer({ min: 6, max: 10 }),
  expiresAt: fc.integer({ min: NOW - 100_000, max: NOW + 600_000 }),
  resendAt: fc.integer({ min: NOW - 100_000, max: NOW + 86_400_000 }),
  attemptsLeft: fc.integer({ min: 0, max: 5 }),
});
const disclosure = fc.record({
  offered: fc.constantFrom(['email'], ['email', 'sms'], ['push', 'sms', 'email']) as fc.Arbitrary<
    ['email' | 'sms' | 'push', ...('email' | 'sms' | 'push')[]]
  >,
  namesChannel: fc.boolean(),
});

describe('the public parameters', () => {
  test('always have the same keys and the same shapes', () => {
    fc.assert(
      fc.property(view, disclosure, (given, deployment) => {
        const parameters = publicParameters(given, deployment, NOW);

        expect(Object.keys(parameters)).toEqual(KEYS);
        expect(parameters.step).toBe(given.reason === 'limited' ? 'limited' : 'code');
        for (const key of ['codeLength', 'expiresIn', 'resendIn', 'attemptsLeft']) {
          expect(parameters[key]).toMatch(/^\d+$/);
        }
      }),
    );
  });

  test('name the channel only where it is the only one, or the deployment chose to', () => {
    fc.assert(
      fc.property(view, disclosure, (given, deployment) => {
        const { channel, channels } = publicParameters(given, deployment, NOW);

        const isNamed = deployment.namesChannel || deployment.offered.length === 1;
        expect(channel).toBe(isNamed ? given.medium : 'auto');
        expect(channels).toBe(deployment.offered.join(','));
      }),
    );
  });

  test('never let a client wait too little or trust a code too long', () => {
    fc.assert(
      fc.property(view, disclosure, (given, deployment) => {
        const { expiresIn, resendIn, step } = publicParameters(given, deployment, NOW);

        expect(NOW + Number(resendIn) * 1_000).toBeGreaterThanOrEqual(given.resendAt);
        if (Number(expiresIn) > 0) expect(NOW + Number(expiresIn) * 1_000).toBeLessThanOrEqual(given.expiresAt);
        if (step === 'limited') expect(expiresIn).toBe('0');
      }),
    );
  });
});
