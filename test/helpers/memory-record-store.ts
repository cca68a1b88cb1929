import { setImmediate as turn } from 'node:timers/promises';
import { SignInError } from '../../functions/sign-in/errors.ts';
import type { Deadline, RecordStore, StoredRecord } from '../../functions/sign-in/ports.ts';
import { emptyRecord } from '../../functions/sign-in/record.ts';
import { fromItem, type Item, toItem } from '../../functions/store/record-item.ts';

/** The record store in memory, with a window on what it holds. */
export type MemoryRecordStore = RecordStore & {
  /** Every stored item, as DynamoDB would hold it. */
  items(): readonly Item[];
  /** Puts an item there as it is: what another version of the program left behind. */
  plant(item: Item): void;
};

/**
 * The twin of `dynamoRecordStore`, for tests that need no database: same items, versions and conditions. Every call
 * gives way to others before it looks or writes, so that races interleave as over a network.
 * @param options.clock ms since the epoch, for the items' TTL
 */
export const memoryRecordStore = ({ clock }: { readonly clock: () => number }): MemoryRecordStore => {
  // Held as text, so that no caller can change what is stored or what another caller was given.
  const stored = new Map<string, string>();
  const load = (key: string): Item | undefined => {
    const text = stored.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  };

  return {
    async read(keys, deadline) {
      await giveWay(deadline);
      return keys.map((key) => recordOf(load(key)));
    },
    async write(key, next, deadline) {
      await giveWay(deadline);
      if (Number(load(key)?.v?.N ?? 0) !== next.version) return false;
      stored.set(key, JSON.stringify({ ...toItem(key, next, clock()), v: { N: String(next.version + 1) } }));
      return true;
    },
    async readWithNotes(keys, notes, deadline) {
      await giveWay(deadline);
      return {
        records: keys.map((key) => recordOf(load(key))),
        notes: notes.map((key) => {
          const item = load(key);
          return { text: item?.note?.S ?? null, version: Number(item?.v?.N ?? 0) };
        }),
      };
    },
    async writeNote(key, { text, version }, deadline) {
      await giveWay(deadline);
      if (Number(load(key)?.v?.N ?? 0) !== version) return false;
      stored.set(key, JSON.stringify({ pk: { S: key }, note: { S: text }, v: { N: String(version + 1) } }));
      return true;
    },
    items: () => [...stored.values()].map((text) => JSON.parse(text)),
    plant: (item) => stored.set(item.pk?.S ?? '', JSON.stringify(item)),
  };
};

const recordOf = (item: Item | undefined): StoredRecord =>
  item === undefined ? { record: emptyRecord, version: 0 } : fromItem(item);

const giveWay = async ({ signal }: Deadline): Promise<void> => {
  await turn();
  if (signal.aborted) throw new SignInError('TRY_LATER', { cause: signal.reason });
};
