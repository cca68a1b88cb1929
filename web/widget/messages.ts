import type { ClientErrorCode } from '../client/errors.ts';
import { expiresAt, waitOf } from '../sign-in/controller.ts';
import type { AddressState, CodeState, State } from '../sign-in/state.ts';
import { wordWait } from '../sign-in/word-time.ts';
import type { WidgetState } from './events.ts';
import type { en, Say } from './texts.ts';

/** A sentence for the person, and whether it interrupts (`error`) or informs. */
export type Message = { readonly isError: boolean; readonly text: string };

type Key = keyof typeof en;

/** One text for all failures with the same cure: what the server thinks of an account is not said. */
const errorKeys: Readonly<Partial<Record<ClientErrorCode, Key>>> = {
  'invalid-address': 'error.address',
  'address-not-supported': 'error.address',
  'sign-up-closed': 'error.account',
  'user-not-found': 'error.account',
  'user-not-confirmed': 'error.account',
  disabled: 'error.account',
  'try-later': 'error.later',
  'limit-exceeded': 'error.later',
  'session-expired': 'error.ended',
  'not-authorized': 'error.ended',
  'signed-out': 'error.expired',
  offline: 'error.offline',
  timeout: 'error.offline',
  misconfigured: 'error.setup',
  'foreign-client': 'error.setup',
};

/** The failure in words that say what to do. */
export const sayError = (code: ClientErrorCode, say: Say): string => say(errorKeys[code] ?? 'error.server');

const addressMessage = ({ error, notice }: AddressState, say: Say): Message | null => {
  if (error !== null) {
    const text = error === 'empty' ? say('empty') : error === 'no-country-code' ? say('hint') : sayError(error, say);
    return { isError: true, text };
  }
  return notice === null ? null : { isError: false, text: say('signedOut') };
};

const codeMessage = (state: CodeState, say: Say, locale: string, now: number): Message | null => {
  const { challenge, error, fault, pending } = state;
  const wrong = (text: string): Message => ({ isError: true, text });
  if (error !== null) return wrong(sayError(error, say));
  if (fault !== null) {
    return wrong(fault.kind === 'empty' ? say('codeEmpty') : say('digits', { count: challenge.codeLength }));
  }
  if (pending !== null) return null;
  if (challenge.step === 'limited') {
    const wait = waitOf(state, state.via ?? undefined) - now;
    return wrong(wait > 0 ? say('limited', { wait: wordWait(wait, locale) }) : say('limitedNow'));
  }
  const { reason } = challenge;
  if (reason === 'wrong') return wrong(say('wrong', { count: challenge.attemptsLeft }));
  if (reason === 'expired' || reason === 'spent') return wrong(say(reason));
  if (challenge.expiresIn > 0 && now >= expiresAt(challenge)) return wrong(say('overdue'));
  if (reason === 'reused') return { isError: false, text: say('reused') };
  return state.after === 'resend' ? { isError: false, text: say('resent') } : null;
};

/** The one message that the widget has to say, the most urgent first. */
export const messageOf = (state: State, say: Say, locale: string, now: number): Message | null => {
  if (state.screen === 'address') return addressMessage(state, say);
  if (state.screen === 'code') return codeMessage(state, say, locale, now);
  return state.error === null ? null : { isError: true, text: sayError(state.error, say) };
};

/** The state by the name that pages know it by. */
export const stateName = (state: State): WidgetState => {
  const { screen, pending } = state;
  if (screen === 'account') return pending === 'sign-out' ? 'signing-out' : 'signed-in';
  if (pending === 'start') return 'sending';
  if (screen === 'address') return 'address';
  if (pending === 'answer') return 'checking';
  if (pending === 'resend') return 'resending';
  if (state.isEnded) return 'ended';
  return state.challenge.step === 'limited' ? 'limited' : 'code';
};
