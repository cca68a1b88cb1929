import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sendEmailInput } from '../../../channels/ses.ts';
import { channelSettings } from '../../../functions/runtime/channel-settings.ts';
import { CONFIG_VARIABLE, ConfigError, loadConfig, parseConfig } from '../../../functions/runtime/config.ts';

const good = {
  appName: 'Shop',
  clientIds: null,
  email: { from: 'Shop <no-reply@example.com>' },
  tables: { records: 'records', audit: 'audit' },
  keys: { code: 'alias/code-key', previousCode: null, index: 'alias/index-key' },
};

/** What is wrong, the place that the message must name, and words that say what to do. */
const bad: [string, unknown, string, RegExp][] = [
  ['nothing', undefined, 'the configuration', /one JSON object/],
  ['null', null, 'the configuration', /one JSON object/],
  ['a text', 'Shop', 'the configuration', /one JSON object/],
  ['a list', [good], 'the configuration', /one JSON object/],
  ['no application name', { ...good, appName: undefined }, 'appName', /missing/],
  ['a name that is a number', { ...good, appName: 5 }, 'appName', /^appName must be a text, not 5$/],
  ['an empty name', { ...good, appName: '  ' }, 'appName', /empty/],
  ['a name too long', { ...good, appName: 'x'.repeat(41) }, 'appName', /at most 40/],
  ['a name of two lines', { ...good, appName: 'Shop\r\nBcc: eve' }, 'appName', /one line/],
  ['a name with a code in it', { ...good, appName: 'Shop 123456' }, 'appName', /digits/],
  ['an unsaid client list', { ...good, clientIds: undefined }, 'clientIds', /missing/],
  ['an empty client list', { ...good, clientIds: [] }, 'clientIds', /null for every client/],
  ['a client list that is a text', { ...good, clientIds: 'abc' }, 'clientIds', /^clientIds must be a list, not "abc"$/],
  ['a client that is none', { ...good, clientIds: ['ok', 'a b'] }, 'clientIds.1', /app client id/],
  ['an unknown sign-up policy', { ...good, signUp: 'closed' }, 'signUp', /'open', 'off' or/],
  ['no sign-up domain', { ...good, signUp: { domains: [] } }, 'signUp', /name a domain/],
  ['a sign-up domain that is none', { ...good, signUp: { domains: ['not a domain'] } }, 'signUp', /domains/],
  ['a mixed-script domain', { ...good, signUp: { domains: ['exаmple.com'] } }, 'signUp', /domains/],
  ['no channel', { ...good, routing: { order: [] } }, 'routing.order', /name a channel/],
  ['an unknown channel', { ...good, routing: { order: ['fax'] } }, 'routing.order.0', /"email"/],
  ['a channel twice', { ...good, routing: { order: ['email', 'email'] } }, 'routing.order', /once/],
  ['a misspelt routing setting', { ...good, routing: { ordre: ['email'] } }, 'routing.ordre', /not a setting/],
  [
    'a disclosure that is no boolean',
    { ...good, discloseChannel: 'yes' },
    'discloseChannel',
    /true or false, not "yes"/,
  ],
  ['no mail settings', { ...good, email: undefined }, 'email', /missing/],
  ['no sender', { ...good, email: {} }, 'email.from', /missing/],
  ['a sender that is no address', { ...good, email: { from: 'Shop' } }, 'email.from', /no-reply@example.com/],
  ['two senders', { ...good, email: { from: 'a@example.com, b@example.com' } }, 'email.from', /address such as/],
  [
    'a name that ends early',
    { ...good, email: { from: 'A <B> <no-reply@example.com>' } },
    'email.from',
    /Example <no-reply@example.com>/,
  ],
  [
    'a sender in brackets of its own',
    { ...good, email: { from: 'Shop < no-reply@example.com >' } },
    'email.from',
    /here no-reply@example\.com|such as/,
  ],
  [
    'a sender whose domain no mail server writes so',
    { ...good, email: { from: 'Shop <no-reply@exämple.com>' } },
    'email.from',
    /here no-reply@xn--exmple-cua\.com/,
  ],
  ['a sender of a domain without a dot', { ...good, email: { from: 'no-reply@localhost' } }, 'email.from', /such as/],
  [
    'a sender with a header in it',
    { ...good, email: { from: 'a@example.com\nBcc: e@e.com' } },
    'email.from',
    /one line/,
  ],
  [
    'a reply address that is none',
    { ...good, email: { from: 'a@example.com', replyTo: 'x' } },
    'email.replyTo',
    /such as/,
  ],
  [
    'a configuration set that is none',
    { ...good, email: { from: 'a@example.com', configurationSet: 'a b' } },
    'email.configurationSet',
    /configuration set name/,
  ],
  [
    'a subject switch that is none',
    { ...good, email: { from: 'a@example.com', codeInSubject: 1 } },
    'email.codeInSubject',
    /true or false/,
  ],
  [
    'a locale without words',
    { ...good, locales: { default: 'fr', offered: ['en'] } },
    'locales.default',
    /"en" \| "nl"/,
  ],
  [
    'a default locale that is not offered',
    { ...good, locales: { default: 'nl', offered: ['en'] } },
    'locales',
    /one of offered/,
  ],
  ['locales without the default one', { ...good, locales: { offered: ['nl'] } }, 'locales', /'en' unless set/],
  ['no locale', { ...good, locales: { default: 'en', offered: [] } }, 'locales.offered', /name a locale/],
  ['a policy number out of range', { ...good, policy: { answersPerCode: 9 } }, 'policy.answersPerCode', /from 1 to 5/],
  [
    'a policy number that is a text',
    { ...good, policy: { emailCodeLength: '6' } },
    'policy.emailCodeLength',
    /from 6 to 10/,
  ],
  [
    'a policy number with a fraction',
    { ...good, policy: { failuresPerHour: 9.5 } },
    'policy.failuresPerHour',
    /whole number/,
  ],
  ['a code that is too short', { ...good, policy: { emailCodeLength: 4 } }, 'policy.emailCodeLength', /from 6 to 10/],
  [
    'a code that lives too long',
    { ...good, policy: { emailValidSeconds: 3_600 } },
    'policy.emailValidSeconds',
    /60 to 600/,
  ],
  ['an unknown policy', { ...good, policy: { nonsense: 1 } }, 'policy.nonsense', /not a setting/],
  ['no tables', { ...good, tables: undefined }, 'tables', /missing/],
  [
    'a table name that is none',
    { ...good, tables: { records: 'a b', audit: 'audit' } },
    'tables.records',
    /DynamoDB table/,
  ],
  ['one table for both', { ...good, tables: { records: 'one', audit: 'one' } }, 'tables', /two tables/],
  ['no keys', { ...good, keys: undefined }, 'keys', /missing/],
  ['a key that is none', { ...good, keys: { ...good.keys, code: 'x y' } }, 'keys.code', /ARN, id or alias/],
  ['an unsaid previous key', { ...good, keys: { code: 'alias/a', index: 'alias/b' } }, 'keys.previousCode', /missing/],
  ['one key for codes and index', { ...good, keys: { ...good.keys, index: 'alias/code-key' } }, 'keys', /different/],
  [
    'a previous key that is the key',
    { ...good, keys: { ...good.keys, previousCode: 'alias/code-key' } },
    'keys',
    /different/,
  ],
  ['words in a list', { ...good, texts: [] }, 'texts', /must be words by locale and medium, as in \{nl:/],
  ['a text in a list', { ...good, texts: { nl: { email: [] } } }, 'texts', /must be words by locale and medium/],
  ['words that are a text', { ...good, texts: { nl: 'Hallo' } }, 'texts.nl', /must be an object, not "Hallo"/],
  [
    'a subject without its code',
    { ...good, texts: { nl: { email: { 'sign-in': { subject: 'hi' } } } } },
    'texts',
    /nl\.email\.sign-in\.subject must hold \{code\}/,
  ],
  ['a language without its words', { ...good, texts: { fr: {} } }, 'texts', /fr\.email is missing/],
  ['a misspelt medium of words', { ...good, texts: { nl: { mail: {} } } }, 'texts', /nl\.mail is no text: there are/],
  ['words of what is no language', { ...good, texts: { Dutch_: {} } }, 'texts', /"Dutch_" is no locale such as "en"/],
  [
    'a misspelt text beside a good one',
    { ...good, texts: { en: { email: { 'sign-in': { subject: '{code}', subjct: 'x' } } } } },
    'texts',
    /en\.email\.sign-in\.subjct is no text: there are subject,/,
  ],
  [
    'a placeholder that there is not',
    { ...good, texts: { en: { email: { 'sign-in': { subject: '{code} {name}' } } } } },
    'texts',
    /holds \{name\}, allowed are \{app\}, \{code\}/,
  ],
  ['a misspelt setting', { ...good, apName: 'Shop' }, 'apName', /not a setting/],
];

const problemsOf = (parse: () => unknown): readonly string[] => {
  try {
    parse();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe('a configuration', () => {
  test.each(bad)('with %s is refused, and told where and why', (_, input, place, cure) => {
    const problems = problemsOf(() => parseConfig(input));

    expect(problems.filter((text) => text.startsWith(place) && cure.test(text))).not.toEqual([]);
  });

  test('has at least forty ways to be refused', () => {
    expect(bad.length).toBeGreaterThanOrEqual(40);
  });

  test('names every problem at once', () => {
    const problems = problemsOf(() =>
      parseConfig({
        ...good,
        appName: '',
        clientIds: [],
        tables: { records: 'a b', audit: 'audit' },
        policy: { answersPerCode: 9 },
      }),
    );

    for (const place of ['appName', 'clientIds', 'tables.records', 'policy.answersPerCode']) {
      expect(problems.join('\n')).toContain(place);
    }
  });

  test('is taken with its defaults, and cannot be changed', () => {
    const config = parseConfig(good);

    expect(config).toMatchObject({
      signUp: 'open',
      routing: { order: ['email'] },
      discloseChannel: false,
      email: { codeInSubject: true },
      locales: { default: 'en', offered: ['en', 'nl', 'de', 'ar'] },
      policy: {},
    });
    expect(Object.isFrozen(config)).toBe(true);
    expect(parseConfig(config)).toEqual(config);
  });

  test.each([
    [{ default: 'nl' }, { default: 'nl', offered: ['en', 'nl', 'de', 'ar'] }],
    [{ offered: ['nl', 'en'] }, { default: 'en', offered: ['nl', 'en'] }],
    [{}, { default: 'en', offered: ['en', 'nl', 'de', 'ar'] }],
  ])('takes one setting of the locales without the other: %j', (given, locales) => {
    expect(parseConfig({ ...good, locales: given }).locales).toEqual(locales);
  });

  test('is taken only where SES’s builder takes its sender and its words', () => {
    const piece = fc.constantFrom(
      'A',
      ' ',
      '<',
      '>',
      '"',
      '@',
      'no-reply@example.com',
      'x@exämple.com',
      ',',
      '=?',
      'é',
    );
    const text = fc.constantFrom('hi', '{code}', '{app}', '', '123456', [], {}, null);
    const words = fc.dictionary(
      fc.constantFrom('nl', 'fr', 'en-GB', '?'),
      fc.dictionary(fc.constantFrom('email', 'mail'), fc.record({ 'sign-in': fc.record({ subject: text }) })),
    );
    const from = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''));

    fc.assert(
      fc.property(
        fc.oneof(fc.constant('a@example.com'), from),
        fc.option(words, { nil: undefined }),
        (sender, texts) => {
          const input = { ...good, email: { from: sender }, ...(texts && { texts }) };
          if (problemsOf(() => parseConfig(input)).length > 0) return;

          expect(() => sendEmailInput(channelSettings(parseConfig(input)).ses)).not.toThrow();
        },
      ),
    );
  });

  test('keeps sign-up domains in the form that addresses are compared in', () => {
    const { signUp } = parseConfig({ ...good, signUp: { domains: ['Bücher.Example', 'EXAMPLE.com'] } });

    expect(signUp).toEqual({ domains: ['xn--bcher-kva.example', 'example.com'] });
  });

  test('is read from the environment as JSON', () => {
    expect(loadConfig({ [CONFIG_VARIABLE]: JSON.stringify(good) })).toEqual(parseConfig(good));
    expect(problemsOf(() => loadConfig({}))).toEqual([expect.stringContaining(`${CONFIG_VARIABLE} is not set`)]);
    expect(problemsOf(() => loadConfig({ [CONFIG_VARIABLE]: '{' }))).toEqual([`${CONFIG_VARIABLE} is not JSON`]);
  });
});
