import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Deadline, RecordStore } from '../../../functions/sign-in/ports.ts';
import { emptyRecord, type SignInRecord } from '../../../functions/sign-in/record.ts';
import type { Item } from '../../../functions/store/record-item.ts';
import { arbitraryRecord } from './arbitrary-record.ts';

/** A record store under test, with a way to put an item there behind its back. */
export type StoreCase = {
  readonly store: RecordStore;
  plant(item: Item): Promise<void>;
  close(): Promise<void>;
};

export const openDeadline: Deadline = { signal: new AbortController().signal, remainingMs: () => 3_000 };

const failedAt = (...failures: number[]): SignInRecord => ({ ...emptyRecord, failures });

/** The contract of `RecordStore` as tests: every implementation passes it. */
export const describeRecordStore = (name: string, open: () => Promise<StoreCase>): void => {
  describe(`${name}, by the record store contract`, () => {
    let subject: StoreCase;
    let keys = 0;
    const freshKey = () => `user#${name}-${++keys}`;
    const read = async (key: string) => (await subject.store.read([key], openDeadline))[0];
    const write = (key: string, record: SignInRecord, version: number) =>
      subject.store.write(key, { record, version }, openDeadline);

    beforeAll(async () => {
      subject = await open();
    });
    afterAll(() => subject.close());

    test('reads an empty record of version 0 where nothing is stored', async () => {
      expect(await read(freshKey())).toEqual({ record: emptyRecord, version: 0 });
    });

    test('reads what was just written, one version on', async () => {
      const key = freshKey();

      expect(await write(key, failedAt(7), 0)).toBe(true);
      expect(await read(key)).toEqual({ record: failedAt(7), version: 1 });
      expect(await write(key, failedAt(7, 8), 1)).toBe(true);
      expect(await read(key)).toEqual({ record: failedAt(7, 8), version: 2 });
    });

    test('answers in the order of the keys, whatever is stored under which', async () => {
      const [first, missing, second] = [freshKey(), freshKey(), freshKey()];
      await write(second, failedAt(2), 0);
      await write(first, failedAt(1), 0);

      const forth = await subject.store.read([first, missing, second], openDeadline);
      const back = await subject.store.read([second, missing, first], openDeadline);

      expect(forth.map(({ record }) => record.failures)).toEqual([[1], [], [2]]);
      expect(back.map(({ record }) => record.failures)).toEqual([[2], [], [1]]);
    });

    test.each([
      ['an older version', 1],
      ['a version that was never there', 3],
      ['no version at all', 0],
    ])('loses a write that was decided on %s, and keeps what is stored', async (_, version) => {
      const key = freshKey();
      await write(key, failedAt(1), 0);
      await write(key, failedAt(2), 1);

      expect(await write(key, failedAt(3), version)).toBe(false);
      expect(await read(key)).toEqual({ record: failedAt(2), version: 2 });
    });

    test('loses a write on a version of a record that is not there', async () => {
      expect(await write(freshKey(), failedAt(1), 1)).toBe(false);
    });

    test.each([2, 10, 50])('lets exactly one of %i parallel writers win, time after time', async (writers) => {
      const key = freshKey();
      for (let version = 0; version < 3; version += 1) {
        const verdicts = await Promise.all(
          Array.from({ length: writers }, (_, writer) => write(key, failedAt(writer + 1), version)),
        );

        const winner = verdicts.indexOf(true);
        expect(verdicts.filter(Boolean)).toHaveLength(1);
        expect(await read(key)).toEqual({ record: failedAt(winner + 1), version: version + 1 });
      }
    });

    test('keeps every field of every record', async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryRecord, async (record) => {
          const key = freshKey();
          await write(key, record, 0);
          expect(await read(key)).toEqual({ record, version: 1 });
        }),
        { numRuns: 60 },
      );
    });

    test('shares nothing with its callers', async () => {
      const key = freshKey();
      const failures = [1];
      await write(key, { ...emptyRecord, failures }, 0);
      failures.push(2);
      const [one] = await subject.store.read([key], openDeadline);
      if (one !== undefined) (one.record.failures as number[]).push(3);

      expect((await read(key))?.record.failures).toEqual([1]);
    });

    test.each([
      ['a schema of tomorrow', { s: { N: '2' } }],
      ['no schema', { s: { S: 'x' } }],
      ['a list that is none', { failures: { N: '1' } }],
      ['a time that is none', { failures: { S: '!' } }],
      ['a medium that is none', { sends: { S: 'kx0.aq.abcd' } }],
      ['an asked channel that is none', { sends: { S: 'kx0.qe.abcd' } }],
      ['a medium too many', { sends: { S: 'kx0.aee.abcd' } }],
      ['half a challenge', { challenges: { S: 'abc.def' } }],
      ['a streak below zero', { streak: { N: '-1' } }],
    ] as [string, Item][])('fails closed on a record of %s', async (_, change) => {
      const key = freshKey();
      const sound: Item = {
        pk: { S: key },
        s: { N: '1' },
        v: { N: '1' },
        w: { S: 'w' },
        sends: { S: '' },
        failures: { S: '' },
        streak: { N: '0' },
        challenges: { S: '' },
      };
      await subject.plant(sound);
      await expect(read(key)).resolves.toEqual({ record: emptyRecord, version: 1 });
      await subject.plant({ ...sound, ...change });

      await expect(read(key)).rejects.toMatchObject({ name: 'SignInError', code: 'INTERNAL' });
    });

    describe('a note', () => {
      const readNote = async (key: string) => (await subject.store.readWithNotes([], [key], openDeadline)).notes[0];
      const writeNote = (key: string, text: string, version: number) =>
        subject.store.writeNote(key, { text, version }, openDeadline);

      test('is nothing of version 0 where none was written', async () => {
        expect(await readNote(freshKey())).toEqual({ text: null, version: 0 });
      });

      test('is read as it was written, one version on, whatever its text', async () => {
        for (const text of ['x', '', '[{"a":"ä\\u0000\u{1f600}"}]', 'x'.repeat(20_000)]) {
          const key = freshKey();

          expect(await writeNote(key, text, 0)).toBe(true);
          expect(await readNote(key)).toEqual({ text, version: 1 });
          expect(await writeNote(key, `${text}2`, 1)).toBe(true);
          expect(await readNote(key)).toEqual({ text: `${text}2`, version: 2 });
        }
      });

      test.each([0, 1, 3])('is not written on version %i when it is at 2', async (version) => {
        const key = freshKey();
        await writeNote(key, 'one', 0);
        await writeNote(key, 'two', 1);

        expect(await writeNote(key, 'three', version)).toBe(false);
        expect(await readNote(key)).toEqual({ text: 'two', version: 2 });
      });

      test('has one winner of fifty writers', async () => {
        const key = freshKey();
        const verdicts = await Promise.all(Array.from({ length: 50 }, (_, at) => writeNote(key, String(at), 0)));

        expect(verdicts.filter(Boolean)).toHaveLength(1);
        expect(await readNote(key)).toEqual({ text: String(verdicts.indexOf(true)), version: 1 });
      });

      test('comes with the records, each in the order that was asked for', async () => {
        const [first, second, note, missing] = [freshKey(), freshKey(), freshKey(), freshKey()];
        await write(second, failedAt(2), 0);
        await write(first, failedAt(1), 0);
        await writeNote(note, 'text', 0);

        expect(await subject.store.readWithNotes([second, first], [missing, note], openDeadline)).toEqual({
          records: [
            { record: failedAt(2), version: 1 },
            { record: failedAt(1), version: 1 },
          ],
          notes: [
            { text: null, version: 0 },
            { text: 'text', version: 1 },
          ],
        });
      });

      test('is neither read nor written when time is up', async () => {
        const over: Deadline = { signal: AbortSignal.abort(), remainingMs: () => 0 };
        const key = freshKey();

        await expect(subject.store.readWithNotes([], [key], over)).rejects.toMatchObject({ code: 'TRY_LATER' });
        await expect(subject.store.writeNote(key, { text: 'x', version: 0 }, over)).rejects.toMatchObject({
          code: 'TRY_LATER',
        });
        expect(await readNote(key)).toEqual({ text: null, version: 0 });
      });
    });

    test('asks nothing of a store whose time is up', async () => {
      const over: Deadline = { signal: AbortSignal.abort(), remainingMs: () => 0 };
      const key = freshKey();

      await expect(subject.store.read([key], over)).rejects.toMatchObject({ code: 'TRY_LATER' });
      await expect(subject.store.write(key, { record: failedAt(1), version: 0 }, over)).rejects.toMatchObject({
        code: 'TRY_LATER',
      });
      expect(await read(key)).toEqual({ record: emptyRecord, version: 0 });
    });
  });
};
