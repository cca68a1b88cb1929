import type { Challenge } from '../../client/challenge.ts';
import { expiresAt, resendAt } from '../../sign-in/controller.ts';
import type { CodeState } from '../../sign-in/state.ts';
import { wordWait } from '../../sign-in/word-time.ts';
import type { Texts } from '../texts.ts';

/** A sentence for the person, and whether it interrupts (`error`) or informs. */
export type Message = { readonly tone: 'error' | 'info'; readonly text: string };

/** The one message that the code screen has to say, the most urgent first. */
export const codeMessage = (state: CodeState, texts: Texts, locale: string, now: number): Message | null => {
  const { challenge, after, error, fault } = state;
  const say = texts.code;
  const wrong = (text: string): Message => ({ tone: 'error', text });
  if (error !== null) return wrong(texts.errors[error]);
  if (fault?.kind === 'empty') return wrong(say.empty);
  if (fault?.kind === 'not-digits') return wrong(say.notDigits(challenge.codeLength));
  if (fault !== null) return wrong(say[fault.kind](challenge.codeLength, fault.typed));
  if (state.pending !== null) return null;
  if (challenge.step === 'limited') {
    const wait = resendAt(challenge) - now;
    return wrong(wait > 0 ? say.limited(wordWait(wait, locale)) : say.limitedUnknown);
  }
  if (challenge.reason === 'wrong') return wrong(say.wrong(challenge.attemptsLeft));
  if (challenge.reason === 'expired') return wrong(say.expired);
  if (challenge.reason === 'spent') return wrong(say.spent);
  if (challenge.expiresIn > 0 && now >= expiresAt(challenge)) return wrong(say.overdue);
  if (after === 'resend') {
    const sent = state.via === null ? say.resent : say.resentBy[state.via];
    return { tone: 'info', text: challenge.reason === 'reused' ? say.reused : sent };
  }
  return challenge.reason === 'reused' ? { tone: 'info', text: say.reused } : null;
};

/** Where a code may be, where each account's settings decide; nothing where there is one channel for all. */
export const wordPlaces = ({ channel, channels }: Challenge, texts: Texts, locale: string): string => {
  if (channel !== 'auto' || channels.length === 0) return '';
  const places = channels.map((medium) => texts.code.places[medium]);
  return texts.code.look(new Intl.ListFormat(locale, { type: 'disjunction' }).format(places));
};

/** What to do about a missing message, by the channels it may have come by. */
export const wordWhere = ({ channels }: Challenge, texts: Texts): readonly string[] => {
  const { first, last, ...byChannel } = texts.code.where;
  const media = channels.length === 0 ? (['email'] as const) : channels;
  return [first, ...media.map((medium) => byChannel[medium]), last];
};

const isDate = (at: number): boolean => !Number.isNaN(new Date(at).getTime());

/** A claim's value as people read it: times as local times, truth as yes or no. */
export const wordClaim = (name: string, value: unknown, texts: Texts, locale: string): string => {
  if (typeof value === 'boolean') return value ? texts.account.yes : texts.account.no;
  if (typeof value === 'number' && ['exp', 'iat', 'auth_time', 'nbf'].includes(name) && isDate(value * 1000)) {
    return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(value * 1000);
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
};
