import type { MessageTexts } from './texts.ts';

/** English. */
export const en: MessageTexts = {
  minutes: { one: '{count} minute', other: '{count} minutes' },
  minutesShort: { other: '{count} min' },
  email: {
    validity: 'It works once, for {minutes}.',
    neverShare: 'Never share this code.',
    nobodyAsks: 'Nobody from {app} will ever ask you for it, not by phone, mail or chat.',
    'sign-in': {
      subject: '{code} is your {app} sign-in code',
      subjectWithoutCode: 'Your {app} sign-in code',
      preheader: '{code} is your {app} sign-in code. It works for {minutes}.',
      heading: 'Your sign-in code',
      instruction: 'Type this code on the page where you are signing in to {app}.',
      notYou: 'You are not signing in? Then ignore this mail: without the code nobody gets in.',
    },
    'prove-address': {
      subject: '{code} confirms your email address at {app}',
      subjectWithoutCode: 'Confirm your email address at {app}',
      preheader: '{code} is your {app} code to confirm this email address. It works for {minutes}.',
      heading: 'Confirm your email address',
      instruction: 'Type this code on the account page of {app} to add this address to your account.',
      notYou: 'You are not adding this address? Then ignore this mail: without the code it is added to no account.',
    },
    'email-changed': {
      subject: 'The email address of your {app} account was changed',
      heading: 'Email address changed',
      news: 'The email address of your {app} account was changed. If that was you, there is nothing to do.',
      notYou: 'That was not you? Contact the support of {app} at once.',
    },
    'phone-changed': {
      subject: 'The phone number of your {app} account was changed',
      heading: 'Phone number changed',
      news: 'The phone number of your {app} account was changed. If that was you, there is nothing to do.',
      notYou: 'That was not you? Contact the support of {app} at once.',
    },
  },
  sms: {
    'sign-in': '{code} is your {app} sign-in code, valid {minutes}. Never share it.',
    'prove-address': '{code} is your {app} code to confirm this number, valid {minutes}. Never share it.',
    'email-changed': '{app}: the email address of your account was changed. Not you? Contact support at once.',
    'phone-changed': '{app}: the phone number of your account was changed. Not you? Contact support at once.',
  },
  push: {
    'sign-in': {
      title: 'Sign in to {app}',
      body: '{code} is your sign-in code. It works for {minutes}. Never share it. Not signing in? Ignore it.',
    },
    'prove-address': {
      title: 'Confirm a change at {app}',
      body: '{code} is your code to confirm it. It works for {minutes}. Never share it. Not you? Ignore it.',
    },
    'email-changed': {
      title: '{app}: email address changed',
      body: 'The email address of your account was changed. Not you? Contact support at once.',
    },
    'phone-changed': {
      title: '{app}: phone number changed',
      body: 'The phone number of your account was changed. Not you? Contact support at once.',
    },
  },
};
