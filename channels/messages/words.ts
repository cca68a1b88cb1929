import type { PluralTexts } from './texts.ts';

/** A run of digits that a phone or a mail client could take for the code. */
export const CODE_LIKE = /\p{Nd}{6,}/u;

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

/** A number in words of the locale, as in `10 minutes`. */
export const countInWords = (locale: string, texts: PluralTexts, count: number): string => {
  const category = pluralRules(locale).select(count);
  return fillIn(texts[category] ?? texts.other, { count: String(count) });
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
