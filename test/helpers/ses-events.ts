const MAIL_AT = '2027-01-15T08:00:00.000Z';

export const mailEvent = (
  eventType: string,
  told: object,
  { destination = ['ann@example.com'], at = MAIL_AT }: { destination?: string[]; at?: string } = {},
) => ({
  version: '0',
  id: '00000000-0000-4000-8000-000000000001',
  'detail-type': `Email ${eventType}`,
  source: 'aws.ses',
  account: '000000000000',
  time: at,
  region: 'us-east-1',
  resources: ['arn:aws:ses:us-east-1:000000000000:configuration-set/doorcode'],
  detail: {
    eventType,
    mail: {
      timestamp: at,
      source: 'no-reply@doorcode.example',
      messageId: 'message-1',
      destination,
      tags: { 'ses:configuration-set': ['doorcode'], challengeId: ['challenge-1'], purpose: ['sign-in'] },
    },
    ...told,
  },
});

/** Events of Amazon SES as EventBridge hands them to a target. */
export const sesEvents = (email: string, at = MAIL_AT) => {
  const options = { destination: [email], at };
  const event = (type: string, told: object) => mailEvent(type, told, options);
  return {
    delivered: () =>
      event('Delivery', {
        delivery: { timestamp: new Date(Date.parse(at) + 1_500).toISOString(), recipients: [email] },
      }),
    bounced: (bounceType = 'Permanent', bounceSubType = 'NoEmail') =>
      event('Bounce', {
        bounce: { timestamp: at, bounceType, bounceSubType, bouncedRecipients: [{ emailAddress: email }] },
      }),
    complained: () =>
      event('Complaint', { complaint: { timestamp: at, complainedRecipients: [{ emailAddress: email }] } }),
    delayed: (delayType = 'MailboxFull') =>
      event('DeliveryDelay', {
        deliveryDelay: { timestamp: at, delayType, delayedRecipients: [{ emailAddress: email }] },
      }),
    rejected: () => event('Reject', { reject: { reason: 'Bad content' } }),
    opened: () => event('Open', { open: { ipAddress: '192.0.2.1' } }),
  };
};
