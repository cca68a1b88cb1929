/** Where strings are kept. `localStorage` and `sessionStorage` are such storages. */
export type KeyValueStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Forgets everything when the page goes. The default: nothing a script injected later could find. */
export const memoryStorage = (): KeyValueStorage => {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
};

/**
 * A storage that takes everything: what the one that `open` names does not take (blocked, private, full, none at all) is
 * kept in memory instead, for as long as nobody else writes or removes what that one holds in its place.
 */
export const sturdyStorage = (open: () => KeyValueStorage | undefined): KeyValueStorage => {
  const kept = new Map<string, readonly [value: string, instead: string | null]>();
  const use = <T>(task: (storage: KeyValueStorage) => T): T | null => {
    try {
      return task(open() as KeyValueStorage);
    } catch {
      return null;
    }
  };
  const stored = (key: string) => use((storage) => storage.getItem(key));
  return {
    getItem(key) {
      const found = stored(key);
      const [value, instead] = kept.get(key) ?? [found, found];
      return instead === found ? value : found;
    },
    setItem(key, value) {
      kept.set(key, [value, stored(key)]);
      use((storage) => {
        storage.setItem(key, value);
        kept.delete(key);
      });
    },
    removeItem(key) {
      kept.delete(key);
      use((storage) => storage.removeItem(key));
    },
  };
};

/** The browser's own storage of that kind, made sturdy: even to name a blocked one throws. */
export const browserStorage = (kind: 'local' | 'session'): KeyValueStorage =>
  sturdyStorage(() => globalThis[`${kind}Storage` as const]);
