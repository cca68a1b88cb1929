import type { Notice, SignInMessage } from '../channel.ts';
import { checkAppName, checkCodeMessage, checkHost } from './checks.ts';
import { offeredTexts, type TextOptions } from './own-texts.ts';
import { smsSize } from './sms-size.ts';
import { chooseTexts, type MessageKind, type TextsByLocale } from './texts.ts';
import { countInWords, fillIn } from './words.ts';

export type SmsOptions = {
  /** The application's name that the messages will carry: whether it fits is known at the start. */
  readonly appName: string;
  /** The host in the address bar of the sign-in page: adds the line `@host #code`. @default no such line */
  readonly host?: string;
  /** The host of the frame in which the sign-in runs, where a page of `host` embeds it. @default none */
  readonly embeddedHost?: string;
  /** The most digits of a code, 6 to 10. @default 10 */
  readonly longestCode?: number;
};

export type SmsRenderer = {
  /** The text of a code: one segment, its last line the one that ties the code to the host. */
  code(message: SignInMessage): string;
  /** The text of a notice: one segment. */
  notice(notice: Notice): string;
};

/** Codes by SMS live minutes, not hours; fits is promised up to here. */
const LONGEST_MINUTES = 60;

/**
 * Prepares a renderer of text messages. Each takes one segment, so that no network can part the code from its host.
 * @throws {TypeError} for options whose longest message does not fit, with the numbers; the renderer throws it for
 * such a message
 * Source: https://wicg.github.io/sms-one-time-codes/
 */
export const smsRenderer = (options: SmsOptions & TextOptions): SmsRenderer => {
  const { host, embeddedHost, longestCode = 10 } = options;
  if (host !== undefined) checkHost('host', host);
  if (embeddedHost !== undefined) checkHost('embeddedHost', embeddedHost);
  if (embeddedHost !== undefined && host === undefined) {
    throw new TypeError(`embeddedHost is ${JSON.stringify(embeddedHost)} without host: give the host of the page too`);
  }
  if (!Number.isInteger(longestCode) || longestCode < 6 || longestCode > 10) {
    throw new TypeError(`longestCode is ${longestCode}: it must be a whole number from 6 to 10`);
  }
  checkAppName(options);
  const texts = offeredTexts(options);
  const lines = { texts, host, embeddedHost };
  checkLongest(lines, options.appName, longestCode);

  return {
    code(message) {
      checkCodeMessage(message);
      return oneSegment(codeText(lines, message), { ...message, kind: message.purpose });
    },
    notice(notice) {
      checkAppName(notice);
      return oneSegment(noticeText(texts, notice), { ...notice, kind: notice.about });
    },
  };
};

type Lines = {
  readonly texts: TextsByLocale;
  readonly host?: string | undefined;
  readonly embeddedHost?: string | undefined;
};

type CodeWords = Pick<SignInMessage, 'locale' | 'appName' | 'purpose' | 'code' | 'minutesValid'>;

const codeText = ({ texts, host, embeddedHost }: Lines, message: CodeWords): string => {
  const { locale, texts: chosen } = chooseTexts(message.locale, texts);
  const minutes = countInWords(locale, chosen.minutesShort, message.minutesValid);
  const words = fillIn(chosen.sms[message.purpose], { code: message.code, app: message.appName, minutes });
  if (host === undefined) return words;
  // Phones read the last line alone, so nothing may follow it, no line end either.
  return `${words}\n@${host} #${message.code}${embeddedHost === undefined ? '' : ` @${embeddedHost}`}`;
};

const noticeText = (texts: TextsByLocale, { locale, appName, about }: Pick<Notice, 'locale' | 'appName' | 'about'>) =>
  fillIn(chooseTexts(locale, texts).texts.sms[about], { app: appName });

const checkLongest = (lines: Lines, appName: string, longestCode: number): void => {
  const code = '0'.repeat(longestCode);
  for (const locale of Object.keys(lines.texts)) {
    for (const purpose of ['sign-in', 'prove-address'] as const) {
      for (let minutesValid = 1; minutesValid <= LONGEST_MINUTES; minutesValid += 1) {
        const text = codeText(lines, { locale, appName, purpose, code, minutesValid });
        oneSegment(text, { locale, appName, kind: purpose, ...lines, longestCode });
      }
    }
    for (const about of ['email-changed', 'phone-changed'] as const) {
      oneSegment(noticeText(lines.texts, { locale, appName, about }), { locale, appName, kind: about });
    }
  }
};

type Circumstances = {
  readonly kind: MessageKind;
  readonly locale: string;
  readonly appName: string;
  readonly host?: string | undefined;
  readonly embeddedHost?: string | undefined;
  readonly longestCode?: number;
};

const oneSegment = (
  text: string,
  { kind, locale, appName, host, embeddedHost, longestCode }: Circumstances,
): string => {
  const { encoding, units, limit } = smsSize(text);
  if (units <= limit) return text;
  const parts = [
    `appName ${JSON.stringify(appName)}`,
    ...(host === undefined ? [] : [`host ${JSON.stringify(host)}`]),
    ...(embeddedHost === undefined ? [] : [`embeddedHost ${JSON.stringify(embeddedHost)}`]),
    ...(longestCode === undefined ? [] : [`a code of ${longestCode} digits`]),
  ];
  throw new TypeError(
    `the SMS sms.${kind} in ${JSON.stringify(locale)} does not fit into one segment with ${parts.join(', ')}: ` +
      `it takes ${units} ${encoding} units of ${limit}; shorten them by ${units - limit}, lower longestCode to what ` +
      'the codes have, give shorter texts, or leave the locale out of locales',
  );
};
