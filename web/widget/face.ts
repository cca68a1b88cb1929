import type { Medium } from '../client/challenge.ts';
import type { ClientErrorCode } from '../client/errors.ts';
import { expiresAt, waitOf } from '../sign-in/controller.ts';
import type { AccountState, AddressState, CodeState, State } from '../sign-in/state.ts';
import { wordTime, wordWait } from '../sign-in/word-time.ts';
import type { WidgetState } from './events.ts';
import type { Say, TextKey } from './texts.ts';

/** Buttons, by what they do. */
export type Action = 'submit' | 'restart' | 'resend' | Medium | 'change' | 'signOut';

/** What a state of the sign-in shows: the text of every part. A part without one is not there. */
export type Face = Readonly<
  Partial<Record<'title' | 'intro' | 'label' | 'hint' | 'ways' | 'error' | 'status' | Action, string>>
> & {
  /** The field that is asked for. */
  readonly field?: 'address' | 'code';
  readonly isInvalid?: boolean;
  /** Whether another code cannot be asked for yet. */
  readonly isWaiting?: boolean;
  /** Buttons that do nothing now. */
  readonly idle?: readonly Action[];
};

/** How a face is worded. */
export type Wording = {
  readonly say: Say;
  readonly locale: string;
  readonly identifier: 'any' | 'email' | 'phone';
  /** Those that the page offers; empty for all. */
  readonly channels: string;
};

/** One text for all failures with the same cure: what the server thinks of an account is not said. */
const errorTexts: readonly (readonly [RegExp, TextKey])[] = [
  [/address/, 'error.address'],
  [/^(sign-up|user-not|disabled)/, 'error.account'],
  [/later|limit/, 'error.later'],
  [/session|authorized/, 'error.ended'],
  [/signed-out/, 'error.expired'],
  [/offline|timeout/, 'error.offline'],
  [/misconfigured|foreign/, 'error.setup'],
];

/** The failure in words that say what to do. */
const sayError = (code: ClientErrorCode, say: Say): string =>
  say(errorTexts.find(([codes]) => codes.test(code))?.[1] ?? 'error.server');

const addressFace = ({ pending, fault, error, notice }: AddressState, { say, identifier }: Wording): Face => ({
  field: 'address',
  title: say('title'),
  intro: say('intro'),
  label: say(identifier),
  // Where it is the error, it is not said twice.
  hint: identifier === 'email' || /code/.test(fault ?? '') ? '' : say('hint'),
  submit: say(pending ? 'sending' : 'send'),
  idle: pending ? ['submit'] : [],
  error: fault ? say(fault === 'empty' ? fault : 'hint') : '',
  isInvalid: fault !== null || /address/.test(error ?? ''),
  status: notice ? say('signedOut') : '',
});

const accountFace = ({ session, pending }: AccountState, { say }: Wording): Face => {
  const { email, phone_number: phone } = session.claims;
  return {
    title: say('signedIn'),
    intro: say('as', { name: String(email ?? phone ?? session.username) }),
    signOut: say(pending ? 'signingOut' : 'signOut'),
    idle: pending ? ['signOut'] : [],
  };
};

const codeFace = (state: CodeState, { say, locale, channels: offered }: Wording, now: number): Face => {
  const { address, challenge, after, via, fault, error, pending, isEnded } = state;
  const { step, reason, channel, codeLength: count } = challenge;
  const leftOf = (medium?: Medium | null) => Math.max(0, waitOf(state, medium) - now);
  const common: Face = {
    change: say('change'),
    error: fault ? say(fault.kind === 'empty' ? 'codeEmpty' : 'digits', { count }) : '',
  };
  const idle: Action[] = pending ? ['submit', 'restart', 'resend', 'email', 'sms', 'push'] : [];
  if (isEnded) return { ...common, title: say('endedTitle'), restart: say('restart'), idle };

  const timed = (action: 'resend' | Medium, text: string): string => {
    const left = leftOf(action === 'resend' ? null : action);
    if (left) idle.push(action);
    return left
      ? say(action === 'resend' ? 'resendIn' : 'byIn', { channel: text, wait: wordWait(left, locale) })
      : text;
  };
  const channels = challenge.channels.filter((medium) => !/\w/.test(offered) || offered.includes(medium));
  const buttons: Face = {
    ...common,
    idle,
    isWaiting: leftOf() > 0,
    resend: timed('resend', say(pending === 'resend' ? 'sending' : 'resend')),
    ...(channels[1] && { ways: say('ways') }),
    ...(channels[1] && Object.fromEntries(channels.map((medium) => [medium, timed(medium, say(`by.${medium}`))]))),
  };
  if (step === 'limited') {
    // A time of day, up to the full minute: a wait that counts down would be read out with every change.
    const time = wordTime(waitOf(state, via) + 59_999, locale);
    return { ...buttons, title: say('limitedTitle'), error: pending ? '' : say('limited', { time }) };
  }

  const message = (): Face => {
    if (fault || pending || error) return {};
    if (challenge.expiresIn && now >= expiresAt(challenge)) return { error: say('overdue') };
    if (reason === 'wrong') return { error: say(reason, { count: challenge.attemptsLeft }) };
    if (reason === 'expired' || reason === 'spent') return { error: say(reason) };
    return { status: reason === 'reused' ? say(reason) : after === 'resend' ? say('resent') : '' };
  };
  // Where it may be, whatever the page offers; never that it was sent, which only holders of accounts would be told.
  const places = (channel === 'auto' ? challenge.channels : [channel]).map((medium) => say(`in.${medium}`));
  const list = new Intl.ListFormat(locale, { type: 'disjunction' }).format(places);
  return {
    ...buttons,
    field: 'code',
    title: say('codeTitle'),
    intro: `${say('onItsWay', { name: address })} ${list && say('look', { places: list })}`,
    label: say('code', { count }),
    hint: challenge.expiresIn ? say('codeHint', { time: wordTime(expiresAt(challenge), locale) }) : '',
    submit: say(pending === 'answer' ? 'checking' : 'submit'),
    isInvalid: !pending && !error && (fault !== null || /wrong|expired|spent/.test(reason)),
    ...message(),
  };
};

/** What `state` shows at `now`, in milliseconds since 1970. */
export const faceOf = (state: State, wording: Wording, now: number): Face => {
  const face =
    state.screen === 'address'
      ? addressFace(state, wording)
      : state.screen === 'code'
        ? codeFace(state, wording, now)
        : accountFace(state, wording);
  return state.error === null ? face : { ...face, error: sayError(state.error, wording.say) };
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
