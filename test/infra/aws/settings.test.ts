import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readAppSettings } from '../../../infra/aws/app-settings.ts';
import { refusalOf } from '../../helpers/refusal.ts';

const plain = { appName: 'Example', email: { from: 'Example <no-reply@example.com>' } };
const withSms = { ...plain, sms: { provider: 'sns', countries: ['NL'] } };

/** What is wrong, and the words that the refusal must have: the place and the cure. */
const refused: readonly (readonly [object, ...RegExp[]])[] = [
  [{ email: plain.email }, /appName is missing/],
  [{ appName: 'Example' }, /email is missing/],
  [{ ...plain, appName: '' }, /appName must not be empty/],
  [{ ...plain, appName: 'x'.repeat(41) }, /appName must have at most 40 characters/],
  [{ ...plain, appName: 'two\nlines' }, /appName must be one line/],
  [{ ...plain, email: { from: 'nobody' } }, /email\.from must be an address such as/],
  [{ ...plain, email: { from: 'a@b' } }, /email\.from must be an address such as/],
  [{ ...plain, email: { from: 'A <B> <no-reply@example.com>' } }, /email\.from must be an address such as/],
  [{ ...plain, email: { from: 'no-reply@exämple.com' } }, /email\.from must be .*here no-reply@xn--exmple-cua\.com/],
  [{ ...plain, email: 'no-reply@example.com' }, /email must be an object/],
  [{ ...plain, email: null }, /email must be an object/],
  [{ ...plain, texts: [] }, /texts must be words by locale and medium, as in \{nl:/],
  [{ ...plain, texts: { fr: {} } }, /texts cannot be used: fr\.minutes\.other is missing/],
  [{ ...plain, texts: { nl: { mail: {} } } }, /nl\.mail is no text: there are email, sms, push/],
  [
    { ...plain, texts: { nl: { email: { 'sign-in': { subject: 'hi' } } } } },
    /nl\.email\.sign-in\.subject must hold \{code\}/,
  ],
  [{ ...plain, sms: { provider: 'sns', countries: ['NL', 'UK'] } }, /sms\.countries\.1 is "UK".*: UK: GB$/m],
  [
    { ...plain, sms: { provider: 'sns', countries: ['XX'] } },
    /sms\.countries\.0 is "XX", which is no country: give its ISO 3166-1 alpha-2 code, such as NL/,
  ],
  [{ ...plain, email: { ...plain.email, replyTo: 'x' } }, /email\.replyTo must be an address/],
  [{ ...plain, email: { ...plain.email, form: 'x@example.com' } }, /email\.form is not a setting/],
  [
    { ...plain, email: { ...plain.email, configurationSet: 'mine' } },
    /email\.configurationSet is not a setting here: the deployment makes/,
  ],
  [
    { ...plain, tables: { records: 'abc', audit: 'def' } },
    /tables is not a setting here: the deployment makes its own/,
  ],
  [{ ...plain, keys: { code: 'alias/x' } }, /keys is not a setting here: the deployment makes its own/],
  [{ ...plain, account: { userPoolId: 'eu-west-1_Abc' } }, /account is not a setting here/],
  [{ ...plain, apname: 'Example' }, /apname is not a setting/],
  [{ ...plain, signUp: 'closed' }, /signUp must be 'open', 'off' or \{domains/],
  [{ ...plain, signUp: { domains: [] } }, /signUp.*(?:must name a domain|must be 'open')/],
  [{ ...plain, sms: { provider: 'sns', countries: [] } }, /sms\.countries must name a country/],
  [
    { ...plain, sms: { provider: 'sns', countries: ['Netherlands'] } },
    /sms\.countries.*ISO 3166-1 alpha-2 code such as NL/,
  ],
  [{ ...plain, sms: { provider: 'twilio', countries: ['NL'] } }, /sms\.provider/],
  [{ ...plain, sms: { provider: 'pinpoint', countries: ['NL'] } }, /pinpoint is missing: give \{applicationId\}/],
  [{ ...plain, push: { provider: 'sns' } }, /push\.platformApplications is missing/],
  [
    { ...plain, push: { provider: 'sns', platformApplications: { apns: 'app' } } },
    /must be the ARN of an SNS platform application/,
  ],
  [{ ...plain, routing: { order: ['sms'] } }, /routing\.order names sms, which has no settings: add sms/],
  [{ ...plain, routing: { order: [] } }, /routing\.order must name a channel/],
  [{ ...withSms, routing: { order: ['email', 'email'] } }, /must name each channel once/],
  [
    { ...plain, routing: { rules: [{ attribute: 'locale', use: ['email'] }] } },
    /must have one condition: equals, in or exists/,
  ],
  [
    { ...plain, routing: { rules: [{ attribute: 'locale', exists: true, use: ['sms'] }] } },
    /names sms, which routing\.order does not offer/,
  ],
  [{ ...plain, locales: { default: 'nl', offered: ['en'] } }, /locales default must be one of offered/],
  [
    { ...plain, policy: { emailCodeLength: 4 } },
    /policy\.emailCodeLength must be a whole number from 6 to 10 \(digits\)/,
  ],
  [{ ...plain, policy: { answersPerCode: 50 } }, /policy\.answersPerCode must be a whole number from 1 to 5/],
  [{ ...plain, policy: { failuresPerDay: 1_000 } }, /policy\.failuresPerDay must be a whole number from 5 to 30/],
  [{ ...plain, policy: { codeLength: 6 } }, /policy\.codeLength is not a setting/],
  [
    { ...plain, policy: { suppressionDays: 0 } },
    /policy\.suppressionDays must be a whole number from 1 to 365 \(days\)/,
  ],
  [{ ...plain, clientIds: ['abc'] }, /clientIds is only for a pool of yours: leave it out, or give userPool/],
  [{ ...plain, userPoolId: 'eu-west-1_AbCdEf123' }, /clientIds is missing: name the app clients/],
  [{ ...plain, userPoolId: 'pool', clientIds: ['abc'] }, /userPoolId must be a user pool id such as/],
  [
    { ...plain, userPoolId: 'eu-west-1_Abc', clientIds: ['abc'], firewall: true },
    /firewall is only for a pool that the deployment makes/,
  ],
  [{ ...plain, refreshTokenRotationSeconds: 10 }, /refreshTokenRotation needs featurePlan ESSENTIALS or PLUS/],
  [
    { ...plain, featurePlan: 'plus', refreshTokenRotationSeconds: 90 },
    /refreshTokenRotation is 90 s: Cognito takes 0 to 60/,
  ],
  [{ ...plain, featurePlan: 'free' }, /featurePlan/],
  [{ ...plain, isolation: 'none' }, /isolation/],
  [{ ...plain, memorySize: 64 }, /memorySize is 64: give 256 to 10240 megabytes/],
  [{ ...plain, logRetentionDays: 12 }, /logRetentionDays/],
  [{ ...plain, codeKeyGeneration: 0 }, /codeKeyGeneration is 0: give a whole number from 1 up/],
  [{ ...plain, removalPolicy: 'keep' }, /removalPolicy/],
  [{ ...plain, webOrigins: ['example.com'] }, /webOrigins has "example\.com": it must be an origin such as https/],
  [{ ...plain, webOrigins: ['http://example.com'] }, /webOrigins has "http:\/\/example\.com": it must be an origin/],
  [{ ...plain, webOrigins: ['*'] }, /webOrigins has "\*": it must be an origin/],
  [{ ...plain, alarmEmail: 'ops' }, /alarmEmail is "ops": it must be one address such as/],
  [{ ...plain, alarmThresholds: { bounces: 1 } }, /alarmThresholds\.bounces is not a setting; the settings are/],
  [
    { ...plain, alarmThresholds: { bouncePercent: 200 } },
    /alarmThresholds\.bouncePercent is 200: it must be above 0 and at most 100/,
  ],
  [
    { ...plain, userPoolId: 'eu-west-1_Abc', clientIds: ['abc'], featurePlan: 'plus' },
    /featurePlan is a setting of the pool: set it on yours, and leave it out here/,
  ],
  [
    { ...plain, userPoolId: 'eu-west-1_Abc', clientIds: ['abc'], refreshTokenRotationSeconds: 10 },
    /refreshTokenRotation is a setting of the pool's client: set it on yours/,
  ],
  [
    { ...plain, emailIdentity: 'example.org' },
    /emailIdentity is "example\.org", which does not stand for email\.from: give no-reply@example\.com or example\.com/,
  ],
  [
    { ...plain, sms: { provider: 'own', countries: ['NL'] } },
    /sms\.provider is own: give functionCode\.triggers with your channel, by the construct/,
    /sms\.provider is own: give functionCode\.account/,
  ],
  [{ ...plain, sandboxRecipients: ['me'] }, /sandboxRecipients has "me": it must be one address/],
  [{ ...plain, serviceName: 'two words' }, /serviceName is "two words": it must be 1 to 100 letters/],
  [{ ...plain, recordsTable: 'a b' }, /recordsTable must be the name of a DynamoDB table/],
  [{ ...plain, stackName: '1st' }, /stackName must be a CloudFormation stack name/],
];

describe('the settings of a deployment', () => {
  test('have the defaults of the construct where nothing is said', () => {
    expect(readAppSettings(plain).stackName).toBe('Doorcode');
  });

  test.each(refused)('are refused with their cure: %j', (settings, ...words) => {
    const message = refusalOf(() => readAppSettings(settings));

    for (const word of words) expect(message).toMatch(word);
  });

  test('are refused with everything that is wrong at once', () => {
    const message = refusalOf(() =>
      readAppSettings({
        ...plain,
        memorySize: 1,
        webOrigins: ['x'],
        policy: { answersPerCode: 0 },
        keys: {},
      }),
    );

    expect(message).toMatch(/has 4 problem\(s\)/);
  });

  test.each([
    [undefined, 'is missing'],
    [null, 'must be one JSON object'],
    ['text', 'must be one JSON object'],
    [[], 'must be one JSON object'],
  ])('are no %j', (settings, words) => {
    expect(refusalOf(() => readAppSettings(settings))).toContain(`doorcode ${words} in the context of cdk.json`);
  });
});

/** What a hand may leave in a file: whatever JSON can say, in the places of settings. */
const anyContext = fc.record(
  Object.fromEntries(
    ['appName', 'email', 'sms', 'push', 'pinpoint', 'routing', 'texts', 'locales', 'policy', 'signUp', 'webOrigins']
      .concat('userPoolId', 'clientIds', 'alarmEmail', 'alarmThresholds', 'emailIdentity', 'firewall', 'x')
      .map((name) => [name, fc.jsonValue({ maxDepth: 3 })]),
  ),
  { requiredKeys: [] },
);

describe('a file of any kind', () => {
  test('is taken, or refused in words', () => {
    fc.assert(
      fc.property(anyContext, (context) => {
        expect(refusalOf(() => readAppSettings(context))).toMatch(/^taken$|problem\(s\)/);
        expect(refusalOf(() => readAppSettings({ ...plain, ...context }))).toMatch(/^taken$|problem\(s\)/);
      }),
    );
  });
});
