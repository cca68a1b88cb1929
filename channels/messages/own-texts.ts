import { textProblems } from './text-rules.ts';
import { builtInTexts, chooseTexts, FALLBACK_LOCALE, type MessageTexts, type TextsByLocale } from './texts.ts';

type Partly<T> = T extends string ? T : { readonly [Key in keyof T]?: Partly<T[Key]> };

/**
 * A deployment's own words by locale: any text of a locale that there is, all texts of another one. A set of plural
 * forms is replaced as a whole.
 */
export type OwnTexts = Readonly<
  Record<string, Partly<Omit<MessageTexts, 'minutes' | 'minutesShort'>> & Partial<Pick<MessageTexts, PluralName>>>
>;

type PluralName = 'minutes' | 'minutesShort';

/** What every medium's words are made from. */
export type TextOptions = {
  /** A deployment's own words by locale, over the built-in ones. @default {} */
  readonly texts?: OwnTexts;
  /** The locales that messages come in; English stands in for any other. @default every locale there is */
  readonly locales?: readonly string[];
};

/**
 * The built-in words with a deployment's own over them, of the locales that it offers.
 * @throws {TypeError} naming every text that could not be sent safely, and every locale without words
 */
export const offeredTexts = ({ texts: own = {}, locales }: TextOptions): TextsByLocale => {
  const merged = Object.entries(own).map(([locale, changes]) => [locale, withChanges(locale, changes)] as const);
  const problems = merged.flatMap(([locale, texts]) => textProblems(locale, texts));
  if (problems.length > 0) throw new TypeError(`texts cannot be used: ${problems.join('; ')}`);
  const all: TextsByLocale = { ...builtInTexts, ...(Object.fromEntries(merged) as TextsByLocale) };
  return locales === undefined ? all : only(locales, all);
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The rules judge the outcome, so this takes whatever a deployment's JSON may hold. */
const withChanges = (locale: string, changes: unknown): unknown => {
  const language = locale.split('-')[0] ?? '';
  const base = [locale, language].find((tag) => Object.hasOwn(builtInTexts, tag));
  return base === undefined ? changes : merge(builtInTexts[base as keyof typeof builtInTexts], changes);
};

const merge = (base: unknown, changes: unknown): unknown => {
  if (!isObject(base) || !isObject(changes)) return changes;
  const names = new Set([...Object.keys(base), ...Object.keys(changes)]);
  return Object.fromEntries(
    [...names].map((name) => {
      const was = Object.hasOwn(base, name) ? base[name] : undefined;
      if (!Object.hasOwn(changes, name)) return [name, was];
      return [name, isPlural(was) ? changes[name] : merge(was, changes[name])];
    }),
  );
};

const isPlural = (value: unknown): boolean => isObject(value) && Object.hasOwn(value, 'other');

const only = (locales: readonly string[], all: TextsByLocale): TextsByLocale => {
  const tags = locales.map((locale) => {
    const { locale: tag } = chooseTexts(locale, all);
    if (tag !== FALLBACK_LOCALE || locale.split('-')[0] === FALLBACK_LOCALE) return tag;
    throw new TypeError(
      `locales holds ${JSON.stringify(locale)}, which has no words: there are ${Object.keys(all).join(', ')}; give your own in texts`,
    );
  });
  return Object.fromEntries(Object.entries(all).filter(([tag]) => tag === FALLBACK_LOCALE || tags.includes(tag)));
};
