import { inLanguage } from '../language.ts';

/** Everything the inbox says, in English. */
export const en = {
  title: 'Inbox',
  count: (count: number) => (count === 1 ? '1 message' : `${count} messages`),
  live: 'Live',
  reconnecting: 'Reconnecting…',
  emptyTitle: 'Nothing here yet',
  empty: 'Every message that the local stack sends shows up here at once. Ask for a code to see one.',
  emptyAction: 'Go to the sign-in page',
  noSubject: '(no subject)',
  arrived: (medium: string, to: string) =>
    medium === 'push' ? `New notification on device ${to}` : `New message to ${to}`,
  devices: { email: 'Mail', sms: 'Texts', push: 'Notifications' },
  switch: 'Which device to show',
  emptySms: 'No text messages yet.',
  emptyPush: 'No notifications yet.',
  sender: 'Doorcode',
  sentTo: (to: string) => `To ${to}`,
  through: (provider: string) => `through ${provider}`,
  platforms: {
    apns: 'Apple device',
    'apns-sandbox': 'Apple device (development)',
    fcm: 'Android device',
    gcm: 'Android device',
  } as Readonly<Record<string, string>>,
  token: (token: string) => `token ${token}`,
  endpoint: (id: string) => `endpoint ${id}`,
  to: 'To',
  time: 'Time',
  provider: 'Sent through',
  designed: 'As designed',
  plain: 'Plain text',
  message: 'Message',
  copy: (code: string) => `Copy ${code}`,
  copied: 'Copied',
  copyFailed: 'Copying is blocked here: select the code instead.',
  back: 'All messages',
  failed: 'The messages could not be read. Is npm start still running?',
};

/** What every language must offer. */
export type InboxTexts = typeof en;

/** The inbox's texts in the first of the reader's languages that there are, else in English. */
export const inboxTextsFor = (preferred: readonly string[]) => inLanguage<InboxTexts>(preferred, { en }, en);
