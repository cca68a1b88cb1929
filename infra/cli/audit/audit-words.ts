import { inWords } from '../duration.ts';
import type { AuditRow } from './audit-row.ts';
import { type Explained, explainReason } from './reason-words.ts';

/** One row in plain words, and what can be done about it. */
export type Sentence = { readonly text: string; readonly cure?: string };

const PROVIDERS: Readonly<Record<string, string>> = {
  ses: 'Amazon SES',
  sns: 'Amazon SNS',
  pinpoint: 'AWS End User Messaging (Pinpoint)',
};
const WAYS: Readonly<Record<string, string>> = {
  email: 'by email',
  sms: 'by text message',
  push: 'as a notification',
};
const THINGS: Readonly<Record<string, string>> = {
  email: 'the email',
  sms: 'the text message',
  push: 'the notification',
};

const providerName = (name = 'the provider'): string => PROVIDERS[name] ?? name;
const way = ({ medium = '' }: AuditRow): string => WAYS[medium] ?? `by ${medium || 'an unknown channel'}`;
const thing = ({ medium = '' }: AuditRow): string => THINGS[medium] ?? 'the message';
const within = ({ durationMs }: AuditRow): string => (durationMs === undefined ? '' : ` after ${inWords(durationMs)}`);
const to = ({ country }: AuditRow): string => (country === undefined ? '' : ` to a number in ${country}`);
const because = (explained: Explained | undefined): string => (explained === undefined ? '' : `: ${explained.why}`);
const times = ({ count }: AuditRow): string => (count > 1 ? ` (${count} times within this minute)` : '');

type Describe = (row: AuditRow, explained: Explained | undefined) => string;

const sentences: Readonly<Record<string, Describe>> = {
  sent: (row) =>
    row.insteadOf === undefined
      ? `A code went out ${way(row)}${to(row)} through ${providerName(row.provider)}, which took it${within(row)}.`
      : `The same code went out ${way(row)}${to(row)} through ${providerName(row.provider)} instead, because ` +
        `${providerName(row.insteadOf)} had just failed.`,
  'send-failed': (row, why) =>
    `A code was to go out ${way(row)}${to(row)}, but ${providerName(row.provider)} did not take ${thing(row)}` +
    `${within(row)}${because(why)}.`,
  reused: (row) =>
    `A code was asked for again; nothing was sent, since the one that went out ${way(row)} still holds${times(row)}.`,
  duplicate: (row) =>
    `The same request came twice at once (a retry or a double click); one message went out, not two${times(row)}.`,
  limited: (row, why) => `A code was asked for and refused${because(why)}${times(row)}.`,
  withheld: (row, why) =>
    `A code was asked for and none went out ${way(row)}${because(why)}. The person was not told.${times(row)}`,
  nowhere: (_row, why) => `A code was asked for and could be sent nowhere${because(why)}. The person was not told.`,
  'unknown-user': (row) =>
    `Somebody tried to sign in with a name that no account has; nothing was sent, and they were not told${times(row)}.`,
  'wrong-answer': (row) =>
    `A wrong code was typed for the one that went out ${way(row)}${
      (row.consecutiveFailures ?? 0) > 1 ? ` (wrong ${row.consecutiveFailures} times in a row now)` : ''
    }.`,
  'unevaluated-answer': (row, why) => `A code was typed and not even compared${because(why)}${times(row)}.`,
  'right-answer': (row) => `The right code was typed${within(row)}.`,
  succeeded: () => 'Signed in.',
  'address-changed': (row) =>
    row.medium === 'sms' ? 'Added a phone number and proved it.' : 'Added an email address and proved it.',
  'signed-up': () => 'Signed up.',
  'sign-up-refused': (row, why) => `A sign-up was refused${because(why)}${times(row)}.`,
  delivered: (row) => `The mail server of the address took the email${within(row)}.`,
  'delivery-delayed': (_row, why) => `The email has not arrived yet and waits at Amazon SES${because(why)}.`,
  bounced: (_row, why) => `The email came back${because(why)}.`,
  complained: () => 'The email was reported as spam; this address gets nothing more for a while.',
  rejected: (_row, why) => `Amazon SES took the email and then refused to send it${because(why)}.`,
  'limits-cleared': () => 'An operator cleared the wrong answers, so that this person can sign in again.',
  'mail-allowed': () => 'An operator allowed mail to this address again, which had come back or been reported as spam.',
};

/** Says a row in words that need no knowledge of the program. */
export const describeRow = (row: AuditRow): Sentence => {
  const explained = explainReason(row.outcome, row.reason);
  const describe = sentences[row.outcome];
  const text = describe?.(row, explained) ?? `${row.outcome}${because(explained)}${times(row)}.`;
  return explained?.cure === undefined ? { text } : { text, cure: explained.cure };
};

/** How it stands after these rows (oldest first), in one sentence; null where they say nothing of it. */
export const standing = (rows: readonly AuditRow[]): string | null => {
  const last = rows.findLast(({ outcome }) => CONCLUSIONS[outcome] !== undefined);
  return last === undefined ? null : (CONCLUSIONS[last.outcome]?.(last) ?? null);
};

const CONCLUSIONS: Readonly<Record<string, (row: AuditRow) => string>> = {
  succeeded: () => 'the last sign-in succeeded',
  sent: (row) => `a code is out ${way(row)} and has not been typed yet`,
  'send-failed': () => 'the last code reached nobody: every channel that this person may use failed',
  limited: () => 'the last request was refused by a limit',
  nowhere: () => 'the last code could be sent nowhere',
  withheld: () => 'the last code was withheld by a budget',
  'wrong-answer': () => 'the last code typed was wrong',
  bounced: () => 'the last email came back',
  delivered: () => 'the last email was delivered and its code has not been typed yet',
  'limits-cleared': () => 'the wrong answers were cleared and nobody has tried since',
  'mail-allowed': () => 'mail to the address is allowed again and none has been sent since',
};
