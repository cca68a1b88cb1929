import type { Account, AddressChallenge } from '../../../client/account-answers.ts';
import type { AccountError } from '../../../client/account-error.ts';
import type { Medium } from '../../../client/challenge.ts';
import type { CodeState } from '../../../sign-in/state.ts';

/** The kinds of address that there are. */
export type AddressMedium = 'email' | 'sms';

/** The form that adds or changes one address: asks for the address, then for its code. */
export type AddressForm = {
  readonly medium: AddressMedium;
  readonly typed: string;
  /** Null until a code was sent. */
  readonly challenge: AddressChallenge | null;
  /** When another code may be asked for, in milliseconds since 1970. */
  readonly resendAt: number;
  readonly isResent: boolean;
  /** What is wrong with the address, found before anything is sent. */
  readonly addressFault: 'empty' | 'no-country-code' | 'other-kind' | null;
  readonly codeFault: CodeState['fault'];
  readonly error: AccountError | null;
};

/** What was done last, said once. */
export type Notice =
  | { readonly at: 'addresses'; readonly value: string; readonly isReplaced: boolean }
  | { readonly at: 'channel'; readonly channel: Medium | null }
  | { readonly at: 'devices'; readonly name: string; readonly isRemoved: boolean };

/** What is under way. */
export type ProfilePending = 'read' | 'send' | 'confirm' | 'channel' | 'register' | { readonly remove: string } | null;

/** All that the view of addresses, channel and devices shows. */
export type ProfileState = {
  /** Null until it was read. */
  readonly account: Account | null;
  readonly pending: ProfilePending;
  readonly form: AddressForm | null;
  readonly problem: { readonly at: 'read' | 'channel' | 'devices'; readonly error: AccountError } | null;
  readonly notice: Notice | null;
};

/** Before anything was read. */
export const emptyProfile: ProfileState = { account: null, pending: null, form: null, problem: null, notice: null };

/** A form before anything was sent. */
export const addressForm = (medium: AddressMedium, typed: string): AddressForm => ({
  medium,
  typed,
  challenge: null,
  resendAt: 0,
  isResent: false,
  addressFault: null,
  codeFault: null,
  error: null,
});

/** The channels that can carry a code to this user as things are. */
export const usable = ({ addresses, devices }: Account): ReadonlySet<Medium> =>
  new Set<Medium>([
    ...addresses.filter(({ verified }) => verified).map(({ medium }) => medium),
    ...(devices.length > 0 ? (['push'] as const) : []),
  ]);
