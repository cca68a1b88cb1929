import { plainDigits } from './plain-digits.ts';

/**
 * The code that a person meant, by the rule of the triggers: compatibility forms and the digits of every script become
 * plain ones, and white space, hyphens, dashes and dots are dropped; so are a minus sign and the invisible characters
 * that copying brings along. Nothing else is changed.
 */
export const normalizeAnswer = (typed: string): string =>
  plainDigits(typed.normalize('NFKC').replace(/[\s\p{Pd}\p{Cf}\u2212\u00b7.]/gu, ''));
