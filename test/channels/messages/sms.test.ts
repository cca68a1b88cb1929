import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { smsRenderer } from '../../../channels/messages/sms.ts';
import { golden } from '../golden.ts';
import {
  anyAppName,
  anyCodeMessage,
  changes,
  codeMessage,
  hostileValues,
  locales,
  noticeMessage,
  purposes,
  withAttributes,
} from './fixtures.ts';

const options = { appName: 'Example', host: 'example.com' };
const renderer = smsRenderer(options);
const kinds = locales.flatMap((locale) => purposes.map((purpose) => [locale, purpose] as const));

/** Every text of a renderer, codes with `digits` digits. */
const allTexts = (render: ReturnType<typeof smsRenderer>, appName: string, digits: number): readonly string[] =>
  locales.flatMap((locale) => [
    ...purposes.map((purpose) =>
      render.code(codeMessage('sms', { locale, purpose, appName, code: '9'.repeat(digits), minutesValid: 10 })),
    ),
    ...changes.map((about) => render.notice(noticeMessage('sms', { locale, about, appName }))),
  ]);

describe('the text message with a code', () => {
  test.each(kinds)('reads as its golden file in %s for %s', (locale, purpose) => {
    const text = renderer.code(codeMessage('sms', { locale, purpose }));

    golden(`sms.${purpose}.${locale}.txt`, `${text}\n`);
  });

  test.each(kinds)('in %s for %s: code first, name, minutes, last line bound to the host', (locale, purpose) => {
    const text = renderer.code(codeMessage('sms', { locale, purpose }));

    const [words = '', ...rest] = text.split('\n');
    expect(words).toMatch(/^402917 /);
    expect(words).toContain('Example');
    expect(words).toMatch(/\b5\b/);
    expect(rest).toEqual(['@example.com #402917']);
  });

  test.each(locales)('is in the alphabet of its language: %s', (locale) => {
    const { encodingName } = new SegmentedMessage(renderer.code(codeMessage('sms', { locale })));

    expect(encodingName).toBe(locale === 'ar' ? 'UCS-2' : 'GSM-7');
  });

  test('names the page first and the frame in it last', () => {
    const text = smsRenderer({ ...options, embeddedHost: 'login.example', locales: ['en'] }).code(codeMessage('sms'));

    expect(text.split('\n').at(-1)).toBe('@example.com #402917 @login.example');
  });

  test('has one line where no host is known', () => {
    expect(smsRenderer({ appName: 'Example' }).code(codeMessage('sms'))).not.toMatch(/[\n@#]/);
  });

  test('takes one segment of any network, for whatever fits at the start', () => {
    const deployments = fc.record({
      // Half of the names are of GSM-7, its two-septet characters among them; the others are anything.
      appName: fc.oneof(fc.stringMatching(/^[A-Za-zé€{~][A-Za-zé €{~]{0,30}$/), anyAppName),
      host: fc.stringMatching(/^[a-z]{1,12}(?:\.[a-z]{2,8}){1,3}$/),
      longestCode: fc.integer({ min: 6, max: 10 }),
      locales: fc.subarray(locales),
    });
    let fitting = 0;

    fc.assert(
      fc.property(deployments, anyCodeMessage('sms'), (deployment, any) => {
        const render = attempt(() => smsRenderer(deployment));
        if (render === null) return;
        fitting += 1;
        const { appName, host, longestCode } = deployment;
        const own = {
          ...any,
          appName,
          code: any.code.slice(0, longestCode),
          minutesValid: (any.minutesValid % 60) + 1,
        };
        const text = render.code(own);
        expect(text.split('\n').at(-1)).toBe(`@${host} #${own.code}`);
        for (const one of [text, ...allTexts(render, appName, longestCode)]) {
          expect(new SegmentedMessage(one).segmentsCount).toBe(1);
        }
      }),
      { numRuns: 200 },
    );
    expect(fitting).toBeGreaterThan(10);
  });

  test('holds no digit run that could be taken for the code', () => {
    const render = smsRenderer({ appName: 'Example', host: 'example.com', locales: ['en', 'nl', 'de'] });

    fc.assert(
      fc.property(anyCodeMessage('sms'), (any) => {
        const text = render.code({ ...any, appName: 'Example' });
        expect(new Set(text.match(/\d{6,}/g))).toEqual(new Set([any.code]));
        expect(text).not.toContain(any.destination);
      }),
    );
  });

  test('is the same bytes whatever 500 attributes hold', () => {
    for (const [locale, purpose] of kinds) {
      const code = codeMessage('sms', { locale, purpose });
      const baseline = renderer.code(code);
      for (const value of hostileValues) expect(renderer.code(withAttributes(code, value))).toBe(baseline);
    }
  });

  test('is refused where it would take two segments after all', () => {
    const message = codeMessage('sms', { locale: 'ar', appName: 'A name that no one checked at the start' });

    expect(() => renderer.code(message)).toThrow('does not fit into one segment');
  });
});

describe('the text message of a notice', () => {
  test.each(locales.flatMap((locale) => changes.map((about) => [locale, about] as const)))(
    'reads as its golden file in %s about %s, without digits, address or host',
    (locale, about) => {
      const text = renderer.notice(noticeMessage('sms', { locale, about }));

      golden(`sms.${about}.${locale}.txt`, `${text}\n`);
      expect(text).not.toMatch(/\d|@|#|\n/);
      expect(new SegmentedMessage(text).segmentsCount).toBe(1);
    },
  );
});

describe('the options of text messages', () => {
  test('are refused with the numbers where the longest message does not fit', () => {
    const refused = () => smsRenderer({ appName: 'Doorcode', host: 'login.example.com' });

    expect(refused).toThrow(TypeError);
    expect(refused).toThrow(
      'the SMS sms.sign-in in "ar" does not fit into one segment with appName "Doorcode", host "login.example.com", ' +
        'a code of 10 digits: it takes 75 UCS-2 units of 70; shorten them by 5',
    );
  });

  test.each([
    ['a shorter host', { host: 'go.de' }],
    ['a shorter code', { longestCode: 6 }],
    ['no Arabic', { locales: ['en', 'nl', 'de'] }],
    ['shorter texts', { texts: { ar: { sms: { 'sign-in': '{code} {app}', 'prove-address': '{code} {app}' } } } }],
  ])('fit with %s', (_, cure) => {
    expect(() => smsRenderer({ appName: 'Doorcode', host: 'login.example.com', ...cure })).not.toThrow();
  });

  test('count a name beyond GSM-7 in UCS-2 for every language', () => {
    expect(() => smsRenderer({ appName: 'Ação', host: 'example.com' })).toThrow('UCS-2 units of 70');
  });

  test('count notices too', () => {
    const texts = { en: { sms: { 'phone-changed': `{app} ${'long '.repeat(40)}` } } };

    expect(() => smsRenderer({ ...options, texts })).toThrow('the SMS sms.phone-changed in "en"');
  });

  test.each([
    ['host is "https://example.com"', { host: 'https://example.com' }],
    ['host is "example.com\\n"', { host: 'example.com\n' }],
    ['host is "localhost"', { host: 'localhost' }],
    ['embeddedHost is "a b"', { embeddedHost: 'a b' }],
    ['embeddedHost is "x.example" without host', { host: undefined, embeddedHost: 'x.example' }],
    ['longestCode is 11', { longestCode: 11 }],
    ['longestCode is 6.5', { longestCode: 6.5 }],
    ['appName is empty', { appName: ' ' }],
    ['en.sms.sign-in must hold {code}', { texts: { en: { sms: { 'sign-in': 'Hello' } } } }],
    ['en.sms.sign-in must be one line', { texts: { en: { sms: { 'sign-in': '{code}\n@evil.example #{code}' } } } }],
  ])('are refused at the start: %s', (text, bad) => {
    expect(() => smsRenderer({ ...options, ...bad } as typeof options)).toThrow(text);
  });
});

const attempt = <T>(make: () => T): T | null => {
  try {
    return make();
  } catch {
    return null;
  }
};
