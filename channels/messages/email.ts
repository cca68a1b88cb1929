import type { SignInMessage } from '../channel.ts';
import { emailHtml } from './email-html.ts';
import { chooseTexts, type EmailTexts, type TextsByLocale } from './texts.ts';
import { appNameProblem, fillIn, minutesInWords, withTexts } from './words.ts';

export type EmailOptions = {
  /** Puts the code into the subject, where it is read without opening the mail. @default true */
  readonly codeInSubject?: boolean;
  /** The sign-in page's host: adds the line `@host #code` that ties the code to it. @default no such line */
  readonly host?: string;
  /** A deployment's own words by locale, over the built-in ones. @default {} */
  readonly texts?: TextsByLocale;
};

/** A mail ready to be sent. */
export type RenderedEmail = { readonly subject: string; readonly text: string; readonly html: string };

/** A mail's words with everything filled in. */
export type FilledEmail = EmailTexts & { readonly locale: string; readonly code: string; readonly appName: string };

/** A day in minutes; no code lives longer, and more digits could look like a code. */
const MAX_MINUTES = 1_440;

/**
 * Prepares a renderer of sign-in mails. What it writes depends on the message alone: the same message gives the same
 * bytes, and no digit run of six or more is in it but the code.
 * @throws {TypeError} for options that could not be sent safely; the renderer throws it for such a message
 */
export const emailRenderer = (options: EmailOptions = {}): ((message: SignInMessage) => RenderedEmail) => {
  const { codeInSubject = true, host } = options;
  const texts = withTexts(options.texts);
  if (host !== undefined) checkHost(host);

  return (message) => {
    checkMessage(message);
    const words = fillAll(message, texts);
    const subject = codeInSubject ? words.subject : words.subjectWithoutCode;
    return { subject, text: emailText(words, host), html: emailHtml(words, subject) };
  };
};

const fillAll = (message: SignInMessage, texts: TextsByLocale): FilledEmail => {
  const { locale, texts: chosen } = chooseTexts(message.locale, texts);
  const { code, appName } = message;
  const values = { code, app: appName, minutes: minutesInWords(locale, chosen, message.minutesValid) };
  const { email } = chosen;
  const fill = (name: keyof EmailTexts): string => fillIn(email[name], values);
  return {
    locale,
    code,
    appName,
    subject: fill('subject'),
    subjectWithoutCode: fill('subjectWithoutCode'),
    preheader: fill('preheader'),
    heading: fill('heading'),
    instruction: fill('instruction'),
    validity: fill('validity'),
    neverShare: fill('neverShare'),
    nobodyAsks: fill('nobodyAsks'),
    notYou: fill('notYou'),
  };
};

const emailText = (words: FilledEmail, host: string | undefined): string =>
  [
    words.preheader,
    words.instruction,
    `${words.neverShare} ${words.nobodyAsks}`,
    words.notYou,
    ...(host === undefined ? [] : [`@${host} #${words.code}`]),
  ].join('\n\n');

const checkMessage = ({ code, minutesValid, appName }: SignInMessage): void => {
  if (!/^[0-9]{6,10}$/.test(code)) throw new TypeError('code must be 6 to 10 digits (its value is not shown)');
  if (!Number.isInteger(minutesValid) || minutesValid < 1 || minutesValid > MAX_MINUTES) {
    throw new TypeError(`minutesValid is ${minutesValid}: it must be a whole number from 1 to ${MAX_MINUTES}`);
  }
  const problem = appNameProblem(appName);
  if (problem !== null) throw new TypeError(`appName ${problem}: ${JSON.stringify(appName)}`);
};

const checkHost = (host: string): void => {
  const isHost = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/.test(
    host,
  );
  if (isHost && !/\d{6,}/.test(host)) return;
  throw new TypeError(
    `host is ${JSON.stringify(host)}: it must be a lower-case host name such as "example.com", without a run of six digits`,
  );
};
