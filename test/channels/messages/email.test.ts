import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type EmailOptions, emailRenderer } from '../../../channels/messages/email.ts';
import { en } from '../../../channels/messages/en.ts';
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

const render = (options?: EmailOptions) => emailRenderer(options).code;

const message = codeMessage('email');
const messages = anyCodeMessage('email');

describe('the sign-in mail', () => {
  test.each(locales.flatMap((locale) => purposes.map((purpose) => [locale, purpose] as const)))(
    'reads as its golden files in %s for %s',
    (locale, purpose) => {
      const mail = render({ host: 'example.com' })({ ...message, locale, purpose });

      golden(`email.${purpose}.${locale}.txt`, `Subject: ${mail.subject}\n\n${mail.text}\n`);
      golden(`email.${purpose}.${locale}.html`, mail.html);
    },
  );

  test.each(locales)('is written in the direction of %s, its code from left to right', (locale) => {
    const { html } = render()({ ...message, locale });

    expect(html).toContain(`<html lang="${locale}" dir="${locale === 'ar' ? 'rtl' : 'ltr'}"`);
    expect(html).toMatch(/<p dir="ltr" [^>]*>402917<\/p>/);
  });

  test('holds no digit run that could be taken for the code, in any part', () => {
    const mail = render({ host: 'example.com' });

    fc.assert(
      fc.property(messages, (any) => {
        const { subject, text, html } = mail(any);
        for (const part of [subject, text, html]) {
          const runs = part.match(/\d{6,}/g) ?? [];
          expect(new Set(runs)).toEqual(new Set([any.code]));
        }
      }),
    );
  });

  test('shows the code large, in one text node of its own', () => {
    const mail = render();

    fc.assert(
      fc.property(messages, (any) => {
        const { html } = mail(any);
        const nodes =
          html.match(new RegExp(`<p dir="ltr" style="[^"]*font-size:(\\d+)px[^"]*">${any.code}</p>`, 'g')) ?? [];
        expect(nodes).toHaveLength(1);
        expect(Number(/font-size:(\d+)px/.exec(nodes[0] ?? '')?.[1])).toBeGreaterThanOrEqual(24);
      }),
    );
  });

  test('has no links, images, scripts or addresses, whatever the application is called', () => {
    const mail = render();
    const tags = new Set((mail(message).html.match(/<[a-z!/][^\s>]*/gi) ?? []).map((tag) => tag.toLowerCase()));

    fc.assert(
      fc.property(messages, (any) => {
        const { subject, text, html } = mail(any);
        for (const tag of html.match(/<[a-z!/][^\s>]*/gi) ?? []) expect(tags).toContain(tag.toLowerCase());
        expect(`${subject}${text}${html}`).not.toContain(any.destination);
        expect(subject).not.toMatch(/\p{Cc}/u);
      }),
    );
    expect([...tags].join(' ')).not.toMatch(/<(?:a|img|button|script|style|link|form|input|svg)\b/);
    expect(mail(message).html).not.toMatch(/https?:|url\(|href|src=/);
  });

  test.each(locales)('is the same bytes in %s whatever 500 attributes hold', (locale) => {
    const mail = render({ host: 'example.com' });
    const notice = emailRenderer().notice;
    const [code, news] = [codeMessage('email', { locale }), noticeMessage('email', { locale })];
    const baseline = [mail(code), notice(news)];

    expect(hostileValues).toHaveLength(500);
    for (const value of hostileValues) {
      expect([mail(withAttributes(code, value)), notice(withAttributes(news, value))]).toEqual(baseline);
    }
  });

  test.each([
    ['en', 1, '1 minute.'],
    ['en', 2, '2 minutes.'],
    ['nl', 1, '1 minuut geldig'],
    ['nl-BE', 5, '5 minuten geldig'],
    ['de-AT', 1, 'gilt 1 Minute.'],
    ['ar', 1, 'لمدة دقيقة واحدة'],
    ['ar', 2, 'لمدة دقيقتين'],
    ['ar', 5, 'لمدة 5 دقائق'],
    ['ar', 15, 'لمدة 15 دقيقة'],
    ['fr', 5, '5 minutes.'],
  ])('says in %s for %d what it means', (locale, minutesValid, words) => {
    expect(render()({ ...message, locale, minutesValid }).text).toContain(words);
  });

  test('ties the code to the host in the last line, only where a host is given', () => {
    expect(render({ host: 'app.example.com' })(message).text).toMatch(/\n\n@app\.example\.com #402917$/);
    expect(render()(message).text).not.toContain('#');
  });

  test('escapes the name of the application and fills it in as it is', () => {
    const { subject, html } = render()({ ...message, appName: '<A> & "{code}" $& $1' });

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
    expect(() => render()({ ...message, appName })).toThrow(/^appName /);
  });

  test.each([0, -1, 1.5, Number.NaN, 1_441, 123_456])('refuses a validity of %d minutes', (minutesValid) => {
    expect(() => render()({ ...message, minutesValid })).toThrow('minutesValid');
  });

  test.each(['', '12345', '12345678901', '12 34 56', '１２３４５６', '<b>123'])(
    'refuses %j as a code unseen',
    (code) => {
      expect(() => render()({ ...message, code })).toThrow('code must be 6 to 10 digits (its value is not shown)');
    },
  );
});

describe('the notice mail', () => {
  test.each(locales.flatMap((locale) => changes.map((about) => [locale, about] as const)))(
    'reads as its golden files in %s about %s',
    (locale, about) => {
      const mail = emailRenderer({ host: 'example.com' }).notice(noticeMessage('email', { locale, about }));

      golden(`email.${about}.${locale}.txt`, `Subject: ${mail.subject}\n\n${mail.text}\n`);
      golden(`email.${about}.${locale}.html`, mail.html);
    },
  );

  test.each(locales)('holds no digits, no address, no link and no line to read a code from in %s', (locale) => {
    for (const about of changes) {
      const { subject, text, html } = emailRenderer({ host: 'example.com' }).notice(
        noticeMessage('email', { locale, about }),
      );

      expect(`${subject}${text}`).not.toMatch(/\d|@|#|https?:/);
      expect(html).not.toMatch(/\d{5,}|@|https?:|href|src=/);
    }
  });

  test('refuses a name that could not stand in a subject', () => {
    const sending = () => emailRenderer().notice(noticeMessage('email', { appName: 'a\r\nBcc: eve@evil.example' }));

    expect(sending).toThrow(/^appName holds line breaks/);
  });
});

describe("a deployment's own words", () => {
  test('stand in one text, the built-in ones in the others', () => {
    const texts = { en: { email: { 'sign-in': { subject: 'Use {code}' } } } };

    const mail = render({ texts })(message);

    expect(mail.subject).toBe('Use 402917');
    expect(mail.text).toBe(render()(message).text);
  });

  test('may be of another locale', () => {
    const heading = 'O seu código';
    const texts = { 'pt-BR': { ...en, email: { ...en.email, 'sign-in': { ...en.email['sign-in'], heading } } } };

    const { html } = render({ texts })({ ...message, locale: 'pt-BR' });

    expect(html).toContain('<html lang="pt-BR"');
    expect(html).toContain('O seu código');
  });

  test('may be a dialect of a locale that there is', () => {
    const texts = { 'de-CH': { email: { neverShare: 'Geben Sie diesen Code nie weiter.' } } };

    const { html } = render({ texts })({ ...message, locale: 'de-CH' });

    expect(html).toContain('<html lang="de-CH"');
    expect(html).toContain('Ihr Anmeldecode');
    expect(html).toContain('nie weiter.');
  });

  test('replace plural forms as a whole', () => {
    const texts = { ar: { minutes: { other: '{count} min' } } };

    expect(render({ texts })({ ...message, locale: 'ar', minutesValid: 2 }).text).toContain('2 min');
  });

  test('are refused with every problem at once', () => {
    const texts = {
      en: {
        minutes: { other: '{n} minutes', few: '{count}', some: 'x' },
        email: {
          neverShare: 'two\nlines',
          'sign-in': { subject: 'Your code', preheader: '{code} {name}', heading: '', notYou: 'Call 0800123456' },
          'signs-in': {},
        },
        sms: { 'email-changed': '{code} was it' },
        push: { 'sign-in': { title: '{code} is your code' } },
      },
      'en US': {},
      fr: { sms: {} },
      it: 5,
    };

    const refused = () => emailRenderer({ texts: texts as never });

    for (const problem of [
      'en.minutes.other holds {n}, allowed are {count}',
      'en.minutes.some is no plural category',
      'en.email.neverShare must be one line',
      'en.email.sign-in.subject must hold {code}',
      'en.email.sign-in.preheader holds {name}, allowed are {app}, {code}, {minutes}',
      'en.email.sign-in.heading is missing',
      'en.email.sign-in.notYou holds a run of digits',
      'en.email.signs-in is no text',
      'en.sms.email-changed holds {code}, allowed are {app}',
      'en.push.sign-in.title holds {code}, allowed are {app}',
      '"en US" is no locale',
      'fr.sms.sign-in is missing',
      'fr.email is missing',
      'it must be an object of texts',
    ]) {
      expect(refused).toThrow(problem);
    }
  });
});

describe('the locales of a deployment', () => {
  test('are spoken, and English for any other', () => {
    const mail = render({ locales: ['nl', 'de-AT'] });

    expect(mail({ ...message, locale: 'nl-BE' }).subject).toContain('inlogcode');
    expect(mail({ ...message, locale: 'de-AT' }).subject).toContain('Anmeldecode');
    expect(mail({ ...message, locale: 'ar' }).subject).toContain('sign-in code');
  });

  test('are refused where there are no words, naming the ones there are', () => {
    expect(() => render({ locales: ['fr'] })).toThrow(
      'locales holds "fr", which has no words: there are en, nl, de, ar; give your own in texts',
    );
    expect(() => render({ locales: ['__proto__'] })).toThrow('which has no words');
  });
});
