import type { Candidates } from './identity.ts';
import type { Note } from './ports.ts';

/** Key of the note that keeps messages from a destination, by the key of its budget. */
export const suppressionKey = (budgetKey: string): string => `suppressed#${budgetKey}`;

/** The note's text. @param until ms since the epoch */
export const formatSuppression = (until: number): string => String(until);

/** True while a note keeps messages away. Advice only: what cannot be read keeps nothing away. */
export const isSuppressed = (text: string | null, now: number): boolean => text !== null && Number(text) > now;

/**
 * The places without those whose mail bounced for good, or whose owner complained. Where none is left the sign-in goes
 * nowhere, and looks like any other that does.
 */
export const withoutSuppressed = (
  candidates: Candidates,
  noteOf: (key: string) => Note | undefined,
  now: number,
): Candidates => {
  const suppressed = candidates.list.filter(
    ({ budget }) => budget !== null && isSuppressed(noteOf(suppressionKey(budget))?.text ?? null, now),
  );
  if (suppressed.length === 0) return candidates;
  const list = candidates.list.filter((one) => !suppressed.includes(one));
  return { list, nowhere: list.length === 0 ? 'suppressed' : null, suppressed };
};
