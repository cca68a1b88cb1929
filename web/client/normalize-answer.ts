/**
 * The code that a person meant: compatibility forms (full-width digits) become plain ones, and white space, hyphens,
 * dashes and invisible characters that copying brings along are dropped. Nothing else is changed.
 */
export const normalizeAnswer = (typed: string): string =>
  typed.normalize('NFKC').replace(/[\s\p{Pd}\p{Cf}\u2212]/gu, '');
