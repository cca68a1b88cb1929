/** All that the widget says, in English. `{name}` is filled in; a key with `.one` and `.other` is chosen by the number. */
export const en = {
  title: 'Sign in',
  intro: 'We send you a code. No password to remember.',
  any: 'Email address or phone number',
  email: 'Email address',
  phone: 'Phone number',
  hint: 'Begin a phone number with + and its country code.',
  send: 'Send me a code',
  sending: 'Sending…',
  empty: 'Fill this in, so that we can send you a code.',
  codeTitle: 'Enter your code',
  onItsWay: 'If you can sign in with {name}, a code is on its way.',
  look: 'Look in {places}.',
  'in.email': 'your mail',
  'in.sms': 'your messages',
  'in.push': 'your app',
  code: '{count}-digit code',
  codeHint: 'Works until {time}.',
  submit: 'Sign in',
  checking: 'Checking…',
  codeEmpty: 'Enter the code from your message.',
  digits: 'A code has {count} digits. Check what you typed.',
  'wrong.one': 'That code is not right. {count} try left.',
  'wrong.other': 'That code is not right. {count} tries left.',
  expired: 'That code is too old. A new one is on its way.',
  spent: 'That code was used up, perhaps in another tab. A new one is on its way.',
  overdue: 'The code has run out. Ask for a new one.',
  limitedTitle: 'Wait a little',
  limited: 'Too many codes or tries. Ask again at {time}.',
  reused: 'The code sent before still works.',
  resent: 'If a code can reach you that way, it is on its way. Use the newest message.',
  resend: 'Send the code again',
  resendIn: 'Send again in {wait}',
  ready: 'You can ask for the code again now.',
  ways: 'Send it another way',
  'by.email': 'Email',
  'by.sms': 'Text message',
  'by.push': 'App notification',
  byIn: '{channel} in {wait}',
  endedTitle: 'This try has ended',
  restart: 'Start again',
  change: 'Use another address',
  signedIn: 'You are signed in',
  as: 'as {name}',
  signOut: 'Sign out',
  signingOut: 'Signing out…',
  signedOut: 'You are signed out.',
  'error.address': 'We cannot send a code there. Check it for typing mistakes, or use another one.',
  'error.account': 'You cannot sign in that way here. Use another address, or ask whoever runs this site.',
  'error.later': 'We could not do that just now. Wait a minute, then try again.',
  'error.ended': 'This sign-in is over. Start again to get a new code.',
  'error.expired': 'Your session has ended. Sign in again.',
  'error.offline': 'We cannot reach the sign-in service. Check your connection, then try again.',
  'error.setup': 'This site is not set up right. Tell whoever runs it.',
  'error.server': 'Something went wrong on our side. Try again.',
};

/** The keys of the texts. A language may have more plural forms than English: `wrong.few`, `wrong.two`. */
export type Texts = Readonly<Record<keyof typeof en, string>> & Readonly<Partial<Record<`wrong.${string}`, string>>>;

/** Names a text. */
export type TextKey = keyof typeof en;

/** Says the text of a key. */
export type Say = (key: TextKey | 'wrong', values?: Readonly<Record<string, string | number>>) => string;

/** A voice in the language of `locale`; what `messages` lack is said by `texts`, and what these lack in English. */
export const sayIn = (
  texts: Partial<Texts>,
  locale: string,
  isRtl: boolean,
  messages: Partial<Texts> | null = {},
): Say => {
  const plural = new Intl.PluralRules(locale);
  const find = (key: string) => messages?.[key as TextKey] ?? texts[key as TextKey] ?? en[key as TextKey];
  return (key, values = {}) => {
    const template = find(key) ?? find(`${key}.${plural.select(Number(values.count))}`) ?? find(`${key}.other`) ?? key;
    return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = Object.hasOwn(values, name) ? String(values[name]) : whole;
      // An address keeps its own direction inside a sentence that runs the other way.
      return isRtl ? `\u2068${value}\u2069` : value;
    });
  };
};
