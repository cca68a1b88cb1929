import * as v from 'valibot';
import type { PushPlatform } from '../../../channels/channel.ts';
import { AwsError } from './errors.ts';
import { parseJson } from './json.ts';

/** What a device shows of a notification. */
export type Notification = { readonly title: string | null; readonly body: string };

const alert = v.union([
  v.pipe(
    v.string(),
    v.transform((body) => ({ title: null, body })),
  ),
  v.object({ title: v.nullish(v.string(), null), body: v.string() }),
]);

const apns = v.pipe(
  v.object({ aps: v.object({ alert }) }),
  v.transform(({ aps }) => aps.alert),
);

const fcm = v.pipe(
  v.object({
    fcmV1Message: v.object({
      message: v.object({ notification: v.object({ title: v.nullish(v.string(), null), body: v.string() }) }),
    }),
  }),
  v.transform(({ fcmV1Message }) => fcmV1Message.message.notification),
);

const payloadOf = {
  apns: { key: 'APNS', schema: apns },
  'apns-sandbox': { key: 'APNS_SANDBOX', schema: apns },
  fcm: { key: 'GCM', schema: fcm },
} as const satisfies Record<PushPlatform, { key: string; schema: v.GenericSchema<unknown, Notification> }>;

/**
 * Reads a message whose structure is `json` as SNS does: an object of strings with a `default`, and for each platform a
 * payload that is JSON once more.
 * @throws {AwsError} InvalidParameter
 */
export const readNotification = (message: string, device: PushPlatform): Notification => {
  const outer = v.safeParse(v.record(v.string(), v.unknown()), parseJson(message));
  if (!outer.success) throw invalid('JSON message body failed to parse');
  const { default: fallback } = outer.output;
  if (typeof fallback !== 'string') throw invalid('No default entry in JSON message body');
  const { key, schema } = payloadOf[device];
  const inner = Object.hasOwn(outer.output, key) ? outer.output[key] : undefined;
  // SNS passes over what is no string, and falls back.
  if (typeof inner !== 'string') return { title: null, body: fallback };
  const parsed = v.safeParse(schema, parseJson(inner));
  if (parsed.success) return parsed.output;
  throw invalid(
    `${key} is no notification that the platform shows: ${v.getDotPath(parsed.issues[0]) ?? 'it is no JSON'}`,
  );
};

const invalid = (reason: string): AwsError =>
  new AwsError('InvalidParameter', `Invalid parameter: Message Reason: ${reason}`);
