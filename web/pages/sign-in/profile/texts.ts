import type { DevicePlatform } from '../../../client/account-answers.ts';
import type { AccountErrorCode } from '../../../client/account-error.ts';
import type { Medium } from '../../../client/challenge.ts';
import { inLanguage } from '../../language.ts';

const tries = (count: number) => (count === 1 ? '1 try left.' : `${count} tries left.`);

const errors: Readonly<Record<AccountErrorCode, string>> = {
  'invalid-address': 'That is not an address we can send a code to. Check it for typing mistakes.',
  'address-not-supported': 'Codes cannot be sent to that kind of address here. Use another one.',
  'sign-in-again': 'To keep your account yours, sign in again before you change an address.',
  limited: 'Too many codes or tries for now. Wait a while, then try again.',
  'wrong-code': 'That code is not right.',
  'expired-code': 'That code no longer works. Ask for a new one.',
  'address-taken': 'That address belongs to another account. Use a different one.',
  'channel-not-offered': 'Codes cannot come that way here. Choose another one.',
  'invalid-device': 'That device cannot get notifications from here.',
  'unknown-device': 'That device is no longer on the list.',
  'try-later': 'We could not do that just now. Wait a minute, then try again.',
  'signed-out': 'Your session has ended. Sign in again.',
  misconfigured: 'Addresses and devices cannot be changed here: this site runs no account service.',
  offline: 'We cannot reach the account service. Check your connection, then try again.',
  timeout: 'The account service took too long. Check your connection, then try again.',
  busy: 'One moment, the last change is not done yet.',
  server: 'Something went wrong on our side. Try again; if it stays, tell whoever runs this site.',
};

/** Everything that the view of addresses, channel and devices says, in English. */
export const en = {
  errors,
  loading: 'Loading…',
  retry: 'Try again',
  limitedFor: (wait: string) => `Too many codes or tries for now. You can try again in ${wait}.`,
  addresses: {
    title: 'Addresses',
    intro: 'You can sign in with each of them. Codes go only to those that are proven.',
    names: { email: 'Email address', sms: 'Phone number' },
    proven: 'Proven',
    unproven: 'Not proven yet',
    none: 'None',
    add: 'Add',
    change: 'Change',
    prove: 'Prove it',
    addNamed: { email: 'Add an email address', sms: 'Add a phone number' },
    changeNamed: { email: 'Change the email address', sms: 'Change the phone number' },
    proveNamed: { email: 'Prove the email address', sms: 'Prove the phone number' },
    labels: { email: 'New email address', sms: 'New phone number' },
    hints: {
      email: 'We send a code there. Nothing changes before you enter it.',
      sms: 'With + and the country code, as in +31\u00a06\u00a01234\u00a05678. We send a code there.',
    },
    send: 'Send me a code',
    sending: 'Sending…',
    cancel: 'Cancel',
    empty: { email: 'Enter the email address.', sms: 'Enter the phone number.' },
    noCountryCode: 'Begin the number with + and its country code, as in +31\u00a06\u00a01234\u00a05678.',
    otherKind: {
      email: 'That is a phone number. Enter an email address here.',
      sms: 'That is an email address. Enter a phone number here.',
    },
    codeIntro: (address: string) => `We are sending a code to ${address}.`,
    codeLabel: (length: number) => `${length}-digit code`,
    codeHint: (time: string) => `Works until ${time}. Paste it with or without spaces.`,
    confirm: 'Confirm',
    confirming: 'Checking…',
    codeEmpty: 'Enter the code from your message.',
    codeShort: (length: number, typed: number) => `A code has ${length} digits, and this has ${typed}. Enter the rest.`,
    codeLong: (length: number, typed: number) => `A code has ${length} digits, but this has ${typed}. Enter it again.`,
    codeNotDigits: (length: number) => `A code is ${length} digits, nothing else. Enter it again.`,
    wrong: (left: number) =>
      left > 0
        ? `That code is not right. ${tries(left)}`
        : 'That code is not right, and has no tries left. Ask for a new one.',
    overdue: 'The code has run out. Ask for a new one.',
    resend: 'Send the code again',
    resendIn: (wait: string) => `Send again in ${wait}`,
    resent: 'A code is on its way. Look for the newest message.',
    ready: 'You can ask for the code again now.',
    other: 'Use another address',
    added: (value: string) => `${value} is yours now. You can sign in with it.`,
    changed: (value: string) => `${value} is yours now. The one that it replaces gets a notice.`,
    signInAgain: 'Sign in again',
  },
  channel: {
    title: 'How your codes come',
    intro: 'Where that way cannot be used, your codes come another way.',
    only: (name: string) => `On this site every code comes by ${name.toLowerCase()}.`,
    automatic: 'Choose for me',
    names: { email: 'Email', sms: 'Text message', push: 'App notification' } as Readonly<Record<Medium, string>>,
    missing: {
      email: 'Needs a proven email address.',
      sms: 'Needs a proven phone number.',
      push: 'Needs a device.',
    } as Readonly<Record<Medium, string>>,
    save: 'Save',
    saving: 'Saving…',
    saved: (name: string) => `Saved: ${name}.`,
  },
  devices: {
    title: 'Devices',
    intro: 'They get codes as app notifications.',
    none: 'No device yet.',
    platforms: {
      apns: 'Apple device',
      'apns-sandbox': 'Apple device (development)',
      fcm: 'Android device',
    } as Readonly<Record<DevicePlatform, string>>,
    seen: (time: string) => `Last seen ${time}`,
    remove: 'Remove',
    removeNamed: (name: string) => `Remove ${name}`,
    removing: 'Removing…',
    removed: (name: string) => `${name} was removed.`,
    added: (name: string) => `${name} was added.`,
    pretend: {
      title: 'Register a pretend device',
      intro: 'For this local stack: a device with a made-up token. Its notifications appear in the ',
      link: 'inbox',
      label: 'Kind of device',
      submit: 'Register',
      registering: 'Registering…',
      names: {
        apns: 'Pretend iPhone',
        'apns-sandbox': 'Pretend iPhone (development)',
        fcm: 'Pretend Android phone',
      } as Readonly<Record<DevicePlatform, string>>,
    },
  },
};

/** What every language must offer. */
export type ProfileTexts = typeof en;

/** These texts in the first of the reader's languages that there are, else in English. */
export const profileTextsFor = (preferred: readonly string[]) => inLanguage<ProfileTexts>(preferred, { en }, en);
