import type { Medium } from '../../channels/channel.ts';
import {
  decoyDestinationRecordKey,
  destinationKey,
  destinationRecordKey,
  unknownRecordKey,
  userRecordKey,
} from './keys.ts';
import { addressesOf, type Destination, type RoutingConfig, route, type UserAttributes } from './routing.ts';

/** Who signs in, as every trigger of the flow learns it from Cognito. */
export type Person = {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly userName: string;
  readonly attributes: UserAttributes;
  /** True where Cognito hides that nobody has this name (PreventUserExistenceErrors). */
  readonly userNotFound: boolean;
};

/** The records that a sign-in touches, and where its code may go. */
export type Identity = {
  readonly subject: string;
  readonly medium: Medium;
  /** Null for a decoy. */
  readonly destination: (Destination & { readonly key: string }) | null;
  readonly destinationRecord: string;
  /** Why nobody can be written to, where that is so. */
  readonly nowhere: 'unknown-user' | 'no-destination' | 'ambiguous' | null;
};

/** Key of the record that limits this person: the user's own, or a decoy's for a name that nobody has. */
export const subjectOf = (person: Person, index: Uint8Array): string =>
  person.userNotFound || person.attributes.sub === undefined
    ? unknownRecordKey(index, person.userName)
    : userRecordKey(person.attributes.sub);

/**
 * Finds a person's records. Unknown people, and known ones who have no usable address, get decoy records of their
 * own, so that the reads and writes of every sign-in are the same.
 */
export const identify = (person: Person, index: Uint8Array, routing: RoutingConfig): Identity => {
  const subject = subjectOf(person, index);
  const found = person.userNotFound ? null : route(person.attributes, routing);
  if (found?.kind === 'deliver') {
    const [first] = found.destinations;
    const key = destinationKey(index, first.medium, first.canonical);
    return {
      subject,
      medium: first.medium,
      destination: { ...first, key },
      destinationRecord: destinationRecordKey(index, first.medium, first.canonical),
      nowhere: null,
    };
  }
  return {
    subject,
    medium: routing.order[0],
    destination: null,
    destinationRecord: decoyDestinationRecordKey(index, subject),
    nowhere: found?.why ?? 'unknown-user',
  };
};

/** Keys of every destination that the person's attributes hold now, proven or not. */
export const destinationKeysOf = (person: Person, index: Uint8Array): ReadonlySet<string> =>
  new Set(addressesOf(person.attributes).map((one) => destinationKey(index, one.medium, one.canonical)));
