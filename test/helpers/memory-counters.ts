import type { Counters } from '../../functions/sign-in/ports.ts';

/** The twin of `dynamoCounters`, with a window on what was taken. */
export const memoryCounters = (): Counters & { taken(key: string): number } => {
  const days = new Map<string, number>();
  const hours = new Map<string, number>();
  const of = (counts: Map<string, number>, key: string) => counts.get(key) ?? 0;
  return {
    async take({ key, hour, perHour, perDay }) {
      const hourKey = `${key}/${hour}`;
      if (of(days, key) >= perDay || of(hours, hourKey) >= perHour) return false;
      days.set(key, of(days, key) + 1);
      hours.set(hourKey, of(hours, hourKey) + 1);
      return true;
    },
    async giveBack({ key, hour }) {
      days.set(key, of(days, key) - 1);
      hours.set(`${key}/${hour}`, of(hours, `${key}/${hour}`) - 1);
    },
    taken: (key) => of(days, key),
  };
};
