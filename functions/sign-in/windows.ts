import { MEMORY_SECONDS, type Window } from './policy.ts';

/** Drops what no window remembers. Times in ms since the epoch, in any order. */
export const withinMemory = <Event>(
  events: readonly Event[],
  at: (event: Event) => number,
  now: number,
): readonly Event[] => events.filter((event) => at(event) > now - MEMORY_SECONDS * 1_000);

/**
 * When one more event is allowed under every sliding window: `now` or earlier means at once.
 * A clock that jumped backwards leaves events in the future; they count, so no limit resets.
 */
export const allowedAt = (times: readonly number[], windows: readonly Window[], now: number): number => {
  let allowed = now;
  for (const { limit, seconds } of windows) {
    const inside = times.filter((time) => time > now - seconds * 1_000).sort((a, b) => a - b);
    const blocking = inside[inside.length - limit];
    if (blocking !== undefined) allowed = Math.max(allowed, blocking + seconds * 1_000);
  }
  return allowed;
};

/** How many more events fit now, over all windows. */
export const remaining = (times: readonly number[], windows: readonly Window[], now: number): number =>
  Math.max(
    0,
    Math.min(
      ...windows.map(({ limit, seconds }) => limit - times.filter((time) => time > now - seconds * 1_000).length),
    ),
  );
