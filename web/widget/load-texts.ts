import type { Texts } from './texts.ts';

/** Set by the build: language → its file beside the module, and the file's integrity (SRI). */
declare const DOORCODE_LOCALES: Readonly<Record<string, readonly [file: string, integrity: string]>> | undefined;

/** A language's texts, and how it is written. */
export type Language = { readonly locale: string; readonly isRtl: boolean; readonly texts: Partial<Texts> };

const english = (locale: string): Language => ({ locale, isRtl: false, texts: {} });
const rightToLeft = /^(ar|fa|he|ur)\b/;

/**
 * The texts for a language tag. They are data and not code, and are taken only with the digest that the build has
 * written into this module. A language that there is none of, or that cannot be had, is English.
 */
export const loadTexts = async (tag: string): Promise<Language> => {
  const language = tag.toLowerCase().split('-')[0] ?? '';
  const files = typeof DOORCODE_LOCALES === 'undefined' ? {} : DOORCODE_LOCALES;
  const known = Object.hasOwn(files, language) ? files[language] : undefined;
  if (known === undefined) return english(language === 'en' ? tag : 'en');
  try {
    const [file, integrity] = known;
    const response = await fetch(new URL(file, import.meta.url), { integrity, credentials: 'omit' });
    return { locale: tag, isRtl: rightToLeft.test(language), texts: (await response.json()) as Texts };
  } catch {
    return english('en');
  }
};

/** The tag, where the browser knows it as one. */
export const localeOf = (tag: string): string => {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    return 'en';
  }
};
