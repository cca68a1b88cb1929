const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$/;

/**
 * True for exactly one plain address, which no mail system can read as two or as a header: ASCII, at most 254
 * characters and 64 before the `@`, no quotes, comments, lists, line breaks, encoded words or IP literals.
 * Source: RFC 5321 §4.5.3.1, RFC 5322 §3.2.3 (dot-atom)
 */
export const isSingleEmailAddress = (address: string): boolean => {
  if (address.length > 254 || address.includes('=?')) return false;
  const at = address.indexOf('@');
  const local = address.slice(0, at);
  return at > 0 && local.length <= 64 && LOCAL_PART.test(local) && DOMAIN.test(address.slice(at + 1));
};

/** An address with the name to show before it, if any. */
export type Mailbox = { readonly name: string | null; readonly address: string };

/** Reads `ann@example.com` or `Ann Lee <ann@example.com>`; null for anything else. */
export const parseMailbox = (text: string): Mailbox | null => {
  if (/\p{Cc}/u.test(text)) return null;
  const named = /^([^<>]*)<([^<>]+)>$/.exec(text);
  const address = (named?.[2] ?? text).trim();
  if (!isSingleEmailAddress(address)) return null;
  const name = (named?.[1] ?? '').trim().replace(/^"(.*)"$/, '$1');
  return { name: name === '' ? null : name, address };
};

/**
 * Writes a mailbox as a header wants it: names beyond ASCII as encoded words (RFC 2047), other unusual ones quoted.
 */
export const formatMailbox = ({ name, address }: Mailbox): string => {
  if (name === null) return address;
  if (/^[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*$/.test(name) && !name.includes('=?')) return `${name} <${address}>`;
  if (/^[\x20-\x7e]*$/.test(name) && !name.includes('=?')) {
    return `"${name.replace(/["\\]/g, '\\$&')}" <${address}>`;
  }
  return `${encodedWords(name)} <${address}>`;
};

/** An encoded word may be 75 characters long, which leaves 45 bytes for the text in base64. */
const ENCODED_WORD_BYTES = 45;

const encodedWords = (text: string): string => {
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    if (Buffer.byteLength(word + character) > ENCODED_WORD_BYTES) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word].map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`).join(' ');
};
