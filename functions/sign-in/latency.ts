/** What a first decoy waits before this container has sent anything, ms. */
const FRESH_MS = 80;
const REMEMBERED = 31;

export type LatencyMemory = {
  /** Remembers how long one provider call took. */
  note(ms: number): void;
  /** The median of what was lately seen, spread a little as real answers are. */
  decoyMs(): number;
};

/**
 * Remembers this container's send latencies, so that a sign-in that sends nothing takes as long as one that does
 * (the answer's time must not tell account holders apart).
 * @param random in [0, 1)
 */
export const createLatencyMemory = (random: () => number = Math.random): LatencyMemory => {
  const seen: number[] = [];
  return {
    note(ms) {
      seen.push(ms);
      if (seen.length > REMEMBERED) seen.shift();
    },
    decoyMs() {
      const sorted = [...seen].sort((a, b) => a - b);
      const at = (share: number) => sorted[Math.floor(share * sorted.length)] ?? FRESH_MS;
      const spread = (at(0.75) - at(0.25)) / 2;
      return Math.max(0, at(0.5) + (random() * 2 - 1) * spread);
    },
  };
};
