import { canonicalEmail } from '../../../functions/sign-in/address.ts';
import type { HmacKey } from '../../../functions/sign-in/hmac-key.ts';
import { pushKey } from '../../../functions/sign-in/keys.ts';
import { canonicalPhone } from '../../../functions/sign-in/phone.ts';
import { type AddressKeys, addressKeys, addressKeysOf, distinct, rowsOfAddress } from '../address-keys.ts';
import { UsageError } from '../cli-error.ts';
import type { Deployment } from '../deployment.ts';
import { findPerson, type Person } from '../people.ts';
import { createAuditReader, type Found } from './audit-reader.ts';

/** One question to the audit trail, asked as often as needed. */
export type AuditSearch = {
  /** What is looked for, in words. */
  readonly about: string;
  /** The one person it is about; null where it may be anybody. */
  readonly person: Person | null;
  find(since: string, progress: (scanned: number, found: number) => void): Promise<Found>;
};

/** Searches for one person: their sign-ins, and the sign-up of their addresses. */
export const searchByUser = async (deployment: Deployment, name: string): Promise<AuditSearch> => {
  const [person, index] = await Promise.all([findPerson(deployment, name), deployment.indexKey()]);
  const reader = createAuditReader(deployment);
  const addresses = addressKeysOf(index, person.attributes);
  const about = {
    user: `${person.name} (user ${person.attributes.sub})`,
    gone: `${person.name}, an account that the user pool does not have (any more)`,
    nobody: `${person.name}, a name that no account has`,
  }[person.kind];
  return {
    about,
    person,
    async find(since) {
      const [own, ...others] = await Promise.all([
        reader.bySubject(person.subject, since),
        ...addresses.map((keys) => rowsOfAddress(reader, keys, since)),
      ]);
      return { rows: distinct([...(own ?? []), ...others.flat()]), isComplete: true };
    },
  };
};

/**
 * Searches for one address or device token: whatever went there, whoever asked for it, and sign-ins that typed it while
 * no account had it.
 * @throws {UsageError} for what is no address
 */
export const searchByDestination = async (deployment: Deployment, typed: string): Promise<AuditSearch> => {
  const index = await deployment.indexKey();
  const reader = createAuditReader(deployment);
  const { destination, address } = keysOf(index, typed.trim());
  return {
    about: `whatever went to ${typed.trim()}`,
    person: null,
    async find(since) {
      const [sent, own] = await Promise.all([
        reader.byDestination(destination, since),
        address === null ? [] : rowsOfAddress(reader, address, since),
      ]);
      return { rows: distinct([...sent, ...own]), isComplete: true };
    },
  };
};

const keysOf = (index: HmacKey, typed: string): { destination: string; address: AddressKeys | null } => {
  const email = canonicalEmail(typed)?.canonical;
  const canonical = email ?? canonicalPhone(typed)?.canonical;
  if (canonical !== undefined) {
    const address = addressKeys(index, { medium: email === undefined ? 'sms' : 'email', canonical });
    return { destination: address.destination, address };
  }
  if (/^[\x21-\x7e]{20,4096}$/.test(typed)) return { destination: pushKey(index, typed), address: null };
  throw new UsageError(
    `--destination is ${JSON.stringify(typed)}: give an email address, a mobile number as in +31612345678, ` +
      'or the whole token of a device',
  );
};

/** Everything, whoever it was. */
export const searchAll = (deployment: Deployment): AuditSearch => {
  const reader = createAuditReader(deployment);
  return { about: 'everybody', person: null, find: (since, progress) => reader.all(since, progress) };
};
