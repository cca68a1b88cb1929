import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { canonicalEmail } from '../../../functions/sign-in/address.ts';
import type { HmacKey } from '../../../functions/sign-in/hmac-key.ts';
import { canonicalPhone } from '../../../functions/sign-in/phone.ts';
import type { RecordStore } from '../../../functions/sign-in/ports.ts';
import { addressesOf } from '../../../functions/sign-in/routing.ts';
import { isSuppressed, suppressionKey } from '../../../functions/sign-in/suppression.ts';
import type { AuditWriter } from '../../../functions/store/dynamo-audit.ts';
import { addressKeys } from '../address-keys.ts';
import { type Deployment, stepDeadline } from '../deployment.ts';
import type { Person } from '../people.ts';

/** One address by which somebody is written to. */
export type LimitedAddress = { readonly medium: 'email' | 'sms'; readonly canonical: string };

/**
 * The addresses of a person's attributes, or the address itself that was typed and that no account has: a signed-in
 * person who adds it is written to there, too.
 */
export const addressesOfPerson = ({ kind, name, attributes }: Person): readonly LimitedAddress[] => {
  if (kind === 'user') {
    return addressesOf(attributes).flatMap(({ medium, canonical }) =>
      medium === 'push' ? [] : [{ medium, canonical }],
    );
  }
  const [email, phone] = [canonicalEmail(name)?.canonical, canonicalPhone(name)?.canonical];
  if (email !== undefined) return [{ medium: 'email', canonical: email }];
  return phone === undefined ? [] : [{ medium: 'sms', canonical: phone }];
};

/**
 * Lifts the stops that a bounce or a complaint put on addresses, and writes each into the audit trail.
 * @returns the addresses that were stopped
 */
export const allowMail = async (
  { clients, config }: Deployment,
  { store, audit, index, now }: { store: RecordStore; audit: AuditWriter; index: HmacKey; now: number },
  addresses: readonly LimitedAddress[],
): Promise<readonly string[]> => {
  const known = addresses.map((address) => ({ ...address, ...addressKeys(index, address) }));
  const { notes } = await store.readWithNotes(
    [],
    known.map(({ budget }) => suppressionKey(budget)),
    stepDeadline(),
  );
  const stopped = known.filter((_, at) => isSuppressed(notes[at]?.text ?? null, now));
  const client = await clients.dynamodb();
  for (const { budget, destination, medium } of stopped) {
    const Key = { pk: { S: suppressionKey(budget) } };
    await client.send(new DeleteItemCommand({ TableName: config.tables.records, Key }));
    await audit.append({ outcome: 'mail-allowed', subject: budget, at: now, medium, destination }, stepDeadline());
  }
  return stopped.map(({ canonical }) => canonical);
};
