import type { Notice, Purpose } from '../channel.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { nl } from './nl.ts';

/** What a message is about; each has words of its own in every medium. */
export type MessageKind = Purpose | Notice['about'];

/** A number in words, by the plural category of `Intl.PluralRules`. `{count}` */
export type PluralTexts = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** The words of a mail with a code. */
export type CodeMailTexts = {
  /** `{app}`, `{code}` */
  readonly subject: string;
  /** The subject where the deployment keeps the code out of it. `{app}` */
  readonly subjectWithoutCode: string;
  /** The first words of the mail, which a list of mails shows. `{app}`, `{code}`, `{minutes}` */
  readonly preheader: string;
  readonly heading: string;
  /** `{app}` */
  readonly instruction: string;
  /** `{app}` */
  readonly notYou: string;
};

/** The words of a mail that tells of a change. */
export type NoticeMailTexts = {
  /** `{app}` */
  readonly subject: string;
  readonly heading: string;
  /** `{app}` */
  readonly news: string;
  /** `{app}` */
  readonly notYou: string;
};

export type EmailTexts = {
  /** `{minutes}` */
  readonly validity: string;
  readonly neverShare: string;
  /** `{app}` */
  readonly nobodyAsks: string;
  readonly 'sign-in': CodeMailTexts;
  readonly 'prove-address': CodeMailTexts;
  readonly 'email-changed': NoticeMailTexts;
  readonly 'phone-changed': NoticeMailTexts;
};

/** One line each, and the line that ties the code to the site follows. `{app}`, in codes also `{code}`, `{minutes}` */
export type SmsTexts = Readonly<Record<MessageKind, string>>;

/** A notification. The title, which a lock screen shows even where it hides the rest, never holds the code. */
export type PushTexts = {
  /** `{app}` */
  readonly title: string;
  /** `{app}`, in codes also `{code}`, `{minutes}` */
  readonly body: string;
};

/** All words of one locale. A locale that lacks one does not compile; nothing of a user is ever filled in. */
export type MessageTexts = {
  /** As in `10 minutes`, for mails and notifications. */
  readonly minutes: PluralTexts;
  /** As in `10 min`, for the little room of an SMS. */
  readonly minutesShort: PluralTexts;
  readonly email: EmailTexts;
  readonly sms: SmsTexts;
  readonly push: Readonly<Record<MessageKind, PushTexts>>;
};

/** Words by locale, as in `en` or `pt-BR`. */
export type TextsByLocale = Readonly<Record<string, MessageTexts>>;

/** The locales that come with the package. */
export const builtInTexts = { en, nl, de, ar } as const satisfies TextsByLocale;

/** What is spoken to somebody whose locale has no words. */
export const FALLBACK_LOCALE = 'en';

/** The words for a locale and the tag of the locale they are in. */
export type ChosenTexts = { readonly locale: string; readonly texts: MessageTexts };

/** The words of exactly this locale, else of its language, else English. */
export const chooseTexts = (locale: string, texts: TextsByLocale): ChosenTexts => {
  for (const tag of [locale, locale.split('-')[0] ?? '', FALLBACK_LOCALE]) {
    const found = Object.hasOwn(texts, tag) ? texts[tag] : undefined;
    if (found !== undefined) return { locale: tag, texts: found };
  }
  return { locale: FALLBACK_LOCALE, texts: en };
};

/** Languages written from right to left. Source: CLDR 46, `characterOrder` */
const RIGHT_TO_LEFT = /^(?:ar|ckb|dv|fa|he|ks|ps|sd|ug|ur|yi)(?:-|$)/;

/** The way a locale is written. */
export const directionOf = (locale: string): 'ltr' | 'rtl' => (RIGHT_TO_LEFT.test(locale) ? 'rtl' : 'ltr');
