import { inTime } from '../client/in-time.ts';
import { en, type Texts } from './texts.ts';

/** Set by the build: language → its file beside the module, and the file's integrity (SRI). */
declare const DOORCODE_LOCALES: Readonly<Record<string, readonly [file: string, integrity: string]>>;

/** A language's texts, and how it is written. */
export type Language = { readonly locale: string; readonly isRtl: boolean; readonly texts: Partial<Texts> };

const english: Language = { locale: 'en', isRtl: false, texts: {} };

/** Longer than a file of 3 KB takes where a sign-in is possible at all. */
const timeoutMs = 4_000;

/** Whether the page says everything itself; how many plural forms there are is its language's own. */
const isWhole = (messages: Partial<Texts>): boolean =>
  Object.keys(en).every((key) => key === 'wrong.one' || messages[key as keyof Texts] != null);

const fetchTexts = ([file, integrity]: readonly [string, string]): Promise<Texts> =>
  inTime(
    async (signal) => {
      const response = await fetch(new URL(file, import.meta.url), { integrity, credentials: 'omit', signal });
      return response.json();
    },
    { timeoutMs },
  );

/**
 * The texts for a language tag. They are data and not code, and are taken only with the digest that the build has
 * written into this module. A language that there is none of is English, unless `messages` has all of its texts; so is
 * one that cannot be had, or not within four seconds.
 */
export const loadTexts = async (tag: string, messages: Partial<Texts> = {}): Promise<Language> => {
  try {
    const locale = new Intl.Locale(tag);
    const { language } = locale;
    const known = DOORCODE_LOCALES[language];
    if (!known && language !== 'en' && !isWhole(messages)) return english;
    const { script = '' } = locale.maximize();
    return {
      locale: String(locale),
      isRtl: /Arab|Hebr|Thaa|Syrc|Nkoo|Adlm/.test(script),
      texts: known ? await fetchTexts(known) : {},
    };
  } catch {
    return english;
  }
};
