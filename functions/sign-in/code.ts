import { createHmac, timingSafeEqual } from 'node:crypto';
import type { HmacKey } from './hmac-key.ts';

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
export const deriveCode = (key: HmacKey, binding: CodeBinding, digits: number): string => {
  const message = lengthPrefixed([
    VERSION,
    binding.userPoolId,
    binding.clientId,
    binding.user,
    binding.challengeId,
    String(binding.generation),
  ]);
  const mac = createHmac('sha256', key).update(message).digest('hex');
  const number = BigInt(`0x${mac}`) % 10n ** BigInt(digits);
  return number.toString().padStart(digits, '0');
};

/** Every field with its length in bytes before it, so that no two lists of fields read the same. */
const lengthPrefixed = (fields: readonly string[]): Buffer => {
  const lengths = fields.map((field) => Buffer.byteLength(field));
  const message = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 4 + length, 0));
  let at = 0;
  for (const [index, field] of fields.entries()) {
    at = message.writeUInt32BE(lengths[index] ?? 0, at);
    at += message.write(field, at);
  }
  return message;
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
