import { createHash, createHmac } from 'node:crypto';
import type { Medium } from '../../channels/channel.ts';
import { canonicalEmail, foldDestination } from './address.ts';
import type { HmacKey } from './hmac-key.ts';
import { canonicalPhone } from './phone.ts';

/** 96 bits: enough to name things that an attacker cannot choose freely, short enough for the record's size. */
const KEY_LENGTH = 16;
/** 72 bits: compared within one user's record only, where three may stand in each challenge. */
const DESTINATION_KEY_LENGTH = 12;

const named = (index: HmacKey, label: string, name: string, length = KEY_LENGTH): string =>
  createHmac('sha256', index).update(`${label}\0${name}`).digest('base64url').slice(0, length);

/** Key of a destination: keyed, so that nobody without the index key can look an address up. */
export const destinationKey = (index: HmacKey, medium: Medium, canonical: string): string =>
  named(index, `destination/${medium}`, canonical, DESTINATION_KEY_LENGTH);

/** Marks the keys of devices, which are not among a user's attributes. */
const PUSH_MARK = '~';

/** Key of a device's destination. */
export const pushKey = (index: HmacKey, destination: string): string =>
  PUSH_MARK + destinationKey(index, 'push', destination).slice(1);

/** True for the key of a device. */
export const isPushKey = (key: string): boolean => key.startsWith(PUSH_MARK);

/** Key of a user's list of devices. */
export const deviceListKey = (subject: string): string => `devices#${subject}`;

/** Key of the state of all providers. */
export const HEALTH_KEY = 'health#providers';

/** Record key of a destination's budget. Here alone +tags are folded: they all reach one mailbox. */
export const destinationRecordKey = (index: HmacKey, medium: Medium, canonical: string): string =>
  `destination#${named(index, `budget/${medium}`, foldDestination(canonical))}`;

/**
 * Record key of the sign-ups of one mailbox or number. Apart from its messages: who signs up with somebody's address, or
 * a +tag of it, must neither use up the owner's codes nor learn from them that there is an owner.
 */
export const signUpRecordKey = (index: HmacKey, medium: Medium, canonical: string): string =>
  `sign-up#${named(index, `sign-up/${medium}`, foldDestination(canonical))}`;

/** Record key of a user, by the `sub` that Cognito gave. */
export const userRecordKey = (sub: string): string => `user#${sub}`;

/** Record key of a name that nobody has: every spelling of an address is one name. */
export const unknownRecordKey = (index: HmacKey, typedName: string): string => {
  const name =
    canonicalEmail(typedName)?.canonical ??
    canonicalPhone(typedName)?.canonical ??
    typedName.trim().toLowerCase().slice(0, 256);
  return `unknown#${named(index, 'unknown', name)}`;
};

/** Budget of a destination that does not exist: in a namespace of its own, it never draws on a real one. */
export const decoyDestinationRecordKey = (index: HmacKey, subject: string): string =>
  `decoy#${named(index, 'decoy', subject)}`;

/** Short name of an app client inside a record. Not secret, only short. */
export const clientTag = (clientId: string): string =>
  createHash('sha256').update(clientId).digest('base64url').slice(0, 8);

/** Short name of a KMS key inside a record. */
export const codeKeyTag = (keyArn: string): string =>
  createHash('sha256').update(keyArn).digest('base64url').slice(0, 6);
