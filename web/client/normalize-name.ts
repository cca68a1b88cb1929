import { plainDigits } from './plain-digits.ts';

/** `+` or `00`, then what people put between the digits of a phone number, and nothing else. */
const phoneLike = /^(?:tel:)?[+\d\s.()/\p{Pd}\u2212]*\d[+\d\s.()/\p{Pd}\u2212]*$/iu;

/**
 * The name that a person meant. A phone number loses spaces, hyphens, dots, parentheses and invisible characters, a
 * leading `00` becomes `+`, the `(0)` of `+44 (0)20` is left out, and other decimal digits become plain ones. Anything
 * else is only trimmed: what is a valid address is the server's to say.
 */
export const normalizeName = (typed: string): string => {
  const plain = plainDigits(typed.normalize('NFKC').replace(/[\p{Cf}]/gu, '')).trim();
  if (!phoneLike.test(plain)) return typed.trim();
  const number = plain.replace(/^tel:/i, '');
  const isInternational = /^(?:\+|\(?00)/.test(number);
  return (isInternational ? number.replace('(0)', '') : number).replace(/[^+\d]/g, '').replace(/^00/, '+');
};

/** True for a phone number without the country code that would tell which phone it is. */
export const lacksCountryCode = (name: string): boolean => /^\d{4,}$/.test(name);
