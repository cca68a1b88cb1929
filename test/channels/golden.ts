import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@jest/globals';

/**
 * Expects `actual` to be what the golden file holds. `UPDATE_GOLDEN=1 npm test -- test/channels` writes the files
 * anew, for a person to read before they are committed.
 */
export const golden = (name: string, actual: string): void => {
  const file = new URL(`./golden/${name}`, import.meta.url);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, actual);
  expect(actual).toBe(readFileSync(file, 'utf8'));
};
