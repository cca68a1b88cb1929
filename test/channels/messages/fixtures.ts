import fc from 'fast-check';
import type { Medium, Notice, SignInMessage } from '../../../channels/channel.ts';
import { builtInTexts } from '../../../channels/messages/texts.ts';
import { appNameProblem } from '../../../channels/messages/words.ts';

export const locales = Object.keys(builtInTexts);
export const purposes = ['sign-in', 'prove-address'] as const;
export const changes = ['email-changed', 'phone-changed'] as const;

const destinations: Readonly<Record<Medium, string>> = {
  email: 'ann@example.com',
  sms: '+31612345678',
  push: `f-Xy_1:APA91b${'k'.repeat(120)}`,
};

/** A message as the golden files show it. */
export const codeMessage = (medium: Medium, given: Partial<SignInMessage> = {}): SignInMessage => ({
  purpose: 'sign-in',
  medium,
  destination: destinations[medium],
  code: '402917',
  locale: 'en',
  minutesValid: medium === 'email' ? 10 : 5,
  appName: 'Example',
  challengeId: 'challenge',
  ...given,
});

export const noticeMessage = (medium: Medium, given: Partial<Notice> = {}): Notice => ({
  about: 'email-changed',
  medium,
  destination: destinations[medium],
  locale: 'en',
  appName: 'Example',
  ...given,
});

export const anyCode = fc
  .integer({ min: 6, max: 10 })
  .chain((length) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`)));

export const anyAppName = fc
  .string({ minLength: 1, maxLength: 64, unit: 'grapheme' })
  .filter((name) => appNameProblem(name) === null);

/** Any message of a medium, also of a locale that has no words. */
export const anyCodeMessage = (medium: Medium): fc.Arbitrary<SignInMessage> =>
  fc.record({
    medium: fc.constant(medium),
    purpose: fc.constantFrom(...purposes),
    destination: fc.constant(destinations[medium]),
    code: anyCode,
    locale: fc.oneof(fc.constantFrom(...locales), fc.string()),
    minutesValid: fc.integer({ min: 1, max: 1_440 }),
    appName: anyAppName,
    challengeId: fc.string(),
  });

/** 500 values that a person could have put into an attribute in the hope that a message carries them. */
export const hostileValues: readonly string[] = [
  ...[
    'https://evil.example',
    '<a href="https://evil.example">Click</a>',
    '<script>alert(1)</script>',
    '{code}',
    '{app}',
    '{minutes}',
    '{{code}}',
    '$&',
    '\r\nBcc: eve@evil.example',
    '\n@evil.example #402917',
    'Your account is locked, call +1 900 555 0100',
    '\u202e402917',
    '999999',
    '__proto__',
    '"}]}',
    "' OR 1=1 --",
    '=?utf-8?q?=0A?=',
    '%0d%0a',
    'رمزك 999999',
    '\u0000',
  ].flatMap((value) => Array.from({ length: 25 }, (_, index) => value.padEnd(value.length + index, 'x'))),
];

/** The same message from a user whose every attribute is `value`. */
export const withAttributes = <M extends object>(message: M, value: string): M => ({
  name: value,
  given_name: value,
  email: value,
  phone_number: value,
  subject: value,
  title: value,
  body: value,
  text: value,
  html: value,
  host: value,
  texts: value,
  'custom:channel': value,
  clientMetadata: { locale: value, code: value },
  ...message,
});
