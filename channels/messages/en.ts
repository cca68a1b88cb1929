import type { SignInTexts } from './texts.ts';

/** English. */
export const en: SignInTexts = {
  minutes: { one: '{count} minute', other: '{count} minutes' },
  email: {
    subject: '{code} is your {app} sign-in code',
    subjectWithoutCode: 'Your {app} sign-in code',
    preheader: '{code} is your {app} sign-in code. It works for {minutes}.',
    heading: 'Your sign-in code',
    instruction: 'Type this code on the page where you are signing in to {app}.',
    validity: 'It works once, for {minutes}.',
    neverShare: 'Never share this code.',
    nobodyAsks: 'Nobody from {app} will ever ask you for it, not by phone, mail or chat.',
    notYou: 'You are not signing in? Then ignore this mail: without the code nobody gets in.',
  },
};
