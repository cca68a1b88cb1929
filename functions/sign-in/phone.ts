import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';

/** A number that can receive SMS. */
export type PhoneNumber = {
  /** E.164: `+` and at most 15 digits. */
  readonly canonical: string;
  /** ISO 3166-1 alpha-2, from the numbering plan. */
  readonly country: string;
  /** The first seven digits: numbers are sold, and pumped, in blocks. */
  readonly prefix: string;
};

const MAX_INPUT_LENGTH = 32;
/** What people put between digits. A number without its country code is nobody's. */
const WRITTEN = /^ *\+[\p{Nd}\s().\-\u2010-\u2015/]+$/u;

/**
 * Reads one mobile number in international form. Undefined for landlines, toll-free and premium numbers, which an SMS
 * never reaches or is paid dearly for, and for whatever is no number. Source: ITU-T E.164; libphonenumber's metadata.
 */
export const canonicalPhone = (input: unknown): PhoneNumber | undefined => {
  if (typeof input !== 'string' || input.length > MAX_INPUT_LENGTH) return undefined;
  const text = input.normalize('NFKC');
  if (!WRITTEN.test(text)) return undefined;
  const parsed = parsePhoneNumberFromString(text.trim(), { extract: false });
  if (parsed?.country === undefined || !parsed.isValid()) return undefined;
  const canonical: string = parsed.number;
  return { canonical, country: parsed.country, prefix: canonical.slice(1, 8) };
};
