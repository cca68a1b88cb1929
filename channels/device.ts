import type { PushPlatform } from './channel.ts';

/** APNs names a device by bytes in hexadecimal, 32 of them today; their number is not promised. */
const APNS_TOKEN = /^(?:[0-9a-fA-F]{2}){32,100}$/;

/** FCM promises no form; the alphabet has been this one since it exists. The name of an AWS resource is no token. */
const FCM_TOKEN = /^(?!arn:)[A-Za-z0-9_:-]{20,4096}$/;

/** True for what can be exactly one device's token of that platform: nothing that a list, path or header is made of. */
export const isDeviceToken = (token: string, platform: PushPlatform): boolean =>
  (platform === 'fcm' ? FCM_TOKEN : APNS_TOKEN).test(token);

/** The names that SNS and Pinpoint share for the platforms; FCM is still called by its older name. */
export const serviceOf = { apns: 'APNS', 'apns-sandbox': 'APNS_SANDBOX', fcm: 'GCM' } as const satisfies Record<
  PushPlatform,
  string
>;

/** The platforms there are. */
export const pushPlatforms = Object.keys(serviceOf) as readonly PushPlatform[];

/** The key under which a later message about the same challenge replaces an earlier one, where it can be one. */
export const collapseKey = (challengeId: string): string | null =>
  /^[A-Za-z0-9_-]{1,64}$/.test(challengeId) ? challengeId : null;
