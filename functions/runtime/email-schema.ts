import * as v from 'valibot';
import { parseMailbox } from '../../channels/email-address.ts';
import { canonicalEmail } from '../sign-in/address.ts';

/** A text of one line and at most so many characters, none of them invisible. */
export const oneLine = (max: number) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1, 'must not be empty'),
    v.maxLength(max, `must have at most ${max} characters`),
    v.regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, 'must be one line without control characters'),
  );

/**
 * `Name <box@example.com>` or `box@example.com`: what a mail's header can hold, by the very reader that writes it there.
 */
export const sender = v.pipe(
  oneLine(320),
  v.rawCheck(({ dataset, addIssue }) => {
    const problem = dataset.typed ? senderProblem(dataset.value) : null;
    if (problem !== null) addIssue({ message: problem });
  }),
);

const senderProblem = (text: string): string | null => {
  const bracketed = /^[^<>]*<([^<>]*)>$/.exec(text)?.[1];
  const address = bracketed ?? text;
  // SES is granted, and asked for, the identity of exactly this address.
  if (parseMailbox(text)?.address === address && canonicalEmail(address) !== undefined) return null;
  const ascii = canonicalEmail(address)?.deliverable;
  return ascii === undefined || ascii === address
    ? 'must be an address such as no-reply@example.com or Example <no-reply@example.com>'
    : `must be an address as mail servers write it, here ${ascii}`;
};

const hasList = (value: unknown): boolean =>
  Array.isArray(value) || (typeof value === 'object' && value !== null && Object.values(value).some(hasList));

/** The form of a deployment's own words; whether messages can be made of them, `channelProblems` judges. */
export const textsSchema = v.pipe(
  // Before the record, which would take a list for one.
  v.custom<Record<string, Record<string, unknown>>>(
    (texts) => !hasList(texts),
    "must be words by locale and medium, as in {nl: {sms: {'sign-in': '...'}}}",
  ),
  v.record(v.string(), v.looseObject({})),
);
