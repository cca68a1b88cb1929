import { ConfigError } from '../../functions/runtime/config.ts';

/** What a configuration is refused with, or `taken`. @throws whatever else goes wrong */
export const refusalOf = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'taken';
};
