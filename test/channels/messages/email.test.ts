import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { SignInMessage } from '../../../channels/channel.ts';
import { emailRenderer } from '../../../channels/messages/email.ts';
import { en } from '../../../channels/messages/en.ts';
import { builtInTexts } from '../../../channels/messages/texts.ts';
import { appNameProblem } from '../../../channels/messages/words.ts';
import { golden } from '../golden.ts';

const message: SignInMessage = {
  purpose: 'sign-in',
  medium: 'email',
  destination: 'ann@example.com',
  code: '402917',
  locale: 'en',
  minutesValid: 10,
  appName: 'Example',
  challengeId: 'challenge',
};

const locales = Object.keys(builtInTexts);

const messages = fc.record({
  medium: fc.constant('email' as const),
  destination: fc.constant('ann@example.com'),
  code: fc.integer({ min: 6, max: 10 }).chain((length) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))),
  locale: fc.oneof(fc.constantFrom(...locales), fc.string()),
  minutesValid: fc.integer({ min: 1, max: 1_440 }),
  appName: fc.string({ minLength: 1, maxLength: 64, unit: 'grapheme' }).filter((name) => appNameProblem(name) === null),
  challengeId: fc.string(),
});

describe('the sign-in mail', () => {
  test.each(locales)('reads as its golden files in %s', (locale) => {
    const mail = emailRenderer({ host: 'example.com' })({ ...message, locale });

    golden(`email.${locale}.txt`, `Subject: ${mail.subject}\n\n${mail.text}\n`);
    golden(`email.${locale}.html`, mail.html);
  });

  test('holds no digit run that could be taken for the code, in any part', () => {
    const render = emailRenderer({ host: 'example.com' });

    fc.assert(
      fc.property(messages, (any) => {
        const { subject, text, html } = render(any);
        for (const part of [subject, text, html]) {
          const runs = part.match(/\d{6,}/g) ?? [];
          expect(new Set(runs)).toEqual(new Set([any.code]));
        }
      }),
    );
  });

  test('shows the code large, in one text node of its own', () => {
    const render = emailRenderer();

    fc.assert(
      fc.property(messages, (any) => {
        const { html } = render(any);
        const nodes = html.match(new RegExp(`<p style="[^"]*font-size:(\\d+)px[^"]*">${any.code}</p>`, 'g')) ?? [];
        expect(nodes).toHaveLength(1);
        expect(Number(/font-size:(\d+)px/.exec(nodes[0] ?? '')?.[1])).toBeGreaterThanOrEqual(24);
      }),
    );
  });

  test('has no links, images, scripts or addresses, whatever the application is called', () => {
    const render = emailRenderer();
    const tags = new Set((render(message).html.match(/<[a-z!/][^\s>]*/gi) ?? []).map((tag) => tag.toLowerCase()));

    fc.assert(
      fc.property(messages, (any) => {
        const { subject, text, html } = render(any);
        for (const tag of html.match(/<[a-z!/][^\s>]*/gi) ?? []) expect(tags).toContain(tag.toLowerCase());
        expect(`${subject}${text}${html}`).not.toContain(any.destination);
        expect(subject).not.toMatch(/\p{Cc}/u);
      }),
    );
    expect([...tags].join(' ')).not.toMatch(/<(?:a|img|button|script|style|link|form|input|svg)\b/);
    expect(render(message).html).not.toMatch(/https?:|url\(|href|src=/);
  });

  test('depends on the message alone', () => {
    fc.assert(
      fc.property(messages, fc.dictionary(fc.string(), fc.anything()), (any, attributes) => {
        const render = emailRenderer();
        expect(render({ ...attributes, ...any })).toEqual(render(any));
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['en', 1, '1 minute.'],
    ['en', 2, '2 minutes.'],
    ['nl', 1, '1 minuut geldig'],
    ['nl-BE', 5, '5 minuten geldig'],
    ['de', 5, '5 minutes.'],
  ])('says in %s for %d what it means', (locale, minutesValid, words) => {
    expect(emailRenderer()({ ...message, locale, minutesValid }).text).toContain(words);
  });

  test('ties the code to the host in the last line, only where a host is given', () => {
    expect(emailRenderer({ host: 'app.example.com' })(message).text).toMatch(/\n\n@app\.example\.com #402917$/);
    expect(emailRenderer()(message).text).not.toContain('#');
  });

  test('escapes the name of the application and fills it in as it is', () => {
    const { subject, html } = emailRenderer()({ ...message, appName: '<A> & "{code}" $& $1' });

    expect(subject).toBe('402917 is your <A> & "{code}" $& $1 sign-in code');
    expect(html).toContain('&lt;A&gt; &amp; &quot;{code}&quot; $&amp; $1');
    expect(html).not.toContain('<A>');
  });

  test.each([
    '',
    ' ',
    'a\r\nBcc: eve@evil.example',
    'tab\tbed',
    'App 123456',
    'App ١٢٣٤٥٦',
    'a\u202eb',
    'x'.repeat(65),
  ])('refuses to send as %j', (appName) => {
    expect(() => emailRenderer()({ ...message, appName })).toThrow(/^appName /);
  });

  test.each([0, -1, 1.5, Number.NaN, 1_441, 123_456])('refuses a validity of %d minutes', (minutesValid) => {
    expect(() => emailRenderer()({ ...message, minutesValid })).toThrow('minutesValid');
  });

  test.each(['', '12345', '12345678901', '12 34 56', '１２３４５６', '<b>123'])(
    'refuses %j as a code unseen',
    (code) => {
      expect(() => emailRenderer()({ ...message, code })).toThrow(
        'code must be 6 to 10 digits (its value is not shown)',
      );
    },
  );
});

describe("a deployment's own words", () => {
  test('go before the built-in ones', () => {
    const texts = { en: { ...en, email: { ...en.email, subject: 'Use {code}' } } };

    expect(emailRenderer({ texts })(message).subject).toBe('Use 402917');
  });

  test('may be of another locale', () => {
    const texts = { 'pt-BR': { ...en, email: { ...en.email, heading: 'O seu código' } } };

    const { html } = emailRenderer({ texts })({ ...message, locale: 'pt-BR' });

    expect(html).toContain('<html lang="pt-BR"');
    expect(html).toContain('O seu código');
  });

  test('are refused with every problem at once', () => {
    const texts = {
      en: {
        minutes: { other: '{n} minutes' },
        email: {
          ...en.email,
          subject: 'Your code',
          preheader: '{code} {name}',
          heading: '',
          notYou: 'Call 0800123456',
        },
      },
    };

    const refused = () => emailRenderer({ texts });

    expect(refused).toThrow('en.minutes.other holds {n}, allowed are {count}');
    expect(refused).toThrow('en.email.subject must hold {code}');
    expect(refused).toThrow('en.email.preheader holds {name}, allowed are {app}, {code}, {minutes}');
    expect(refused).toThrow('en.email.heading is missing');
    expect(refused).toThrow('en.email.notYou holds a run of digits');
  });
});
