import { describe, expect, test } from '@jest/globals';
import { ConfigError, parseConfig } from '../../../functions/runtime/config.ts';

const good = {
  appName: 'Shop',
  clientIds: null,
  email: { from: 'Shop <no-reply@example.com>' },
  sms: { provider: 'sns', countries: ['NL', 'DE'] },
  push: { provider: 'pinpoint' },
  pinpoint: { applicationId: 'abc123' },
  tables: { records: 'records', audit: 'audit' },
  keys: { code: 'alias/code-key', previousCode: null, index: 'alias/index-key' },
};
const sms = (change: object) => ({ ...good, sms: { ...good.sms, ...change } });
const push = (change: object) => ({ ...good, push: { ...good.push, ...change } });
const rule = (change: object) => ({
  ...good,
  routing: { rules: [{ attribute: 'custom:channel', equals: 'push', use: ['push'], ...change }] },
});
const application = 'arn:aws:sns:eu-west-1:123456789012:app/GCM/shop';

/** What is wrong, the place that the message must name, and words that say what to do. */
const bad: [string, unknown, string, RegExp][] = [
  ['SMS for no country', sms({ countries: [] }), 'sms.countries', /must name a country/],
  ['SMS without a list of countries', { ...good, sms: { provider: 'sns' } }, 'sms.countries', /missing/],
  ['a country in small letters', sms({ countries: ['nl'] }), 'sms.countries.0', /ISO 3166-1 alpha-2 code such as NL/],
  ['a country by its name', sms({ countries: ['NL', 'Germany'] }), 'sms.countries.1', /ISO 3166-1/],
  ['a country by its calling code', sms({ countries: ['+31'] }), 'sms.countries.0', /ISO 3166-1/],
  ['SMS by mail', sms({ provider: 'ses' }), 'sms.provider', /"sns"/],
  ['SMS by nobody', { ...good, sms: { countries: ['NL'] } }, 'sms.provider', /missing/],
  ['a host that is a URL', sms({ host: 'https://example.com/' }), 'sms.host', /host name such as example.com/],
  [
    'a host that fits into no message',
    sms({ host: `${'sign-in.'.repeat(12)}example.com` }),
    'host "sign-in.',
    /does not fit into one segment .* shorten them by 19/,
  ],
  ['an embedding host without a host', sms({ embeddedHost: 'shop.example' }), 'embeddedHost', /give the host/],
  ['a sender with a space too many', sms({ senderId: 'Example Shop Ltd' }), 'sms', /senderId/],
  ['a sender that is no name', sms({ senderId: '' }), 'sms', /senderId/],
  ['a price that is a text', sms({ maxPriceUsd: '1' }), 'sms.maxPriceUsd', /number of US dollars/],
  ['a price below nothing', sms({ maxPriceUsd: -1 }), 'sms', /maxPriceUsd/],
  ['a misspelt SMS setting', sms({ sender: 'Shop' }), 'sms.sender', /not a setting/],
  ['push by mail', push({ provider: 'ses' }), 'push.provider', /"pinpoint"/],
  ['push by SNS without applications', push({ provider: 'sns' }), 'push.platformApplications', /missing/],
  [
    'a platform application that is none',
    push({ provider: 'sns', platformApplications: { fcm: 'shop' } }),
    'push.platformApplications.fcm',
    /ARN of an SNS platform application/,
  ],
  [
    'an application for a platform that is none',
    push({ provider: 'sns', platformApplications: { windows: application } }),
    'push.platformApplications.windows',
    /not a setting/,
  ],
  ['a misspelt push setting', push({ Sound: 'x' }), 'push.Sound', /not a setting/],
  [
    'Pinpoint without its application',
    { ...good, pinpoint: undefined },
    'pinpoint',
    /missing: give \{applicationId\}|missing/,
  ],
  [
    'a Pinpoint application that is none',
    { ...good, pinpoint: { applicationId: 'a/b' } },
    'pinpoint.applicationId',
    /id of a/,
  ],
  [
    'an order with a channel that has no settings',
    { ...good, push: undefined, routing: { order: ['email', 'push'] } },
    'routing.order',
    /names push, which has no settings/,
  ],
  ['an order with a channel twice', { ...good, routing: { order: ['sms', 'sms'] } }, 'routing.order', /once/],
  ['a rule without an attribute', rule({ attribute: '' }), 'routing.rules.0.attribute', /attribute such as/],
  [
    'a rule on what is no attribute',
    rule({ attribute: 'custom:a b' }),
    'routing.rules.0.attribute',
    /attribute such as/,
  ],
  ['a rule with no channel', rule({ use: [] }), 'routing.rules.0.use', /name a channel/],
  ['a rule with an unknown channel', rule({ use: ['fax'] }), 'routing.rules.0.use.0', /"email"/],
  ['a rule with a channel twice', rule({ use: ['sms', 'sms'] }), 'routing.rules.0.use', /once/],
  [
    'a rule with a channel that is not offered',
    { ...rule({}), push: undefined, pinpoint: undefined },
    'routing.rules.0.use',
    /names push/,
  ],
  ['a rule with two conditions', rule({ exists: true }), 'routing.rules.0', /one condition/],
  ['a rule without a condition', rule({ equals: undefined }), 'routing.rules.0', /one condition|equals/],
  [
    'a rule with an empty list',
    { ...good, routing: { rules: [{ attribute: 'locale', in: [], use: ['sms'] }] } },
    'routing.rules.0.in',
    /name a value/,
  ],
  ['a misspelt condition', rule({ equal: 'x' }), 'routing.rules.0.equal', /not a setting/],
  ['an SMS budget of nothing', { ...good, policy: { smsPoolPerHour: 0 } }, 'policy.smsPoolPerHour', /from 1 to/],
  ['a text that hides the code', { ...good, texts: { en: { sms: { code: 'Welcome!' } } } }, 'texts', /code/],
];

const problemsOf = (input: unknown): readonly string[] => {
  try {
    parseConfig(JSON.parse(JSON.stringify(input)));
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe('a configuration of several channels', () => {
  test.each(bad)('with %s is refused, and told where and why', (_, input, place, cure) => {
    const problems = problemsOf(input);

    expect(problems.filter((text) => text.includes(place) && cure.test(text))).not.toEqual([]);
  });

  test('names every problem at once', () => {
    const problems = problemsOf({
      ...good,
      sms: { provider: 'sns', countries: [] },
      push: { provider: 'fax' },
      routing: { order: ['email', 'email'] },
    });

    for (const place of ['sms.countries', 'push.provider', 'routing.order']) {
      expect(problems.join('\n')).toContain(place);
    }
    const missing = problemsOf({ ...good, pinpoint: undefined, routing: { rules: [] }, push: { provider: 'sns' } });
    expect(missing.join('\n')).toContain('push.platformApplications');
    expect(problemsOf(sms({ senderId: '', maxPriceUsd: -1 })).join('\n')).toMatch(/senderId/);
  });

  test('is taken with the channels that it has, in their order', () => {
    expect(parseConfig(good).routing).toEqual({ order: ['email', 'sms', 'push'], rules: [] });
    const { push: _push, pinpoint: _pinpoint, ...two } = good;
    expect(parseConfig(two).routing.order).toEqual(['email', 'sms']);
    expect(parseConfig({ ...two, routing: { order: ['sms'] } }).routing.order).toEqual(['sms']);
    expect(parseConfig(parseConfig(good))).toEqual(parseConfig(good));
  });

  test.each([
    ['SMS by Pinpoint', sms({ provider: 'pinpoint', originationNumber: '+31612345678', keyword: 'SHOP' })],
    [
      'SMS with every setting of SNS',
      sms({ senderId: 'Shop', maxPriceUsd: 0.5, host: 'example.com', embeddedHost: 'shop.nl' }),
    ],
    ['SMS by a channel of its own', sms({ provider: 'own' })],
    ['push by SNS', { ...push({ provider: 'sns', platformApplications: { fcm: application } }), pinpoint: undefined }],
    ['rules of each kind', rule({})],
    [
      'rules on a list',
      { ...good, routing: { rules: [{ attribute: 'locale', in: ['nl-NL'], use: ['sms', 'email'] }] } },
    ],
  ])('takes %s', (_, input) => {
    expect(problemsOf(input)).toEqual([]);
  });
});
