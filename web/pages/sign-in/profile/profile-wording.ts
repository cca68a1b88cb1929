import type { AccountError } from '../../../client/account-error.ts';
import { wordWait } from '../../../sign-in/word-time.ts';
import type { Message } from '../wording.ts';
import type { AddressForm, Notice, ProfileState } from './profile-state.ts';
import type { ProfileTexts } from './texts.ts';

const wrong = (text: string): Message => ({ tone: 'error', text });
const news = (text: string): Message => ({ tone: 'info', text });

/** A failure in words; with the wait where the service says one. */
export const wordError = (error: AccountError, texts: ProfileTexts, locale: string): Message => {
  const { code, resendIn, attemptsLeft } = error;
  if (code === 'limited' && resendIn !== null) return wrong(texts.limitedFor(wordWait(resendIn * 1000, locale)));
  if (code === 'wrong-code' && attemptsLeft !== null) return wrong(texts.addresses.wrong(attemptsLeft));
  return wrong(texts.errors[code]);
};

/** The one message that the form of an address has to say, the most urgent first. */
export const formMessage = (
  form: AddressForm,
  pending: ProfileState['pending'],
  now: number,
  texts: ProfileTexts,
  locale: string,
): Message | null => {
  const say = texts.addresses;
  const { medium, addressFault, codeFault, error, challenge } = form;
  if (addressFault === 'empty') return wrong(say.empty[medium]);
  if (addressFault === 'no-country-code') return wrong(say.noCountryCode);
  if (addressFault === 'other-kind') return wrong(say.otherKind[medium]);
  if (error?.code === 'limited' && error.resendIn !== null) {
    return form.resendAt > now ? wrong(texts.limitedFor(wordWait(form.resendAt - now, locale))) : null;
  }
  if (error !== null) return wordError(error, texts, locale);
  if (challenge === null) return null;
  const { codeLength, receivedAt, expiresIn } = challenge;
  if (codeFault?.kind === 'empty') return wrong(say.codeEmpty);
  if (codeFault?.kind === 'not-digits') return wrong(say.codeNotDigits(codeLength));
  if (codeFault?.kind === 'short') return wrong(say.codeShort(codeLength, codeFault.typed));
  if (codeFault?.kind === 'long') return wrong(say.codeLong(codeLength, codeFault.typed));
  if (pending === null && now >= receivedAt + expiresIn * 1000) return wrong(say.overdue);
  return form.isResent ? news(say.resent) : null;
};

/** What was done last, in the words of its section. */
export const noticeMessage = (notice: Notice, texts: ProfileTexts): Message => {
  if (notice.at === 'addresses') {
    return news(notice.isReplaced ? texts.addresses.changed(notice.value) : texts.addresses.added(notice.value));
  }
  if (notice.at === 'channel') {
    return news(
      texts.channel.saved(notice.channel === null ? texts.channel.automatic : texts.channel.names[notice.channel]),
    );
  }
  return news(notice.isRemoved ? texts.devices.removed(notice.name) : texts.devices.added(notice.name));
};

/** What one section has to say of its last change. */
export const sectionMessage = (
  { notice, problem }: ProfileState,
  at: Notice['at'],
  texts: ProfileTexts,
  locale: string,
): Message | null => {
  if (problem?.at === at) return wordError(problem.error, texts, locale);
  return notice?.at === at ? noticeMessage(notice, texts) : null;
};
