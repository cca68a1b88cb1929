import type { Challenge, Medium } from '../client/challenge.ts';
import type { ClientErrorCode } from '../client/errors.ts';
import type { Session } from '../client/token-store.ts';

/** Whether the person signs in or creates an account first. */
export type Mode = 'sign-in' | 'sign-up';

/** What is under way. */
export type Pending = 'start' | 'answer' | 'resend' | 'refresh' | 'sign-out' | null;

/** What is wrong with a code as typed, found before anything is sent. */
export type InputFault = { readonly kind: 'empty' | 'short' | 'long' | 'not-digits'; readonly typed: number };

type Common = {
  readonly mode: Mode;
  /** As typed, or as it is signed in with. */
  readonly address: string;
  readonly error: ClientErrorCode | null;
  readonly pending: Pending;
};

/** Asks for the address. */
export type AddressState = Common & {
  readonly screen: 'address';
  /** What is wrong with the address as typed, found before anything is sent. */
  readonly fault: 'empty' | 'no-country-code' | null;
  readonly notice: 'signed-out' | 'signed-out-here' | 'sign-in-again' | null;
};

/** Asks for the code. */
export type CodeState = Common & {
  readonly screen: 'code';
  readonly challenge: Challenge;
  /** What the challenge answers. */
  readonly after: 'start' | 'answer' | 'resend';
  /** The channel that the person asked for last; null while the account's settings choose. */
  readonly via: Medium | null;
  /** When each channel that was asked for may be asked for again, in milliseconds since 1970. */
  readonly waits: Challenge['waits'];
  /** True where the sign-in cannot go on and must be started again. */
  readonly isEnded: boolean;
  readonly fault: InputFault | null;
  readonly notice: null;
};

/** Shows who is signed in. */
export type AccountState = Common & {
  readonly screen: 'account';
  readonly session: Session;
  readonly fault: null;
  readonly notice: 'refreshed' | null;
};

/** All that the sign-in page shows. */
export type State = AddressState | CodeState | AccountState;

/** The fault in a normalised answer, or null where it may be sent. */
export const faultOf = (answer: string, codeLength: number): InputFault | null => {
  const typed = [...answer].length;
  if (!/^\d+$/.test(answer)) return { kind: typed === 0 ? 'empty' : 'not-digits', typed };
  return typed === codeLength ? null : { kind: typed < codeLength ? 'short' : 'long', typed };
};
