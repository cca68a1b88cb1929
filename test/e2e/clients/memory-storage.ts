/** A key-value storage as Amplify takes one, that can be looked into. */
export const memoryStorage = () => {
  const entries = new Map<string, string>();
  return {
    entries,
    setItem: async (key: string, value: string) => void entries.set(key, value),
    getItem: async (key: string) => entries.get(key) ?? null,
    removeItem: async (key: string) => void entries.delete(key),
    clear: async () => entries.clear(),
  };
};
