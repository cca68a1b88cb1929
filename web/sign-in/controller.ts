import type { Challenge, Medium } from '../client/challenge.ts';
import type { Client } from '../client/client.ts';
import { ClientError, type ClientErrorCode } from '../client/errors.ts';
import { normalizeAnswer } from '../client/normalize-answer.ts';
import { lacksCountryCode, normalizeName } from '../client/normalize-name.ts';
import type { Session } from '../client/token-store.ts';
import {
  type AddressState,
  addressState,
  type CodeState,
  faultOf,
  type Mode,
  type State,
  type Waits,
} from './state.ts';

/** What a person can do on the sign-in page. Every call may be repeated; what makes no sense now does nothing. */
export type Controller = {
  state(): State;
  /** Calls `listener` with every new state. */
  subscribe(listener: (state: State) => void): void;
  /** Shows what storage holds: a session, else an unanswered challenge, else the address form. */
  open(): Promise<void>;
  setMode(mode: Mode): void;
  submitAddress(address: string): Promise<void>;
  submitCode(typed: string): Promise<void>;
  /** Asks for the code once more, by `channel` where one is chosen. */
  resend(channel?: Medium): Promise<void>;
  /** Begins again with the same address, after a sign-in has ended. */
  restart(): Promise<void>;
  /** Creates an account for the address that the code was asked for. */
  signUpHere(): Promise<void>;
  changeAddress(): void;
  /** Gives up whatever sign-in is under way. */
  reset(): void;
  refresh(): Promise<void>;
  signOut(): Promise<void>;
  /** Ends the session, and offers to begin one anew with the same address. */
  signInAgain(): Promise<void>;
  /** Leaves the account: its tokens are no longer taken. */
  sessionEnded(): Promise<void>;
};

/** What a form may do its own way. */
export type ControllerOptions = {
  /** Milliseconds since 1970. @default Date.now */
  readonly clock?: () => number;
  /** What the form begins with, and goes back to. @default sign-in */
  readonly mode?: Mode;
  /** The language that messages are asked for in. @default the account's own */
  readonly locale?: () => string;
  /** Creates an account, or settles without one where the sign-in shall go on. @default the client's own, any address that has one goes on */
  readonly signUp?: (address: string) => Promise<void>;
  /** Gets new tokens. @default the client's own */
  readonly refresh?: () => Promise<Session>;
};

/** A sign-in form without its looks. */
export const createController = (client: Client, options: ControllerOptions = {}): Controller => {
  const { clock = Date.now, mode: usualMode = 'sign-in', locale, refresh = () => client.refresh() } = options;
  const firstState = (change: Partial<AddressState> = {}) => addressState({ mode: usualMode, ...change });
  let current: State = firstState();
  const listeners: ((state: State) => void)[] = [];
  const show = (state: State) => {
    current = state;
    for (const listener of listeners) listener(state);
  };

  const showAccount = (session: Session, notice: 'refreshed' | null = null) =>
    show({ screen: 'account', session, notice, error: null, pending: null });

  const showResult = (
    result: Challenge | Session,
    mode: Mode,
    after: CodeState['after'],
    via: Medium | null = null,
    waits: Waits = {},
  ) => {
    if (result.kind === 'session') return showAccount(result);
    show({
      screen: 'code',
      mode,
      address: result.name,
      challenge: result,
      after,
      via,
      waits: { ...waits, [via ?? 'usual']: resendAt(result) },
      error: null,
      fault: null,
      isEnded: false,
      pending: null,
    });
  };

  /** Runs `task`; a failure is worded by `onFailure`, unless the person has moved on meanwhile. */
  const attempt = async (task: () => Promise<void>, onFailure: (code: ClientErrorCode) => void) => {
    try {
      await task();
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      if (error.code !== 'cancelled' && error.code !== 'busy') onFailure(error.code);
    }
  };

  const signUpOnce = (address: string) =>
    client.signUp(address).catch((error: unknown) => {
      // Going on as with a new account tells nobody that this one exists.
      if (!(error instanceof ClientError && error.code === 'user-exists')) throw error;
    });
  const { signUp = signUpOnce } = options;

  const begin = async (address: string, mode: Mode) => {
    if (mode === 'sign-up') await signUp(address);
    showResult(await client.start(address), mode, 'start');
  };

  const step = async (state: CodeState, pending: 'answer' | 'resend' | 'start', task: () => Promise<void>) => {
    show({ ...state, pending, error: null, fault: null });
    await attempt(task, (error) =>
      show({ ...state, pending: null, fault: null, error, isEnded: client.challenge() === null }),
    );
  };

  const refreshAccount = async () => {
    if (current.screen !== 'account' || current.pending !== null) return;
    const before = current;
    show({ ...before, pending: 'refresh', error: null, notice: null });
    await attempt(
      async () => showAccount(await refresh(), 'refreshed'),
      (error) => {
        const isOver = client.session() === null;
        show(isOver ? firstState({ error }) : { ...before, error, notice: null, pending: null });
      },
    );
  };

  return {
    state: () => current,
    subscribe: (listener) => void listeners.push(listener),
    async open() {
      const session = client.session();
      const challenge = client.challenge();
      if (session !== null) showAccount(session);
      else if (challenge !== null) showResult(challenge, usualMode, 'start');
      else show(current.screen === 'address' ? current : firstState());
      if (session !== null && session.expiresAt <= clock()) await refreshAccount();
    },
    setMode(mode) {
      if (current.screen === 'address') show(addressState({ mode, address: current.address }));
    },
    async submitAddress(typed) {
      if (current.screen !== 'address' || current.pending !== null) return;
      const { mode } = current;
      const address = normalizeName(typed);
      if (address === '') return show(addressState({ mode, error: 'empty' }));
      if (lacksCountryCode(address)) return show(addressState({ mode, address: typed, error: 'no-country-code' }));
      show(addressState({ mode, address, pending: 'start' }));
      await attempt(
        () => begin(address, mode),
        (error) => show(addressState({ mode, address, error })),
      );
    },
    async submitCode(typed) {
      const state = current;
      if (state.screen !== 'code' || state.pending !== null || state.isEnded) return;
      const answer = normalizeAnswer(typed);
      const fault = faultOf(answer, state.challenge.codeLength);
      // The field was emptied for them: what the last answer came to says more than that it is empty.
      if (fault?.kind === 'empty' && state.after === 'answer' && state.error === null)
        return show({ ...state, fault: null });
      if (fault !== null) return show({ ...state, fault, error: null });
      await step(state, 'answer', async () =>
        showResult(await client.answer(answer), state.mode, 'answer', state.via, state.waits),
      );
    },
    async resend(channel) {
      const state = current;
      if (state.screen !== 'code' || state.pending !== null || state.isEnded) return;
      if (clock() < waitOf(state, channel)) return;
      await step(state, 'resend', async () => {
        const result = await client.resend({ ...(channel && { channel }), ...(locale && { locale: locale() }) });
        showResult(result, state.mode, 'resend', channel ?? null, state.waits);
      });
    },
    async restart() {
      const state = current;
      if (state.screen !== 'code' || state.pending !== null) return;
      await step(state, 'start', () => begin(state.address, 'sign-in'));
    },
    async signUpHere() {
      const state = current;
      if (state.screen !== 'code' || state.pending !== null) return;
      await step(state, 'start', () => begin(state.address, 'sign-up'));
    },
    changeAddress() {
      if (current.screen !== 'code') return;
      client.cancel();
      show(firstState({ address: current.address }));
    },
    reset() {
      if (current.screen === 'account') return;
      client.cancel();
      show(firstState());
    },
    refresh: refreshAccount,
    async signOut() {
      if (current.screen !== 'account' || current.pending === 'sign-out') return;
      show({ ...current, pending: 'sign-out', error: null, notice: null });
      const { revoked } = await client.signOut();
      show(firstState({ notice: revoked ? 'signed-out' : 'signed-out-here' }));
    },
    async signInAgain() {
      if (current.screen !== 'account' || current.pending === 'sign-out') return;
      const { claims } = current.session;
      const address = [claims.email, claims.phone_number].find((value) => typeof value === 'string') ?? '';
      show({ ...current, pending: 'sign-out', error: null, notice: null });
      await client.signOut();
      show(firstState({ address: String(address), notice: 'sign-in-again' }));
    },
    async sessionEnded() {
      if (current.screen !== 'account') return;
      if (client.session() !== null) await client.signOut();
      show(firstState({ error: 'signed-out' }));
    },
  };
};

/** When another code may be asked for, in milliseconds since 1970. */
export const resendAt = ({ receivedAt, resendIn }: Challenge): number => receivedAt + resendIn * 1000;

/** When `channel`, or the usual one, may be asked for another code, in milliseconds since 1970. */
export const waitOf = ({ waits }: CodeState, channel?: Medium): number => waits[channel ?? 'usual'] ?? 0;

/** When the code runs out, in milliseconds since 1970. */
export const expiresAt = ({ receivedAt, expiresIn }: Challenge): number => receivedAt + expiresIn * 1000;
