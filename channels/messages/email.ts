import type { Notice, SignInMessage } from '../channel.ts';
import { checkAppName, checkCodeMessage, checkHost } from './checks.ts';
import { codeMailHtml, noticeMailHtml } from './email-html.ts';
import { offeredTexts, type TextOptions } from './own-texts.ts';
import { type CodeMailTexts, chooseTexts, type EmailTexts, type NoticeMailTexts, type TextsByLocale } from './texts.ts';
import { countInWords, fillIn } from './words.ts';

export type EmailOptions = TextOptions & {
  /** Puts the code into the subject, where it is read without opening the mail. @default true */
  readonly codeInSubject?: boolean;
  /** The sign-in page's host: adds the line `@host #code` that ties the code to it. @default no such line */
  readonly host?: string;
};

/** A mail ready to be sent. */
export type RenderedEmail = { readonly subject: string; readonly text: string; readonly html: string };

type CommonMailTexts = Pick<EmailTexts, 'validity' | 'neverShare' | 'nobodyAsks'>;

/** The words of a mail with a code, everything filled in. */
export type FilledCodeMail = CodeMailTexts &
  CommonMailTexts & { readonly locale: string; readonly code: string; readonly appName: string };

/** The words of a notice, everything filled in. */
export type FilledNoticeMail = NoticeMailTexts & { readonly locale: string; readonly appName: string };

export type EmailRenderer = {
  /** A mail in which no digit run of six or more is but the code. */
  code(message: SignInMessage): RenderedEmail;
  notice(notice: Notice): RenderedEmail;
};

/**
 * Prepares a renderer of mails. What it writes depends on the message alone: the same message gives the same bytes.
 * @throws {TypeError} for options that could not be sent safely; the renderer throws it for such a message
 */
export const emailRenderer = (options: EmailOptions = {}): EmailRenderer => {
  const { codeInSubject = true, host } = options;
  const texts = offeredTexts(options);
  if (host !== undefined) checkHost('host', host);

  return {
    code(message) {
      checkCodeMessage(message);
      const words = filledCode(message, texts);
      const subject = codeInSubject ? words.subject : words.subjectWithoutCode;
      return { subject, text: codeMailText(words, host), html: codeMailHtml(words, subject) };
    },
    notice(notice) {
      checkAppName(notice);
      const words = filledNotice(notice, texts);
      return { subject: words.subject, text: `${words.news}\n\n${words.notYou}`, html: noticeMailHtml(words) };
    },
  };
};

const filledCode = (message: SignInMessage, texts: TextsByLocale): FilledCodeMail => {
  const { locale, texts: chosen } = chooseTexts(message.locale, texts);
  const { code, appName, purpose } = message;
  const minutes = countInWords(locale, chosen.minutes, message.minutesValid);
  const { validity, neverShare, nobodyAsks, [purpose]: own } = chosen.email;
  return {
    locale,
    code,
    appName,
    ...fillAll({ validity, neverShare, nobodyAsks, ...own }, { code, app: appName, minutes }),
  };
};

const filledNotice = (notice: Notice, texts: TextsByLocale): FilledNoticeMail => {
  const { locale, texts: chosen } = chooseTexts(notice.locale, texts);
  const { appName, about } = notice;
  return { locale, appName, ...fillAll(chosen.email[about], { app: appName }) };
};

const fillAll = <Name extends string>(
  texts: Readonly<Record<Name, string>>,
  values: Readonly<Record<string, string>>,
): Readonly<Record<Name, string>> =>
  Object.fromEntries(Object.entries<string>(texts).map(([name, text]) => [name, fillIn(text, values)])) as Record<
    Name,
    string
  >;

const codeMailText = (words: FilledCodeMail, host: string | undefined): string =>
  [
    words.preheader,
    words.instruction,
    `${words.neverShare} ${words.nobodyAsks}`,
    words.notYou,
    ...(host === undefined ? [] : [`@${host} #${words.code}`]),
  ].join('\n\n');
