import * as v from 'valibot';
import type { Inbox } from '../inbox.ts';
import { AwsError } from './errors.ts';
import { opaqueId } from './opaque-id.ts';

const MAX_RECIPIENTS = 50;

const content = v.object({ Data: v.string(), Charset: v.nullish(v.string()) });
const addresses = v.nullish(v.array(v.string()), []);

const sendEmailRequest = v.object({
  FromEmailAddress: v.nullish(v.string()),
  Destination: v.nullish(v.object({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses })),
  ReplyToAddresses: addresses,
  EmailTags: v.nullish(v.array(v.object({ Name: v.string(), Value: v.string() })), []),
  ConfigurationSetName: v.nullish(v.string()),
  Content: v.nullish(
    v.object({
      Simple: v.nullish(
        v.object({
          Subject: v.nullish(content),
          Body: v.nullish(v.object({ Text: v.nullish(content), Html: v.nullish(content) })),
        }),
      ),
      Raw: v.nullish(v.unknown()),
      Template: v.nullish(v.unknown()),
    }),
  ),
});

type SendEmailRequest = v.InferOutput<typeof sendEmailRequest>;

/**
 * Takes the body of an SES v2 SendEmail, checks it as SES does and puts the mail into the inbox.
 * @returns the message id that SES would give
 * @throws {AwsError} with the error type of SES
 * Source: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
export const sendEmail = (body: unknown, inbox: Inbox, now: Date): { readonly MessageId: string } => {
  const parsed = v.safeParse(sendEmailRequest, body);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new AwsError('SerializationException', `${v.getDotPath(issue) ?? 'the body'}: ${issue.message}`);
  }
  const request = parsed.output;
  checkFrom(request);
  const recipients = checkRecipients(request);
  for (const { Name, Value } of request.EmailTags ?? []) checkTag(Name, Value);
  const { subject, text, html } = simpleContent(request);

  const id = opaqueId();
  inbox.add({
    id,
    at: now.toISOString(),
    provider: 'ses',
    medium: 'email',
    to: recipients.join(', '),
    subject,
    text,
    html,
    device: null,
  });
  return { MessageId: id };
};

const checkFrom = ({ FromEmailAddress: from }: SendEmailRequest): void => {
  if (from === null || from === undefined || from.trim() === '') {
    throw new AwsError('BadRequestException', 'Missing required parameter: FromEmailAddress.');
  }
  checkAddress(/<([^<>]*)>\s*$/.exec(from)?.[1] ?? from);
};

const checkRecipients = ({ Destination, ReplyToAddresses }: SendEmailRequest): readonly string[] => {
  const recipients = [
    ...(Destination?.ToAddresses ?? []),
    ...(Destination?.CcAddresses ?? []),
    ...(Destination?.BccAddresses ?? []),
  ];
  if (recipients.length === 0) {
    throw new AwsError('BadRequestException', 'Missing required parameter: Destination, with one address at least.');
  }
  if (recipients.length > MAX_RECIPIENTS) {
    throw new AwsError('BadRequestException', `Recipient count exceeds ${MAX_RECIPIENTS}.`);
  }
  for (const address of [...recipients, ...(ReplyToAddresses ?? [])]) {
    checkAddress(/<([^<>]*)>\s*$/.exec(address)?.[1] ?? address);
  }
  return recipients;
};

const checkAddress = (address: string): void => {
  const at = address.lastIndexOf('@');
  if (at < 0) throw new AwsError('BadRequestException', "Missing final '@domain'");
  if (/[\p{Cc}\s]/u.test(address)) {
    throw new AwsError('BadRequestException', 'Local address contains control or whitespace');
  }
  if (at === 0) throw new AwsError('BadRequestException', 'Missing local part');
  if (!/^\p{ASCII}+$/u.test(address)) {
    throw new AwsError('BadRequestException', 'Address contains characters other than 7-bit ASCII');
  }
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(address.slice(at + 1))) {
    throw new AwsError('BadRequestException', 'Domain contains illegal character');
  }
};

const checkTag = (name: string, value: string): void => {
  for (const part of [name, value]) {
    if (!/^[A-Za-z0-9_-]{1,256}$/.test(part)) {
      throw new AwsError(
        'BadRequestException',
        'Email tag names and values hold 1 to 256 ASCII letters, digits, underscores and dashes.',
      );
    }
  }
};

type Mail = { readonly subject: string; readonly text: string | null; readonly html: string | null };

const simpleContent = ({ Content }: SendEmailRequest): Mail => {
  if (Content?.Raw !== null && Content?.Raw !== undefined) throw unserved('Raw');
  if (Content?.Template !== null && Content?.Template !== undefined) throw unserved('Template');
  const simple = Content?.Simple;
  if (simple === null || simple === undefined) {
    throw new AwsError('BadRequestException', 'Missing required parameter: Content.Simple.');
  }
  const subject = simple.Subject?.Data;
  if (subject === undefined) {
    throw new AwsError('BadRequestException', 'Missing required parameter: Content.Simple.Subject.Data.');
  }
  if (/[\r\n]/.test(subject)) {
    throw new AwsError('BadRequestException', 'Content.Simple.Subject.Data must be one line.');
  }
  const text = simple.Body?.Text?.Data ?? null;
  const html = simple.Body?.Html?.Data ?? null;
  if (text === null && html === null) {
    throw new AwsError('BadRequestException', 'Missing required parameter: Content.Simple.Body with Text or Html.');
  }
  return { subject, text, html };
};

const unserved = (kind: string): AwsError =>
  new AwsError(
    'BadRequestException',
    `Content.${kind} is not served by the capture server: send Content.Simple, whose text the inbox can show.`,
  );
