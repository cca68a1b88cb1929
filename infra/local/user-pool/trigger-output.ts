import { unrecognizableOutput } from './cognito-error.ts';

export type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws {CognitoError} when the handler's answer is no event with a `response` */
export const responseOf = (output: unknown): Fields => {
  if (!isFields(output) || !isFields(output.response)) throw unrecognizableOutput();
  return output.response;
};

/** A flag of the response; one that is not set is false. @throws {CognitoError} for anything but a boolean */
export const flag = (response: Fields, name: string): boolean => {
  const value = response[name] ?? false;
  if (typeof value !== 'boolean') throw unrecognizableOutput();
  return value;
};

/** A text of the response; null when not set. @throws {CognitoError} for anything but text */
export const text = (response: Fields, name: string): string | null => {
  const value = response[name] ?? null;
  if (value !== null && typeof value !== 'string') throw unrecognizableOutput();
  return value;
};

/** A map of texts; nulls in it are dropped. @throws {CognitoError} for other values */
export const textMap = (response: Fields, name: string): Record<string, string> => {
  const value = response[name] ?? {};
  if (!isFields(value)) throw unrecognizableOutput();
  const entries: [string, string][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (item === null) continue;
    if (typeof item !== 'string') throw unrecognizableOutput();
    entries.push([key, item]);
  }
  return Object.fromEntries(entries);
};

/** A list of texts. @throws {CognitoError} for other values */
export const textList = (response: Fields, name: string): string[] => {
  const value = response[name] ?? [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) throw unrecognizableOutput();
  return value;
};

/** A nested object; empty when not set. @throws {CognitoError} for other values */
export const nested = (response: Fields, name: string): Fields => {
  const value = response[name] ?? {};
  if (!isFields(value)) throw unrecognizableOutput();
  return value;
};
