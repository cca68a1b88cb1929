import type { AccountClient } from '../../../client/account.ts';
import type { Account, AddressChallenge, DevicePlatform } from '../../../client/account-answers.ts';
import { AccountError } from '../../../client/account-error.ts';
import type { Medium } from '../../../client/challenge.ts';
import { normalizeAnswer } from '../../../client/normalize-answer.ts';
import { lacksCountryCode, normalizeName } from '../../../client/normalize-name.ts';
import { faultOf } from '../../../sign-in/state.ts';
import {
  type AddressForm,
  type AddressMedium,
  addressForm,
  emptyProfile,
  type Notice,
  type ProfilePending,
  type ProfileState,
} from './profile-state.ts';

/** What a signed-in person can do in this view. What makes no sense now does nothing. */
export type ProfileController = {
  state(): ProfileState;
  /** Calls `listener` with every new state. */
  subscribe(listener: (state: ProfileState) => void): void;
  read(): Promise<void>;
  /** Opens the form for an address of that kind. */
  openForm(medium: AddressMedium): void;
  closeForm(): void;
  submitAddress(typed: string): Promise<void>;
  submitCode(typed: string): Promise<void>;
  resend(): Promise<void>;
  /** Goes back from the code to the address. */
  changeAddress(): void;
  setChannel(channel: Medium | null): Promise<void>;
  putDevice(device: {
    readonly token: string;
    readonly platform: DevicePlatform;
    readonly name: string;
  }): Promise<void>;
  removeDevice(id: string): Promise<void>;
};

/** The view of addresses, channel and devices without its looks. */
export const createProfileController = (options: {
  readonly account: AccountClient;
  readonly clock: () => number;
  /** Called where the session has ended. */
  readonly signedOut: () => void;
  /** Called after a change that shows in the claims. */
  readonly claimsChanged: () => void;
}): ProfileController => {
  const { account, clock, signedOut, claimsChanged } = options;
  const listeners: ((state: ProfileState) => void)[] = [];
  let current: ProfileState = emptyProfile;
  const show = (change: Partial<ProfileState>) => {
    current = { ...current, ...change };
    for (const listener of listeners) listener(current);
  };

  /** Runs one step alone; `failed` says where its failure is shown. */
  const step = async (
    pending: NonNullable<ProfilePending>,
    task: () => Promise<Partial<ProfileState>>,
    failed: (error: AccountError) => Partial<ProfileState>,
  ) => {
    if (current.pending !== null) return;
    show({ pending, notice: null, problem: null });
    try {
      show({ pending: null, ...(await task()) });
    } catch (error) {
      if (!(error instanceof AccountError)) throw error;
      show({ pending: null, ...failed(error) });
      if (error.code === 'signed-out') signedOut();
    }
  };

  const at =
    (place: 'read' | 'channel' | 'devices') =>
    (error: AccountError): Partial<ProfileState> => ({ problem: { at: place, error } });

  const failedForm = (form: AddressForm) => (error: AccountError) => {
    // The form may have been closed, or opened for another address, while the request was under way.
    if (current.form?.medium !== form.medium) return {};
    const wait = error.resendIn === null ? form.resendAt : clock() + error.resendIn * 1000;
    // No other code makes a taken address one's own: only another address goes on.
    const challenge = error.code === 'address-taken' ? null : form.challenge;
    return { form: { ...form, challenge, error, resendAt: error.code === 'limited' ? wait : form.resendAt } };
  };

  const send = (form: AddressForm, address: string) => {
    const clean = { ...form, typed: address, addressFault: null, codeFault: null, error: null, isResent: false };
    show({ form: clean });
    return step(
      'send',
      async () => {
        const challenge = await account.sendCode(address);
        if (current.form?.medium !== form.medium) return {};
        return { form: { ...clean, challenge, resendAt: resendAt(challenge), isResent: form.challenge !== null } };
      },
      failedForm(clean),
    );
  };

  const proven = (before: Account | null, after: Account, { medium }: AddressForm): Notice => {
    const valueIn = (one: Account | null) => one?.addresses.find((address) => address.medium === medium);
    const old = valueIn(before);
    const value = valueIn(after)?.value ?? '';
    return { at: 'addresses', value, isReplaced: old?.verified === true && old.value !== value };
  };

  return {
    state: () => current,
    subscribe: (listener) => void listeners.push(listener),
    read: () => step('read', async () => ({ account: await account.read() }), at('read')),
    openForm(medium) {
      if (current.pending !== null) return;
      const unproven = current.account?.addresses.find((one) => one.medium === medium && !one.verified);
      show({ form: addressForm(medium, unproven?.value ?? ''), notice: null, problem: null });
    },
    closeForm: () => show({ form: null }),
    async submitAddress(typed) {
      const { form, pending } = current;
      if (form === null || pending !== null) return;
      const address = normalizeName(typed);
      const isPhone = /^\+?\d+$/.test(address);
      const fault = (addressFault: AddressForm['addressFault']) =>
        show({ form: { ...form, typed, addressFault, error: null } });
      if (address === '') return fault('empty');
      if (form.medium === 'email' ? isPhone : address.includes('@')) return fault('other-kind');
      if (lacksCountryCode(address)) return fault('no-country-code');
      await send(form, address);
    },
    async submitCode(typed) {
      const { form, account: before } = current;
      if (form?.challenge == null || current.pending !== null) return;
      const { challenge } = form;
      const code = normalizeAnswer(typed);
      const codeFault = faultOf(code, challenge.codeLength);
      const asked = { ...form, codeFault, error: null, isResent: false };
      show({ form: asked });
      if (codeFault !== null) return;
      await step(
        'confirm',
        async () => {
          const after = await account.confirm(challenge, code);
          claimsChanged();
          return { account: after, form: null, notice: proven(before, after, form) };
        },
        failedForm(asked),
      );
    },
    async resend() {
      const { form } = current;
      if (form?.challenge == null || clock() < form.resendAt) return;
      await send(form, form.challenge.address);
    },
    changeAddress() {
      const { form, pending } = current;
      if (form !== null && pending === null) show({ form: addressForm(form.medium, form.typed) });
    },
    setChannel: (channel) =>
      step(
        'channel',
        async () => {
          const after = await account.setChannel(channel);
          claimsChanged();
          return { account: after, notice: { at: 'channel', channel: after.channel } };
        },
        at('channel'),
      ),
    putDevice: (device) =>
      step(
        'register',
        async () => ({
          account: await account.putDevice(device),
          notice: { at: 'devices', name: device.name, isRemoved: false },
        }),
        at('devices'),
      ),
    removeDevice(id) {
      const name = current.account?.devices.find((device) => device.id === id)?.name ?? '';
      return step(
        { remove: id },
        async () => ({
          account: await account.removeDevice(id),
          notice: { at: 'devices', name, isRemoved: true },
        }),
        at('devices'),
      );
    },
  };
};

const resendAt = ({ receivedAt, resendIn }: AddressChallenge): number => receivedAt + resendIn * 1000;
