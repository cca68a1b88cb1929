import { describe, expect, test } from '@jest/globals';
import type { OperatorAct, Outcome } from '../../../functions/sign-in/ports.ts';
import { type AuditRow, inOrder } from '../../../infra/cli/audit/audit-row.ts';
import { describeRow, standing } from '../../../infra/cli/audit/audit-words.ts';

const row = (outcome: string, more: Partial<AuditRow> = {}): AuditRow => ({
  subject: 'user#1',
  id: '1',
  at: '2026-11-22T03:00:00.000Z',
  outcome,
  count: 1,
  ...more,
});

/** The beginning of what is said of each outcome: a new one does not compile until it has its words. */
const beginnings: Record<Outcome['outcome'] | OperatorAct['outcome'], string> = {
  sent: 'A code went out by email',
  'send-failed': 'A code was to go out by email, but',
  reused: 'A code was asked for again; nothing was sent',
  duplicate: 'The same request came twice',
  limited: 'A code was asked for and refused',
  nowhere: 'A code was asked for and could be sent nowhere',
  withheld: 'A code was asked for and none went out by email',
  'unknown-user': 'Somebody tried to sign in with a name that no account has',
  'wrong-answer': 'A wrong code was typed',
  'unevaluated-answer': 'A code was typed and not even compared',
  'right-answer': 'The right code was typed',
  succeeded: 'Signed in.',
  'address-changed': 'Added an email address',
  'signed-up': 'Signed up.',
  'sign-up-refused': 'A sign-up was refused',
  delivered: 'The mail server of the address took the email',
  'delivery-delayed': 'The email has not arrived yet',
  bounced: 'The email came back',
  complained: 'The email was reported as spam',
  rejected: 'Amazon SES took the email and then refused',
  'limits-cleared': 'An operator cleared the wrong answers',
  'mail-allowed': 'An operator allowed mail to this address again',
};

describe('the words of an audit row', () => {
  test.each(Object.entries(beginnings))('%s', (outcome, beginning) => {
    const { text } = describeRow(row(outcome, { medium: 'email', provider: 'ses' }));

    expect(text.startsWith(beginning)).toBe(true);
    expect(text).toMatch(/[.)]$/);
    expect(text).not.toMatch(/undefined|null|NaN/);
  });

  test.each([
    [0, 'took it after 0 ms.'],
    [4.4, 'took it after 4 ms.'],
    [99.4, 'took it after 99 ms.'],
    [99.7, 'took it after 0.1 s.'],
    [1_250, 'took it after 1.3 s.'],
  ])('say of %s ms how long it took', (durationMs, words) => {
    expect(describeRow(row('sent', { medium: 'email', provider: 'ses', durationMs })).text).toContain(words);
  });

  test.each([
    [
      row('send-failed', { medium: 'email', provider: 'ses', reason: 'throttled' }),
      /more messages than its quota/,
      /sending rate/,
    ],
    [row('withheld', { medium: 'email', reason: 'suppressed' }), /bounced or complained lately/, /another address/],
    [row('nowhere', { reason: 'ambiguous' }), /neither is verified/, /mark the right one verified/],
    [row('bounced', { reason: 'permanent-general' }), /came back: permanent general\./, /another address/],
    [row('limited', { reason: 'failures', count: 3 }), /too many wrong answers lately \(3 times/, /--clear/],
    [
      row('wrong-answer', { medium: 'sms', consecutiveFailures: 4 }),
      /by text message \(wrong 4 times in a row now\)/,
      null,
    ],
    [
      row('send-failed', { medium: 'push', provider: 'mine', reason: 'odd' }),
      /but mine did not take .*: the reason given is odd/,
      null,
    ],
    [row('new-thing', { reason: 'x' }), /^new-thing: the reason given is x\.$/, null],
  ])('%o', (one, text, cure) => {
    const said = describeRow(one);

    expect(said.text).toMatch(text);
    if (cure === null) expect(said.cure).toBeUndefined();
    else expect(said.cure).toMatch(cure);
  });

  test('the tries of one code stand in the order in which they were made', () => {
    const rows = [
      row('sent', { id: 'a', insteadOf: 'sns' }),
      row('send-failed', { id: 'b', insteadOf: 'ses', provider: 'sns' }),
      row('send-failed', { id: 'c', provider: 'ses' }),
      row('signed-up', { id: 'd', at: '2026-11-22T02:00:00.000Z' }),
    ];

    expect(inOrder(rows).map(({ id }) => id)).toEqual(['d', 'c', 'b', 'a']);
  });

  test('how it stands follows from the last row that says so', () => {
    expect(standing([row('succeeded'), row('sent', { medium: 'push' }), row('reused')])).toBe(
      'a code is out as a notification and has not been typed yet',
    );
    expect(standing([row('address-changed')])).toBeNull();
  });
});
