import type { Challenge, Medium } from '../client/challenge.ts';
import type { ClientErrorCode } from '../client/errors.ts';
import type { Session } from '../client/token-store.ts';

/** Whether the person signs in or creates an account first. */
export type Mode = 'sign-in' | 'sign-up';

/** What is under way. */
export type Pending = 'start' | 'answer' | 'resend' | 'refresh' | 'sign-out' | null;

/** What is wrong with what was typed, found before anything is sent. */
export type InputFault = 'empty' | 'short' | 'long' | 'not-digits';

/** Asks for the address. */
export type AddressState = {
  readonly screen: 'address';
  readonly mode: Mode;
  readonly address: string;
  readonly error: ClientErrorCode | 'empty' | 'no-country-code' | null;
  readonly notice: 'signed-out' | 'signed-out-here' | 'sign-in-again' | null;
  readonly pending: Pending;
};

/** The end of the wait of every channel asked for, `usual` where none was named. One that is not there has no wait. */
export type Waits = Readonly<Partial<Record<Medium | 'usual', number>>>;

/** Asks for the code. */
export type CodeState = {
  readonly screen: 'code';
  readonly mode: Mode;
  readonly address: string;
  readonly challenge: Challenge;
  /** What the challenge answers. */
  readonly after: 'start' | 'answer' | 'resend';
  /** The channel that the person asked for last; null while the account's settings choose. */
  readonly via: Medium | null;
  /** When each channel that was asked for may be asked for again, in milliseconds since 1970. */
  readonly waits: Waits;
  readonly error: ClientErrorCode | null;
  readonly fault: { readonly kind: InputFault; readonly typed: number } | null;
  /** True where the sign-in cannot go on and must be started again. */
  readonly isEnded: boolean;
  readonly pending: Pending;
};

/** Shows who is signed in. */
export type AccountState = {
  readonly screen: 'account';
  readonly session: Session;
  readonly notice: 'refreshed' | null;
  readonly error: ClientErrorCode | null;
  readonly pending: Pending;
};

/** All that the sign-in page shows. */
export type State = AddressState | CodeState | AccountState;

/** The first screen. */
export const addressState = (change: Partial<AddressState> = {}): AddressState => ({
  screen: 'address',
  mode: 'sign-in',
  address: '',
  error: null,
  notice: null,
  pending: null,
  ...change,
});

/** The fault in a normalised answer, or null where it may be sent. */
export const faultOf = (answer: string, codeLength: number): CodeState['fault'] => {
  const typed = [...answer].length;
  if (typed === 0) return { kind: 'empty', typed };
  if (!/^\d+$/.test(answer)) return { kind: 'not-digits', typed };
  if (typed === codeLength) return null;
  return { kind: typed < codeLength ? 'short' : 'long', typed };
};
