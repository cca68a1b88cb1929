import { setImmediate as turn } from 'node:timers/promises';
import { SignInError } from '../../functions/sign-in/errors.ts';
import type { Counters, Deadline } from '../../functions/sign-in/ports.ts';

export type MemoryCounters = Counters & {
  /** What was taken under a key that day. */
  taken(key: string): number;
  keys(): readonly string[];
};

/**
 * The twin of `dynamoCounters`, with a window on what was taken. Every call gives way to others before it looks or
 * counts, so that races interleave as over a network.
 */
export const memoryCounters = (): MemoryCounters => {
  const days = new Map<string, number>();
  const hours = new Map<string, number>();
  const of = (counts: Map<string, number>, key: string) => counts.get(key) ?? 0;
  const add = (key: string, hour: number, amount: 1 | -1) => {
    days.set(key, of(days, key) + amount);
    hours.set(`${key}/${hour}`, of(hours, `${key}/${hour}`) + amount);
  };
  return {
    async take({ key, hour, perHour, perDay }, deadline) {
      await giveWay(deadline);
      if (of(days, key) >= perDay || of(hours, `${key}/${hour}`) >= perHour) return false;
      add(key, hour, 1);
      return true;
    },
    async giveBack({ key, hour }) {
      await turn();
      add(key, hour, -1);
    },
    taken: (key) => of(days, key),
    keys: () => [...days.keys()],
  };
};

const giveWay = async ({ signal }: Deadline): Promise<void> => {
  await turn();
  if (signal.aborted) throw new SignInError('TRY_LATER', { cause: signal.reason });
};
