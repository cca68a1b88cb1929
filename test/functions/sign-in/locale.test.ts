import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pickLocale } from '../../../functions/sign-in/locale.ts';

const locales = { fallback: 'en', offered: ['en', 'nl', 'pt-BR'] };

describe('the locale', () => {
  test.each([
    [['nl'], 'nl'],
    [['NL'], 'nl'],
    [['nl-BE'], 'nl'],
    [['nl_BE'], 'nl'],
    [['pt-br'], 'pt-BR'],
    [['pt'], 'en'],
    [['de', 'nl'], 'nl'],
    [[undefined, 'nl'], 'nl'],
    [['nl', 'pt-BR'], 'nl'],
    [['', 'nl'], 'nl'],
    [[], 'en'],
    [['x'.repeat(100_000)], 'en'],
    [['__proto__', 'constructor'], 'en'],
  ])('for the wishes %j is %s', (wishes, locale) => {
    expect(pickLocale(locales, ...wishes)).toBe(locale);
  });

  test('is always one that the deployment offers', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.string(), { nil: undefined })), (wishes) => {
        expect(locales.offered).toContain(pickLocale(locales, ...wishes));
      }),
    );
  });
});
