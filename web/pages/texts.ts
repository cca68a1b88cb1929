import type { ClientErrorCode } from '../client/errors.ts';

const attempts = (count: number) => (count === 1 ? '1 try left.' : `${count} tries left.`);

const errors: Readonly<Record<ClientErrorCode, string>> = {
  'invalid-address': 'That is not an address we can send a code to. Check it for typing mistakes.',
  'address-not-supported': 'Codes cannot be sent to that kind of address here. Use an email address.',
  'sign-up-closed': 'New accounts are not open to that address. Use another one, or ask whoever runs this site.',
  'foreign-client': 'This site is not set up for sign-in by code. Whoever runs it must add its app client.',
  'try-later': 'We could not do that just now. Wait a minute, then try again.',
  'session-expired':
    'This sign-in was open too long, or went on elsewhere. Start again: a code you just got may still work.',
  'signed-out': 'Your session has ended. Sign in again.',
  'not-authorized':
    'Too many codes were wrong, or the account is closed to this sign-in. Start again to try another code.',
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
  address: {
    titleSignIn: 'Sign in',
    titleSignUp: 'Create your account',
    introSignIn: 'We send a code to your email. No password to remember.',
    introSignUp: 'All it takes is your email address. We send you a code to sign in with.',
    label: 'Email address',
    submitSignIn: 'Send me a code',
    submitSignUp: 'Create account',
    sending: 'Sending…',
    toSignUp: 'New here?',
    toSignUpAction: 'Create an account',
    toSignIn: 'Have an account?',
    toSignInAction: 'Sign in',
    empty: 'Enter your email address.',
    signedOut: 'You are signed out.',
    signedOutHere: 'You are signed out on this device. The service could not be reached to end the session there too.',
  },
  code: {
    title: 'Enter your code',
    titleEnded: 'This try has ended',
    titleLimited: 'Wait a little',
    introSignIn: (address: string) => `If you have an account for ${address}, a code is on its way to you.`,
    introSignUp: (address: string) => `We are sending a code to ${address}.`,
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
    spent: 'That code can no longer be used. A new one is on its way: use the newest message.',
    overdue: 'The code has run out. Ask for a new one.',
    limited: (wait: string) => `Too many codes or tries for now. You can ask again in ${wait}.`,
    limitedUnknown: 'Too many codes or tries for now. Wait a while, then ask again.',
    reused: 'The code we sent before still works. Look for it in your messages.',
    resent: 'A code is on its way. Look for the newest message.',
    resend: 'Send the code again',
    resendIn: (wait: string) => `Send again in ${wait}`,
    resending: 'Sending…',
    ready: 'You can ask for the code again now.',
    restart: 'Start again',
    change: 'Use another address',
    noAccount: 'No account yet?',
    noAccountAction: 'Create one for this address',
    whereTitle: 'No message?',
    where: [
      'It can take a minute. If one was sent lately, that one still works.',
      'Look in the spam and promotions folders.',
      'Check the address for typing mistakes.',
    ],
  },
  account: {
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
    configFailed: 'The local stack does not answer. Is npm start still running?',
    retry: 'Try again',
  },
  inbox: {
    title: 'Inbox',
    count: (count: number) => (count === 1 ? '1 message' : `${count} messages`),
    live: 'Live',
    reconnecting: 'Reconnecting…',
    emptyTitle: 'Nothing here yet',
    empty: 'Every message that the local stack sends shows up here at once. Ask for a code to see one.',
    emptyAction: 'Go to the sign-in page',
    choose: 'Choose a message to read it.',
    noSubject: '(no subject)',
    arrived: (to: string) => `New message to ${to}`,
    to: 'To',
    time: 'Time',
    provider: 'Sent through',
    device: 'Device',
    media: { email: 'Email', sms: 'Text message', push: 'Push' } as Readonly<Record<string, string>>,
    designed: 'As designed',
    plain: 'Plain text',
    message: 'Message',
    copy: (code: string) => `Copy ${code}`,
    copied: 'Copied',
    copyFailed: 'Copying is blocked here: select the code instead.',
    back: 'All messages',
    failed: 'The messages could not be read. Is npm start still running?',
  },
};

/** What every language must offer. */
export type Texts = typeof en;

const languages: Readonly<Record<string, Texts>> = { en };

/** The texts for the first of the reader's languages that there are texts in, else English. */
export const textsFor = (preferred: readonly string[]): { readonly locale: string; readonly texts: Texts } => {
  for (const tag of preferred) {
    const language = tag.toLowerCase().split('-')[0] ?? '';
    if (Object.hasOwn(languages, language)) return { locale: tag, texts: languages[language] ?? en };
  }
  return { locale: 'en', texts: en };
};
