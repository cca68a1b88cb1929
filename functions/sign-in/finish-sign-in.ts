import { type CommonDependencies, isOurClient, record } from './dependencies.ts';
import type { HmacKey } from './hmac-key.ts';
import { type Person, subjectOf } from './identity.ts';
import { destinationKey } from './keys.ts';
import type { Deadline, UserDirectory } from './ports.ts';
import { prune } from './record.ts';
import { addressesOf, type Destination } from './routing.ts';

/** What the end of a sign-in needs from outside: no code, and nobody to send one. */
export type FinishDependencies = CommonDependencies & { readonly users: UserDirectory };

/**
 * After a sign-in: marks the address that was proven as verified, if its value is still the one that the code went to,
 * and writes the success row. Never throws: a user who has proven themself is not turned away because the marking
 * failed; the next sign-in mends it.
 */
export const finishSignIn = async (deps: FinishDependencies, person: Person, deadline: Deadline): Promise<void> => {
  if (!isOurClient(deps, person.clientId)) return;
  try {
    const index = await deps.keys.index();
    const subject = subjectOf(person, index);
    const unverified = addressesOf(person.attributes).filter((address) => !address.isVerified);
    // Both to their end: what is left behind when the trigger answers may never be done.
    const [, marked] = await Promise.allSettled([
      record(deps, { outcome: 'succeeded', subject, at: deps.clock() }, deadline),
      unverified.length > 0 && markProven(deps, person, subject, index, unverified, deadline),
    ]);
    if (marked.status === 'rejected') throw marked.reason;
  } catch (cause) {
    deps.warn('sign-in not written down', cause);
  }
};

const markProven = async (
  deps: FinishDependencies,
  person: Person,
  subject: string,
  index: HmacKey,
  unverified: readonly Destination[],
  deadline: Deadline,
): Promise<void> => {
  const [stored] = await deps.store.read([subject], deadline);
  const proof = stored === undefined ? null : prune(stored.record, deps.clock()).proof;
  if (proof === null) return;
  const proven = unverified.filter(
    (address) => destinationKey(index, address.medium, address.canonical) === proof.destination,
  );
  if (proven.length === 0) return;
  const attributes = proven.map((address) => (address.medium === 'email' ? 'email_verified' : 'phone_number_verified'));
  await deps.users.markVerified(person, attributes, deadline);
};
