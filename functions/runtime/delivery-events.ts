import * as v from 'valibot';
import type { DeliveryEvent } from '../sign-in/delivery-event.ts';

const time = v.pipe(
  v.string(),
  v.transform((text) => Date.parse(text)),
  v.integer('must be a time'),
);
const recipients = v.array(v.looseObject({ emailAddress: v.string() }));

/** An event of a configuration set as EventBridge hands it on. Only what is used is looked at. */
const detailSchema = v.looseObject({
  eventType: v.string(),
  mail: v.looseObject({
    timestamp: time,
    messageId: v.string(),
    destination: v.array(v.string()),
    tags: v.optional(v.record(v.string(), v.array(v.string())), {}),
  }),
  delivery: v.exactOptional(v.looseObject({ timestamp: time, recipients: v.array(v.string()) })),
  bounce: v.exactOptional(
    v.looseObject({
      timestamp: time,
      bounceType: v.string(),
      bounceSubType: v.optional(v.string(), ''),
      bouncedRecipients: recipients,
    }),
  ),
  complaint: v.exactOptional(v.looseObject({ timestamp: time, complainedRecipients: recipients })),
  deliveryDelay: v.exactOptional(
    v.looseObject({ timestamp: time, delayType: v.optional(v.string(), ''), delayedRecipients: recipients }),
  ),
});

const eventSchema = v.looseObject({ source: v.literal('aws.ses'), time, detail: detailSchema });

type Detail = v.InferOutput<typeof detailSchema>;

/**
 * Reads one event of Amazon SES. Null for kinds that are not asked for.
 * @throws {TypeError} for what is no such event, naming the places that are wrong and none of their values
 * Source: https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html
 */
export const parseDeliveryEvent = (event: unknown): DeliveryEvent | null => {
  const result = v.safeParse(eventSchema, event);
  if (!result.success) {
    const places = result.issues.map((issue) => v.getDotPath(issue) ?? 'event').join(', ');
    throw new TypeError(`malformed event of Amazon SES: ${places}`);
  }
  const { detail, time: arrivedAt } = result.output;
  const { messageId, tags } = detail.mail;
  const challengeId = tags.challengeId?.[0];
  const told = toldBy(detail, arrivedAt);
  return told === null ? null : { ...told, messageId, ...(challengeId !== undefined && { challengeId }) };
};

const toldBy = ({ eventType, mail, ...detail }: Detail, arrivedAt: number): DeliveryEvent | null => {
  const { delivery, bounce, complaint, deliveryDelay } = detail;
  if (eventType === 'Delivery' && delivery !== undefined) {
    const { timestamp: at } = delivery;
    const durationMs = Math.max(0, at - mail.timestamp);
    return { outcome: 'delivered', recipients: delivery.recipients, at, isFinal: false, durationMs };
  }
  if (eventType === 'Bounce' && bounce !== undefined) {
    const isFinal = bounce.bounceType === 'Permanent';
    const reason = `${slug(bounce.bounceType, BOUNCES)}-${slug(bounce.bounceSubType, BOUNCE_KINDS)}`;
    return {
      outcome: 'bounced',
      recipients: addresses(bounce.bouncedRecipients),
      at: bounce.timestamp,
      isFinal,
      reason,
    };
  }
  if (eventType === 'Complaint' && complaint !== undefined) {
    const { timestamp: at } = complaint;
    return { outcome: 'complained', recipients: addresses(complaint.complainedRecipients), at, isFinal: true };
  }
  if (eventType === 'DeliveryDelay' && deliveryDelay !== undefined) {
    const reason = slug(deliveryDelay.delayType, DELAYS);
    const { timestamp: at } = deliveryDelay;
    return {
      outcome: 'delivery-delayed',
      recipients: addresses(deliveryDelay.delayedRecipients),
      at,
      isFinal: false,
      reason,
    };
  }
  if (eventType === 'Reject')
    return { outcome: 'rejected', recipients: mail.destination, at: arrivedAt, isFinal: false };
  return null;
};

const addresses = (told: readonly { readonly emailAddress: string }[]): readonly string[] =>
  told.map(({ emailAddress }) => emailAddress);

/** Metrics hang on these words: what is not among them is `other`. */
const BOUNCES = ['Permanent', 'Transient', 'Undetermined'];
const BOUNCE_KINDS = [
  'General',
  'NoEmail',
  'Suppressed',
  'OnAccountSuppressionList',
  'MailboxFull',
  'MessageTooLarge',
  'ContentRejected',
  'AttachmentRejected',
  'Undetermined',
];
const DELAYS = [
  'InternalFailure',
  'General',
  'MailboxFull',
  'SpamDetected',
  'RecipientServerError',
  'IPFailure',
  'TransientCommunicationFailure',
  'Undetermined',
];

const slug = (word: string, known: readonly string[]): string =>
  known.includes(word) ? word.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase() : 'other';
