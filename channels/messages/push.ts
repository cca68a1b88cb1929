import type { Notice, SignInMessage } from '../channel.ts';
import { checkAppName, checkCodeMessage } from './checks.ts';
import { offeredTexts, type TextOptions } from './own-texts.ts';
import { chooseTexts, type PushTexts } from './texts.ts';
import { countInWords, fillIn } from './words.ts';

/** A notification ready to be sent. */
export type RenderedPush = PushTexts;

export type PushRenderer = {
  /** The notification of a code, which is in its body and never in its title. */
  code(message: SignInMessage): RenderedPush;
  notice(notice: Notice): RenderedPush;
};

/**
 * Prepares a renderer of notifications: plain words, no links, no buttons, nothing to approve.
 * @throws {TypeError} for texts that could not be sent safely; the renderer throws it for such a message
 */
export const pushRenderer = (options: TextOptions = {}): PushRenderer => {
  const texts = offeredTexts(options);
  return {
    code(message) {
      checkCodeMessage(message);
      const { locale, texts: chosen } = chooseTexts(message.locale, texts);
      const minutes = countInWords(locale, chosen.minutes, message.minutesValid);
      return fillBoth(chosen.push[message.purpose], { app: message.appName, code: message.code, minutes });
    },
    notice(notice) {
      checkAppName(notice);
      return fillBoth(chooseTexts(notice.locale, texts).texts.push[notice.about], { app: notice.appName });
    },
  };
};

const fillBoth = ({ title, body }: PushTexts, values: Readonly<Record<string, string>>): RenderedPush => ({
  title: fillIn(title, values),
  body: fillIn(body, values),
});
