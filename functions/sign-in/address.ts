import { domainToASCII, domainToUnicode } from 'node:url';

/** One email address in the two forms that are needed. */
export type EmailAddress = {
  /** Lower case, punycode: every spelling of one mailbox is the same text. */
  readonly canonical: string;
  /** As typed but for Unicode form and domain: some servers do tell letter case apart. */
  readonly deliverable: string;
};

const MAX_INPUT_LENGTH = 320;
const MAX_ADDRESS_LENGTH = 254;
const MAX_LOCAL_LENGTH = 64;
/** Control, format, private and separator characters, and letters that draw nothing. */
const INVISIBLE =
  /\p{Cc}|\p{Cf}|\p{Cs}|\p{Co}|\p{Cn}|\p{Zl}|\p{Zp}|\u034f|[\u115f\u1160\u2800\u3164\uffa0]|\u17b4|\u17b5|[\ufe00-\ufe0f]/u;
/** RFC 5322 §3.2.3 dot-atom, ASCII only (SES speaks no SMTPUTF8). */
const DOT_ATOM = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
/** A mail system that decodes headers too eagerly reads what stands behind it as other characters (RFC 2047). */
const ENCODED_WORD = '=?';
const DOMAIN_CHARACTERS = /^[\p{L}\p{M}\p{N}.-]+$/u;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const TOP_LEVEL = /^(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;

/**
 * Normalises and validates one email address: NFKC first, then one `@`, an ASCII dot-atom of at most 64 characters,
 * and a domain name of at least two labels that mixes no scripts. Undefined for everything else: quoted local parts,
 * IP literals, invisible characters, more than 254 characters.
 * Sources: RFC 5321 §4.5.3.1, RFC 5322 §3.4.1, RFC 5891 (IDNA), UTS 39 §5.2 (highly restrictive).
 */
export const canonicalEmail = (input: unknown): EmailAddress | undefined => {
  if (typeof input !== 'string' || input.length > MAX_INPUT_LENGTH || INVISIBLE.test(input)) return undefined;
  const text = input.replace(/^ +| +$/g, '').normalize('NFKC');
  if (INVISIBLE.test(text)) return undefined;
  const [local, domain, ...rest] = text.split('@');
  if (local === undefined || domain === undefined || rest.length > 0) return undefined;
  if (local.length > MAX_LOCAL_LENGTH || !DOT_ATOM.test(local) || local.includes(ENCODED_WORD)) return undefined;
  const ascii = canonicalDomain(domain);
  if (ascii === undefined || local.length + 1 + ascii.length > MAX_ADDRESS_LENGTH) return undefined;
  return { canonical: `${local.toLowerCase()}@${ascii}`, deliverable: `${local}@${ascii}` };
};

/** The punycode, lower-case form of a public domain name, undefined where it is none or imitates another. */
export const canonicalDomain = (domain: string): string | undefined => {
  if (!DOMAIN_CHARACTERS.test(domain)) return undefined;
  const ascii = domainToASCII(domain.toLowerCase());
  const labels = ascii.split('.');
  const top = labels.at(-1) ?? '';
  if (ascii.length > 253 || labels.length < 2 || !TOP_LEVEL.test(top)) return undefined;
  if (!labels.every((label) => LABEL.test(label))) return undefined;
  const shown = domainToUnicode(ascii).split('.');
  // What stays punycode says nothing that could be looked at: a fake that no rule below would see through.
  if (shown.some((label) => label.startsWith('xn--'))) return undefined;
  const isAsciiTop = !top.startsWith('xn--');
  return shown.every((label) => isHonestLabel(label, isAsciiTop)) ? ascii : undefined;
};

/**
 * The name of a destination for limits: the canonical address with its `+tag` folded away, so that one mailbox has
 * one budget. Never used to send to or to compare an attribute with.
 */
export const foldDestination = (canonical: string): string => canonical.replace(/^([^+@]+)\+[^@]*@/, '$1@');

const SCRIPTS = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Armenian',
  'Georgian',
  'Hebrew',
  'Arabic',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
  'Bopomofo',
  'Thai',
  'Devanagari',
  'Cherokee',
  'Coptic',
  'Ethiopic',
] as const;
const SCRIPT_TESTS = SCRIPTS.map((script) => [script, new RegExp(`\\p{Script=${script}}`, 'u')] as const);
const SCRIPTLESS = /[\p{Script=Common}\p{Script=Inherited}]/u;
/** UTS 39's highly restrictive profile: what East Asian writing really mixes. */
const MIXTURES: readonly ReadonlySet<string>[] = [
  new Set(['Latin', 'Han', 'Hiragana', 'Katakana']),
  new Set(['Latin', 'Han', 'Hangul']),
  new Set(['Latin', 'Han', 'Bopomofo']),
];
/** Cyrillic and Greek letters that look like Latin ones in common fonts. */
const LATIN_LOOKALIKES = /^[асԁеһіјӏорԛѕԝхуъьҽпгѵѡмтвнкαεικνορτυωηγχβ0-9-]+$/u;

const isHonestLabel = (label: string, isAsciiTop: boolean): boolean => {
  const scripts = new Set<string>();
  for (const character of label) {
    if (SCRIPTLESS.test(character)) continue;
    scripts.add(SCRIPT_TESTS.find(([, test]) => test.test(character))?.[0] ?? 'other');
  }
  if (scripts.size > 1) return MIXTURES.some((mixture) => scripts.isSubsetOf(mixture));
  const [script] = scripts;
  const mayImitateLatin = script === 'Cyrillic' || script === 'Greek';
  return !(isAsciiTop && mayImitateLatin && LATIN_LOOKALIKES.test(label));
};
