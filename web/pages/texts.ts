import type { Medium } from '../client/challenge.ts';
import type { ClientErrorCode } from '../client/errors.ts';
import { inLanguage } from './language.ts';

const attempts = (count: number) => (count === 1 ? '1 try left.' : `${count} tries left.`);

/** The channels as people know them. */
const channels: Readonly<Record<Medium, string>> = {
  email: 'Email',
  sms: 'Text message',
  push: 'App notification',
};

const errors: Readonly<Record<ClientErrorCode, string>> = {
  'invalid-address': 'That is not an address we can send a code to. Check it for typing mistakes.',
  'address-not-supported':
    'Codes cannot be sent to that kind of address here. Use another one, such as an email address.',
  'sign-up-closed': 'New accounts are not open to that address. Use another one, or ask whoever runs this site.',
  'foreign-client': 'This site is not set up for sign-in by code. Whoever runs it must add its app client.',
  'try-later': 'We could not do that just now. Wait a minute, then try again.',
  'session-expired':
    'This sign-in was open too long, or went on elsewhere. Start again: a code you just got may still work.',
  'signed-out': 'Your session has ended. Sign in again.',
  'not-authorized':
    'Too many codes were wrong, or the account is closed to this sign-in. Start again to get a new code.',
  'user-exists': 'That address has an account. Sign in with it.',
  'user-not-found': 'You cannot sign in with that address. Check it, or create an account.',
  'user-not-confirmed': 'This account still has to be confirmed. Ask whoever runs this site.',
  disabled: 'This account is switched off. Ask whoever runs this site.',
  'limit-exceeded': 'Too many requests at once. Wait a minute, then try again.',
  misconfigured:
    'This site is not set up right: the user pool does not know it. Whoever runs it must check its client id.',
  offline: 'We cannot reach the sign-in service. Check your connection, then try again.',
  timeout: 'The sign-in service took too long. Check your connection, then try again.',
  busy: 'One moment, the last step is not done yet.',
  cancelled: 'That was cancelled. Start again when you are ready.',
  server: 'Something went wrong on our side. Try again; if it stays, tell whoever runs this site.',
};

/** Everything the pages say, in English. */
export const en = {
  errors,
  attempts,
  channels,
  address: {
    titleSignIn: 'Sign in',
    titleSignUp: 'Create your account',
    introSignIn: 'We send you a code. No password to remember.',
    introSignUp: 'All it takes is an address or a number. We send you a code to sign in with.',
    label: 'Email address or phone number',
    hint: 'A phone number begins with + and its country code, as in +31\u00a06\u00a01234\u00a05678.',
    submitSignIn: 'Send me a code',
    submitSignUp: 'Create account',
    sending: 'Sending…',
    toSignUp: 'New here?',
    toSignUpAction: 'Create an account',
    toSignIn: 'Have an account?',
    toSignInAction: 'Sign in',
    empty: 'Enter your email address or phone number.',
    noCountryCode: 'Begin the number with + and its country code, as in +31\u00a06\u00a01234\u00a05678.',
    signedOut: 'You are signed out.',
    signInAgain: 'Sign in again, then change your addresses within the next minutes.',
    signedOutHere: 'You are signed out on this device. The service could not be reached to end the session there too.',
  },
  code: {
    title: 'Enter your code',
    titleEnded: 'This try has ended',
    titleLimited: 'Wait a little',
    introSignIn: (address: string) => `If you have an account for ${address}, a code is on its way to you.`,
    introSignUp: (address: string) => `We are sending a code to ${address}.`,
    /** Where a code may be when each account has its own settings: all that the deployment offers. */
    look: (places: string) => `Look in ${places}.`,
    places: { email: 'your mail', sms: 'your messages', push: 'your app' } as Readonly<Record<Medium, string>>,
    label: (length: number) => `${length}-digit code`,
    hint: (time: string) => `Works until ${time}. Paste it with or without spaces.`,
    submit: 'Sign in',
    checking: 'Checking…',
    empty: 'Enter the code from your message.',
    short: (length: number, typed: number) => `A code has ${length} digits, and this has ${typed}. Enter the rest.`,
    long: (length: number, typed: number) => `A code has ${length} digits, but this has ${typed}. Enter it again.`,
    notDigits: (length: number) => `A code is ${length} digits, nothing else. Enter it again.`,
    wrong: (left: number) => `That code is not right. ${attempts(left)}`,
    expired: 'That code is too old. A new one is on its way: use the newest message.',
    spent: 'That code was used up, perhaps in another tab. A new one is on its way: use the newest message.',
    overdue: 'The code has run out. Ask for a new one.',
    limited: (wait: string) => `Too many codes or tries for now. You can ask again in ${wait}.`,
    limitedUnknown: 'Too many codes or tries for now. Wait a while, then ask again.',
    reused: 'The code we sent before still works. Look for it in your messages.',
    resent: 'A code is on its way. Look for the newest message.',
    resentBy: {
      email: 'If your account has an email address, a code is on its way there.',
      sms: 'If your account has a phone number, a code is on its way there.',
      push: 'If your account has a device with our app, a code is on its way there.',
    } as Readonly<Record<Medium, string>>,
    otherWay: 'Send it another way',
    channelIn: (channel: string, wait: string) => `${channel} in ${wait}`,
    resend: 'Send the code again',
    resendIn: (wait: string) => `Send again in ${wait}`,
    resending: 'Sending…',
    ready: 'You can ask for the code again now.',
    restart: 'Start again',
    change: 'Use another address',
    noAccount: 'No account yet?',
    noAccountAction: 'Create one for this address',
    whereTitle: 'No message?',
    where: {
      first: 'It can take a minute. If one was sent lately, that one still works.',
      email: 'Look in the spam and promotions folders.',
      sms: 'For a text message the phone needs a signal, and room for messages.',
      push: 'For a notification the app needs leave to show them.',
      last: 'Check the address for typing mistakes.',
    },
  },
  account: {
    views: 'What to show',
    viewTokens: 'Tokens',
    viewProfile: 'Addresses and devices',
    loadingProfile: 'Loading…',
    profileFailed: 'This part of the page could not be loaded. Check your connection, then try again.',
    retryProfile: 'Try again',
    title: 'You are signed in',
    as: (name: string) => `as ${name}`,
    until: (time: string) => `Your tokens work until ${time}.`,
    expired: 'Your tokens have run out. Refresh them to go on.',
    refreshed: (time: string) => `New tokens are here. They work until ${time}.`,
    refresh: 'Refresh tokens',
    refreshing: 'Refreshing…',
    signOut: 'Sign out',
    signingOut: 'Signing out…',
    claims: 'What your ID token says',
    accessClaims: 'What your access token says',
    claim: 'Claim',
    value: 'Value',
    yes: 'yes',
    no: 'no',
    labels: {
      email: 'Email address',
      email_verified: 'Email proven',
      phone_number: 'Phone number',
      phone_number_verified: 'Phone number proven',
      name: 'Name',
      locale: 'Language',
      sub: 'User id',
      'cognito:username': 'User name',
      username: 'User name',
      iss: 'Issued by',
      aud: 'App client',
      client_id: 'App client',
      auth_time: 'Signed in at',
      iat: 'Issued at',
      exp: 'Expires at',
      token_use: 'Kind of token',
      scope: 'Scope',
      jti: 'Token id',
      origin_jti: 'Session id',
      event_id: 'Event id',
    } as Readonly<Record<string, string>>,
  },
  stack: {
    title: 'Local stack',
    text: 'No message leaves this machine. Codes arrive in the ',
    link: 'inbox',
    users: 'Sign in as',
    pick: (name: string, channel: string) => `${name} · ${channel}`,
    configFailed: 'The local stack does not answer. Is npm start still running?',
    retry: 'Try again',
  },
};

/** What every language must offer. */
export type Texts = typeof en;

const languages: Readonly<Record<string, Texts>> = { en };

/** The texts for the first of the reader's languages that there are texts in, else English. */
export const textsFor = (preferred: readonly string[]) => inLanguage(preferred, languages, en);
