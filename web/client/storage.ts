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

/** The browser's own storage of that kind, or memory where it is blocked or full (private windows, strict settings). */
export const browserStorage = (kind: 'local' | 'session'): KeyValueStorage => {
  try {
    const storage = kind === 'local' ? globalThis.localStorage : globalThis.sessionStorage;
    const probe = 'Doorcode.probe';
    storage.setItem(probe, probe);
    storage.removeItem(probe);
    return storage;
  } catch {
    return memoryStorage();
  }
};
