/** A provider that fails this often in this time is skipped by everybody. */
const FAILURES = 5;
const WINDOW_MS = 30_000;
/** A skipped provider is tried again this often, by one container. */
const PROBE_MS = 10_000;
/** How long what was read of the others' experience is believed. */
const FRESH_MS = 2_000;

/** Until when each failing provider is skipped. ms since the epoch. Shared by all containers. */
export type SharedHealth = Readonly<Record<string, number>>;

export type HealthVerdict = 'use' | 'skip' | 'probe';

/** What one container knows of its providers: its own failures, and the state that all containers share. */
export type HealthMemory = {
  /** True when the shared state should be read again. */
  isStale(): boolean;
  /** Takes the shared state as it was read. */
  learn(text: string | null, version: number): void;
  /** `probe`: may be tried again by whoever wins the write of `probing`. */
  verdict(provider: string): HealthVerdict;
  /** Notes how a call ended. The shared state to write, where it changes; null where not. */
  note(provider: string, isFailure: boolean): SharedHealth | null;
  /** The shared state that says that this container probes a provider now. */
  probing(provider: string): SharedHealth;
  /** Version under which the shared state was read. */
  version(): number;
};

/** @param clock ms since the epoch */
export const createHealthMemory = (clock: () => number): HealthMemory => {
  const failures = new Map<string, readonly number[]>();
  let shared: SharedHealth = {};
  let [readAt, sharedVersion] = [Number.NEGATIVE_INFINITY, 0];

  const isSkipped = (provider: string) => Object.hasOwn(shared, provider);
  return {
    isStale: () => clock() - readAt >= FRESH_MS,
    learn(text, version) {
      shared = parseHealth(text);
      sharedVersion = version;
      readAt = clock();
    },
    verdict(provider) {
      const until = isSkipped(provider) ? shared[provider] : undefined;
      if (until === undefined) return 'use';
      return until > clock() ? 'skip' : 'probe';
    },
    note(provider, isFailure) {
      const now = clock();
      if (!isFailure) {
        failures.delete(provider);
        if (!isSkipped(provider)) return null;
        shared = Object.fromEntries(Object.entries(shared).filter(([name]) => name !== provider));
        return shared;
      }
      const recent = [...(failures.get(provider) ?? []), now].filter((at) => at > now - WINDOW_MS).slice(-FAILURES);
      failures.set(provider, recent);
      if (recent.length < FAILURES || isSkipped(provider)) return null;
      shared = { ...shared, [provider]: now + PROBE_MS };
      return shared;
    },
    probing(provider) {
      shared = { ...shared, [provider]: clock() + PROBE_MS };
      return shared;
    },
    version: () => sharedVersion,
  };
};

/** Advice only: what cannot be read says nothing, and no sign-in waits for it to be mended. */
const parseHealth = (text: string | null): SharedHealth => {
  let value: unknown;
  try {
    value = text === null ? null : JSON.parse(text);
  } catch {
    return {};
  }
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, number] => Number.isSafeInteger(entry[1])),
  );
};

export const formatHealth = (health: SharedHealth): string => JSON.stringify(health);
