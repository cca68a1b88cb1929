import type { HmacKey } from '../../functions/sign-in/hmac-key.ts';
import {
  destinationKey,
  destinationRecordKey,
  signUpRecordKey,
  unknownRecordKey,
} from '../../functions/sign-in/keys.ts';
import { addressesOf, type UserAttributes } from '../../functions/sign-in/routing.ts';
import type { AuditReader } from './audit/audit-reader.ts';
import type { AuditRow } from './audit/audit-row.ts';

type Address = { readonly medium: 'email' | 'sms' | 'push'; readonly canonical: string };

/** Every key under which something is written of one address. */
export type AddressKeys = {
  /** In the rows of whatever went there. */
  readonly destination: string;
  /** Of its budget; the rows of deliveries, bounces and complaints stand under it. */
  readonly budget: string;
  /** Under which its sign-ups stand, and the sign-ins of those who typed it while no account had it. */
  readonly signUp: string;
  readonly unknown: string;
};

export const addressKeys = (index: HmacKey, { medium, canonical }: Address): AddressKeys => ({
  destination: destinationKey(index, medium, canonical),
  budget: destinationRecordKey(index, medium, canonical),
  signUp: signUpRecordKey(index, medium, canonical),
  unknown: unknownRecordKey(index, canonical),
});

/** Keys of every address among a person's attributes. */
export const addressKeysOf = (index: HmacKey, attributes: UserAttributes): readonly AddressKeys[] =>
  addressesOf(attributes).map((one) => addressKeys(index, one));

/**
 * The rows that stand under an address's own keys, and not under a person's. A budget and a sign-up are shared by all
 * +tags of a mailbox: rows that name another one of them are left out.
 */
export const rowsOfAddress = async (
  reader: AuditReader,
  keys: AddressKeys,
  since: string,
): Promise<readonly AuditRow[]> => {
  const subjects = [keys.budget, keys.signUp, keys.unknown];
  const rows = (await Promise.all(subjects.map((subject) => reader.bySubject(subject, since)))).flat();
  return rows.filter(({ destination }) => destination === undefined || destination === keys.destination);
};

/** Each row once, however often it was found. */
export const distinct = (rows: readonly AuditRow[]): readonly AuditRow[] => [
  ...new Map(rows.map((row) => [`${row.subject} ${row.id}`, row])).values(),
];
