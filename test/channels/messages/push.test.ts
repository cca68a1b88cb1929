import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pushRenderer } from '../../../channels/messages/push.ts';
import { golden } from '../golden.ts';
import {
  anyCodeMessage,
  changes,
  codeMessage,
  hostileValues,
  locales,
  noticeMessage,
  purposes,
  withAttributes,
} from './fixtures.ts';

const renderer = pushRenderer();
const kinds = locales.flatMap((locale) => purposes.map((purpose) => [locale, purpose] as const));
const file = ({ title, body }: { title: string; body: string }) => `Title: ${title}\n\n${body}\n`;

describe('the notification with a code', () => {
  test.each(kinds)('reads as its golden file in %s for %s', (locale, purpose) => {
    golden(`push.${purpose}.${locale}.txt`, file(renderer.code(codeMessage('push', { locale, purpose }))));
  });

  test('has the code in its body once and first, and no digit of it in its title', () => {
    fc.assert(
      fc.property(anyCodeMessage('push'), (any) => {
        const { title, body } = renderer.code(any);
        expect(body.startsWith(`${any.code} `)).toBe(true);
        expect(body.match(/\d{6,}/g)).toEqual([any.code]);
        expect(title).not.toContain(any.code);
        expect(renderer.code({ ...any, code: '000000' }).title).toBe(title);
        expect(`${title}${body}`).not.toMatch(/https?:|\n/);
      }),
    );
  });

  test('is the same bytes whatever 500 attributes hold', () => {
    for (const [locale, purpose] of kinds) {
      const code = codeMessage('push', { locale, purpose });
      const baseline = renderer.code(code);
      for (const value of hostileValues) expect(renderer.code(withAttributes(code, value))).toEqual(baseline);
    }
  });

  test.each([
    ['appName', { appName: '' }],
    ['minutesValid', { minutesValid: 0 }],
    ['code must be', { code: '12' }],
  ])('is refused for a bad %s', (text, bad) => {
    expect(() => renderer.code(codeMessage('push', bad))).toThrow(text);
  });
});

describe('the notification of a notice', () => {
  test.each(locales.flatMap((locale) => changes.map((about) => [locale, about] as const)))(
    'reads as its golden file in %s about %s, without digits or an address',
    (locale, about) => {
      const push = renderer.notice(noticeMessage('push', { locale, about }));

      golden(`push.${about}.${locale}.txt`, file(push));
      expect(`${push.title}${push.body}`).not.toMatch(/\d|@|https?:/);
    },
  );
});
