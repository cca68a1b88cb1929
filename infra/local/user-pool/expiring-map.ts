/** A map of things that end. Whoever reads must still judge the expiry: the sweep is only there to free memory. */
export type ExpiringMap<Value> = {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): boolean;
  readonly size: number;
};

/**
 * Keeps values in the order they came. Every `set` first drops those at the front that have expired, so that
 * memory is bounded by the longest life and no sweep ever takes long.
 */
export const createExpiringMap = <Value extends { readonly expiresAt: number }>(
  clock: () => number,
): ExpiringMap<Value> => {
  const entries = new Map<string, Value>();
  return {
    get: (key) => entries.get(key),
    set: (key, value) => {
      const now = clock();
      for (const [oldest, { expiresAt }] of entries) {
        if (expiresAt > now) break;
        entries.delete(oldest);
      }
      entries.set(key, value);
    },
    delete: (key) => entries.delete(key),
    get size() {
      return entries.size;
    },
  };
};
