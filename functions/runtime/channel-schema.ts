import * as v from 'valibot';

/** Every medium, in the order in which a deployment that says nothing tries those it has. */
export const MEDIA = ['email', 'sms', 'push'] as const;

const text = (rule: string, pattern: RegExp) => v.pipe(v.string(), v.regex(pattern, rule));
const host = text('must be a host name such as example.com', /^[a-z0-9.-]{1,253}(?::\d{1,5})?$/i);

/** How text messages go out. `own`: by a channel that is handed to `createTriggers`. */
export const smsSchema = v.strictObject({
  provider: v.picklist(['sns', 'pinpoint', 'own']),
  /** ISO 3166-1 alpha-2 codes of the countries whose numbers get messages. No list, no SMS: pumping is paid by you. */
  countries: v.pipe(
    v.array(text('must be an ISO 3166-1 alpha-2 code such as NL', /^[A-Z]{2}$/)),
    v.minLength(1, 'must name a country: SMS with an empty list reaches nobody'),
  ),
  /** The sign-in page's host, for the last line that ties a code to it. @default no such line */
  host: v.exactOptional(host),
  embeddedHost: v.exactOptional(host),
  senderId: v.exactOptional(v.string()),
  originationNumber: v.exactOptional(v.string()),
  entityId: v.exactOptional(v.string()),
  templateId: v.exactOptional(v.string()),
  /** SNS only. */
  maxPriceUsd: v.exactOptional(v.number('must be a number of US dollars')),
  /** Pinpoint only. */
  keyword: v.exactOptional(v.string()),
});

const applicationArn = text('must be the ARN of an SNS platform application', /^arn:[\w-]+:sns:[\w-]+:\d{12}:app\/.+$/);

/** How notifications go out. */
export const pushSchema = v.strictObject({
  provider: v.picklist(['pinpoint', 'sns', 'own']),
  /** SNS only: the platform application of each platform served. */
  platformApplications: v.exactOptional(
    v.strictObject({
      apns: v.exactOptional(applicationArn),
      'apns-sandbox': v.exactOptional(applicationArn),
      fcm: v.exactOptional(applicationArn),
    }),
  ),
  /** Pinpoint only. @default 'default' */
  sound: v.exactOptional(v.string()),
});

export const pinpointSchema = v.strictObject({
  /** The application that holds the push credentials. */
  applicationId: text('must be the id of a Pinpoint application', /^[A-Za-z0-9]{1,64}$/),
});

const media = v.pipe(
  v.array(v.picklist(MEDIA)),
  v.minLength(1, 'must name a channel'),
  v.check((order) => new Set(order).size === order.length, 'must name each channel once'),
);

const rule = v.pipe(
  v.strictObject({
    /** A standard or custom attribute, such as `locale` or `custom:plan`. */
    attribute: text('must be an attribute such as locale or custom:plan', /^(?:custom:)?[\w.-]{1,32}$/),
    use: media,
    equals: v.exactOptional(v.string()),
    in: v.exactOptional(v.pipe(v.array(v.string()), v.minLength(1, 'must name a value'))),
    exists: v.exactOptional(v.boolean()),
  }),
  v.check(
    (one) => [one.equals, one.in, one.exists].filter((condition) => condition !== undefined).length === 1,
    'must have one condition: equals, in or exists',
  ),
);

export const routingSchema = v.strictObject({
  /** Media in the order in which they are tried. @default the configured ones: email, sms, push */
  order: v.exactOptional(media),
  /** The first rule whose attribute matches says what is tried first. @default [] */
  rules: v.optional(v.array(rule), []),
});
