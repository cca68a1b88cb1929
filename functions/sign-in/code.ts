import { createHmac, timingSafeEqual } from 'node:crypto';

/** Everything a code is bound to. Channel and destination are bound by the record. */
export type CodeBinding = {
  readonly userPoolId: string;
  readonly clientId: string;
  /** The user's key in the record store. */
  readonly user: string;
  readonly challengeId: string;
  readonly generation: number;
};

const VERSION = 'doorcode/code/1';

/**
 * Derives the decimal code of one challenge generation: HMAC-SHA256 over the length-prefixed binding, taken as a
 * 256-bit number modulo 10^digits. The modulo's bias is below 2^-222, so every digit and every code is as likely as
 * any other.
 * @param digits 6 to 10
 */
export const deriveCode = (key: Uint8Array, binding: CodeBinding, digits: number): string => {
  const mac = createHmac('sha256', key);
  const fields = [
    VERSION,
    binding.userPoolId,
    binding.clientId,
    binding.user,
    binding.challengeId,
    String(binding.generation),
  ];
  for (const field of fields) {
    const bytes = Buffer.from(field, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    mac.update(length).update(bytes);
  }
  const number = BigInt(`0x${mac.digest('hex')}`) % 10n ** BigInt(digits);
  return number.toString().padStart(digits, '0');
};

/** Answers longer than this are not looked at. */
const MAX_ANSWER_LENGTH = 64;
const SEPARATORS = /[\s\p{Pd}\u00b7.]/gu;
const DIGITS = /^\d{1,20}$/;

/**
 * The digits that a person meant: NFKC (full-width and other decimal forms), spaces, hyphens and dots taken out.
 * Undefined for what cannot be a code; such an answer is not evaluated and costs no attempt.
 */
export const normaliseAnswer = (answer: unknown): string | undefined => {
  if (typeof answer !== 'string' || answer.length > MAX_ANSWER_LENGTH) return undefined;
  const digits = answer
    .normalize('NFKC')
    .replace(SEPARATORS, '')
    .replace(/\p{Nd}/gu, (digit) => String(decimalValue(digit)));
  return DIGITS.test(digits) ? digits : undefined;
};

/**
 * Unicode keeps every script's decimal digits in order, in runs of ten that may stand side by side (Pwo Karen's, say):
 * the value counts from where they begin.
 */
const decimalValue = (digit: string): number => {
  const point = digit.codePointAt(0) ?? 0;
  let first = point;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return (point - first) % 10;
};

/** Compares in constant time: both sides are padded into buffers of one fixed length. */
export const codesMatch = (expected: string, answer: string): boolean => {
  const [left, right] = [Buffer.alloc(32), Buffer.alloc(32)];
  left.write(expected);
  right.write(answer);
  return timingSafeEqual(left, right) && expected.length === answer.length;
};
