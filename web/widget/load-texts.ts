import type { Texts } from './texts.ts';

/** Set by the build: language → its file beside the module, and the file's integrity (SRI). */
declare const DOORCODE_LOCALES: Readonly<Record<string, readonly [file: string, integrity: string]>>;

/** A language's texts, and how it is written. */
export type Language = { readonly locale: string; readonly isRtl: boolean; readonly texts: Partial<Texts> };

const english: Language = { locale: 'en', isRtl: false, texts: {} };
const rightToLeft = /^(ar|fa|he|ur)\b/;

/**
 * The texts for a language tag. They are data and not code, and are taken only with the digest that the build has
 * written into this module. A language that there is none of, or that cannot be had, is English.
 */
export const loadTexts = async (tag: string): Promise<Language> => {
  try {
    const locale = Intl.getCanonicalLocales(tag)[0] ?? 'en';
    const language = locale.replace(/-.*/, '');
    const known = DOORCODE_LOCALES[language];
    if (known === undefined) return { ...english, locale: language === 'en' ? locale : 'en' };
    const [file, integrity] = known;
    const response = await fetch(new URL(file, import.meta.url), { integrity, credentials: 'omit' });
    return { locale, isRtl: rightToLeft.test(language), texts: (await response.json()) as Texts };
  } catch {
    return english;
  }
};
