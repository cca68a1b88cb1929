import type { Device } from './devices.ts';
import type { HmacKey } from './hmac-key.ts';
import {
  decoyDestinationRecordKey,
  destinationKey,
  destinationRecordKey,
  deviceListKey,
  pushKey,
  unknownRecordKey,
  userRecordKey,
} from './keys.ts';
import type { Asked } from './record.ts';
import {
  addressesOf,
  type Destination,
  type NowhereReason,
  type RoutingConfig,
  route,
  type UserAttributes,
} from './routing.ts';

/** Who signs in, as every trigger of the flow learns it from Cognito. */
export type Person = {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly userName: string;
  readonly attributes: UserAttributes;
  /** True where Cognito hides that nobody has this name (PreventUserExistenceErrors). */
  readonly userNotFound: boolean;
};

/** The records that a sign-in touches, all known before the first read. */
export type Identity = {
  readonly subject: string;
  /** Budgets of every address that the person has, or a decoy's where there is none: never empty, always read. */
  readonly budgetRecords: readonly [string, ...string[]];
  readonly deviceList: string;
};

/** One place that this sign-in's code may go to. */
export type Candidate = Destination & {
  readonly key: string;
  /** Record key of its budget; null for devices, which have one owner and draw on that one's budget. */
  readonly budget: string | null;
};

/** Where the code may go, best first; nobody, and why. */
export type Candidates = {
  readonly list: readonly Candidate[];
  readonly nowhere: NowhereReason | 'unknown-user' | 'suppressed' | null;
  /** Places that are left out for a while, since their mail came back. */
  readonly suppressed?: readonly Candidate[];
};

/** Key of the record that limits this person: the user's own, or a decoy's for a name that nobody has. */
export const subjectOf = (person: Person, index: HmacKey): string =>
  person.userNotFound || person.attributes.sub === undefined
    ? unknownRecordKey(index, person.userName)
    : userRecordKey(person.attributes.sub);

/**
 * Finds a person's records. Unknown people, and known ones who have no address, get decoy records of their own, so that
 * the reads and writes of every sign-in are the same.
 */
export const identify = (person: Person, index: HmacKey): Identity => {
  const subject = subjectOf(person, index);
  const addresses = person.userNotFound ? [] : addressesOf(person.attributes);
  const [first, ...others] = addresses.map((one) => destinationRecordKey(index, one.medium, one.canonical));
  return {
    subject,
    budgetRecords: first === undefined ? [decoyDestinationRecordKey(index, subject)] : [first, ...others],
    deviceList: deviceListKey(subject),
  };
};

/**
 * Orders the places that this person's code may go to now.
 * @param proven keys of the addresses that the person has proven before
 */
export const candidatesOf = (
  person: Person,
  devices: readonly Device[],
  index: HmacKey,
  routing: RoutingConfig,
  asked: Asked,
  now: number,
  proven: readonly string[] = [],
): Candidates => {
  if (person.userNotFound) return { list: [], nowhere: 'unknown-user' };
  const found = route(person.attributes, devices, routing, asked, now);
  if (found.kind === 'nowhere') return { list: [], nowhere: found.why };
  const list = found.destinations.map((one): Candidate => {
    if (one.medium === 'push') return { ...one, key: pushKey(index, one.canonical), budget: null };
    return {
      ...one,
      key: destinationKey(index, one.medium, one.canonical),
      budget: destinationRecordKey(index, one.medium, one.canonical),
    };
  });
  // Whoever has proven an address gets no code at another one that nobody has: attributes can be written with a token.
  const trusted = list.filter((one) => one.isVerified || proven.length === 0 || proven.includes(one.key));
  return trusted.length > 0 ? { list: trusted, nowhere: null } : { list: [], nowhere: 'unproven' };
};

/** Keys of every address that the person's attributes hold now, proven or not. */
export const destinationKeysOf = (person: Person, index: HmacKey): ReadonlySet<string> =>
  new Set(addressesOf(person.attributes).map((one) => destinationKey(index, one.medium, one.canonical)));
