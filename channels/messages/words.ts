import { builtInTexts, type EmailTexts, type SignInTexts, type TextsByLocale } from './texts.ts';

/** A run of digits that a phone or a mail client could take for the code. */
const CODE_LIKE = /\p{Nd}{6,}/u;

/** Puts values into a text's `{placeholders}`, once: what a value itself holds stays as it is. */
export const fillIn = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);

// Building the rules costs more than the rest of a message.
const rulesByLocale = new Map<string, Intl.PluralRules>();

const pluralRules = (locale: string): Intl.PluralRules => {
  const rules = rulesByLocale.get(locale) ?? new Intl.PluralRules(locale);
  rulesByLocale.set(locale, rules);
  return rules;
};

/** A number of minutes in words of the locale, as in `10 minutes`. */
export const minutesInWords = (locale: string, texts: SignInTexts, count: number): string => {
  const category = pluralRules(locale).select(count);
  return fillIn(texts.minutes[category] ?? texts.minutes.other, { count: String(count) });
};

const EMAIL_PLACEHOLDERS: Readonly<Record<keyof EmailTexts, readonly string[]>> = {
  subject: ['app', 'code'],
  subjectWithoutCode: ['app'],
  preheader: ['app', 'code', 'minutes'],
  heading: [],
  instruction: ['app'],
  validity: ['minutes'],
  neverShare: [],
  nobodyAsks: ['app'],
  notYou: [],
};

/**
 * The built-in words with a deployment's own over them.
 * @throws {TypeError} naming every text that could not be sent safely
 */
export const withTexts = (own: TextsByLocale = {}): TextsByLocale => {
  const problems = Object.entries(own).flatMap(([locale, texts]) => textProblems(locale, texts));
  if (problems.length > 0) throw new TypeError(`texts cannot be used: ${problems.join('; ')}`);
  return { ...builtInTexts, ...own };
};

const textProblems = (locale: string, texts: SignInTexts): readonly string[] => {
  try {
    Intl.getCanonicalLocales(locale);
  } catch {
    return [`${JSON.stringify(locale)} is no locale such as "en" or "pt-BR"`];
  }
  const problems = Object.entries(texts.minutes).map(([category, text]) =>
    textProblem(`${locale}.minutes.${category}`, text, ['count']),
  );
  for (const [name, placeholders] of Object.entries(EMAIL_PLACEHOLDERS)) {
    problems.push(textProblem(`${locale}.email.${name}`, texts.email[name as keyof EmailTexts], placeholders));
  }
  for (const name of ['subject', 'preheader'] as const) {
    if (!texts.email[name].includes('{code}')) problems.push(`${locale}.email.${name} must hold {code}`);
  }
  return problems.filter((problem) => problem !== null);
};

const textProblem = (name: string, text: string, placeholders: readonly string[]): string | null => {
  if (typeof text !== 'string' || text.trim() === '') return `${name} is missing`;
  if (/\p{Cc}/u.test(text)) return `${name} must be one line`;
  if (CODE_LIKE.test(text)) return `${name} holds a run of digits that could be taken for the code`;
  const unknown = [...text.matchAll(/\{(\w+)\}/g)].find(([, found]) => !placeholders.includes(found ?? ''));
  if (unknown === undefined) return null;
  const allowed = placeholders.map((placeholder) => `{${placeholder}}`).join(', ');
  return `${name} holds ${unknown[0]}, allowed are ${allowed === '' ? 'none' : allowed}`;
};

/**
 * What keeps an application's name out of messages, or null: it stands in subjects and beside the code, so it is one
 * short line without a run of digits that could be taken for the code.
 */
export const appNameProblem = (appName: string): string | null => {
  if (appName.trim() === '') return 'is empty';
  if (appName.length > 64) return 'is longer than 64 characters';
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(appName)) return 'holds line breaks or invisible characters';
  if (CODE_LIKE.test(appName)) return 'holds a run of six or more digits, which could be taken for the code';
  return null;
};
