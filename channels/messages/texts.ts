import { en } from './en.ts';
import { nl } from './nl.ts';

/** The words of the sign-in mail. `{app}`, `{code}` and `{minutes}` are filled in; nothing of a user ever is. */
export type EmailTexts = {
  /** `{app}`, `{code}` */
  readonly subject: string;
  /** The subject where the deployment keeps the code out of it. `{app}` */
  readonly subjectWithoutCode: string;
  /** The first words of the mail, which a list of mails shows. `{app}`, `{code}`, `{minutes}` */
  readonly preheader: string;
  readonly heading: string;
  /** `{app}` */
  readonly instruction: string;
  /** `{minutes}` */
  readonly validity: string;
  readonly neverShare: string;
  /** `{app}` */
  readonly nobodyAsks: string;
  readonly notYou: string;
};

/** All words of one locale. A locale that lacks one does not compile. */
export type SignInTexts = {
  /** A number of minutes, by the plural category of `Intl.PluralRules`. `{count}` */
  readonly minutes: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };
  readonly email: EmailTexts;
};

/** Words by locale, as in `en` or `pt-BR`. */
export type TextsByLocale = Readonly<Record<string, SignInTexts>>;

/** The locales that come with the package. */
export const builtInTexts = { en, nl } as const satisfies TextsByLocale;

const FALLBACK = 'en';

/** The words for a locale and the tag of the locale they are in. */
export type ChosenTexts = { readonly locale: string; readonly texts: SignInTexts };

/** The words of exactly this locale, else of its language, else English. */
export const chooseTexts = (locale: string, texts: TextsByLocale): ChosenTexts => {
  for (const tag of [locale, locale.split('-')[0] ?? '', FALLBACK]) {
    const found = Object.hasOwn(texts, tag) ? texts[tag] : undefined;
    if (found !== undefined) return { locale: tag, texts: found };
  }
  return { locale: FALLBACK, texts: en };
};
