import type { Challenge, Medium } from '../client/challenge.ts';
import type { Client } from '../client/client.ts';
import { ClientError } from '../client/errors.ts';
import { normalizeAnswer } from '../client/normalize-answer.ts';
import { lacksCountryCode, normalizeName } from '../client/normalize-name.ts';
import type { Session } from '../client/token-store.ts';
import { type AddressState, type CodeState, faultOf, type Mode, type Pending, type State } from './state.ts';

/** What a person can do on the sign-in page. Every call may be repeated; what makes no sense now does nothing. */
export type Controller = {
  state(): State;
  /** Calls `listener` with every new state. */
  subscribe(listener: (state: State) => void): void;
  /** Shows what storage holds: a session, else an unanswered challenge, else the address form. */
  open(): void;
  submitAddress(address: string): Promise<void>;
  submitCode(typed: string): Promise<void>;
  /** Asks for the code once more, by `channel` where one is chosen. */
  resend(channel?: Medium): Promise<void>;
  /** Begins anew with the same address: after a sign-in has ended, or with an account created first. */
  restart(mode?: Mode): Promise<void>;
  /** Gives up whatever sign-in is under way, and shows the address form with `change`. */
  reset(change?: Partial<AddressState>): void;
  /** Gets new tokens for the account that is shown. */
  refresh(renew: () => Promise<Session>): Promise<void>;
  /** Ends the session, and shows the address form with `change`. */
  signOut(change?: Partial<AddressState>): Promise<void>;
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
  /** Creates an account, or settles without one where the sign-in shall go on. @default the client's own */
  readonly signUp?: (address: string) => Promise<void>;
};

/** Nothing to say, and nothing under way. */
const quiet = { error: null, fault: null, notice: null, pending: null } as const;

/** A sign-in form without its looks. */
export const createController = (client: Client, options: ControllerOptions = {}): Controller => {
  const { clock = Date.now, mode: usualMode = 'sign-in', locale, signUp = client.signUp } = options;
  const listeners: ((state: State) => void)[] = [];
  const first: AddressState = { ...quiet, screen: 'address', mode: usualMode, address: '' };
  let current: State = first;
  const show = (state: State) => {
    current = state;
    for (const listener of listeners) listener(state);
  };

  /** Shows what a step came to. */
  const showResult = (result: Challenge | Session, after: CodeState['after'] = 'start', mode = current.mode) => {
    const { address } = current;
    if (result.kind === 'session') return show({ ...quiet, screen: 'account', mode, address, session: result });
    const { name, via, waits } = result;
    show({ ...quiet, screen: 'code', mode, address: name, challenge: result, after, via, waits, isEnded: false });
  };

  /** Runs `task`, for `address`; a failure leaves the state as it is. */
  const attempt = async (pending: Pending, task: () => Promise<void>, address = current.address) => {
    const before = { ...current, ...quiet, address } as State;
    const during = { ...before, pending };
    show(during);
    try {
      await task();
    } catch (error) {
      const isKnown = error instanceof ClientError;
      // A fault of this page or its browser, which nobody else would hear of.
      if (!isKnown) globalThis.reportError?.(error);
      const code = isKnown ? error.code : 'server';
      // The person has moved on meanwhile.
      if (current !== during) return;
      if (before.screen === 'account' && client.session() === null) return show({ ...first, error: code });
      show({ ...before, error: code, ...(before.screen === 'code' && { isEnded: client.challenge() === null }) });
    }
  };

  const begin = async (address: string, mode: Mode) => {
    if (mode === 'sign-up') {
      await signUp(address).catch((error: unknown) => {
        // Going on as with a new account tells nobody that this one exists.
        if (!(error instanceof ClientError && error.code === 'user-exists')) throw error;
      });
    }
    showResult(await client.start(address), 'start', mode);
  };

  return {
    state: () => current,
    subscribe: (listener) => void listeners.push(listener),
    open() {
      const found = client.session() ?? client.challenge();
      if (found !== null) showResult(found);
      else if (current.pending !== 'sign-out') show(current.screen === 'address' ? current : first);
    },
    async submitAddress(typed) {
      const state = current;
      if (state.screen !== 'address' || state.pending) return;
      const address = normalizeName(typed);
      const fault = !address ? 'empty' : lacksCountryCode(address) && 'no-country-code';
      if (fault) return show({ ...state, ...quiet, address: typed, fault });
      await attempt('start', () => begin(address, state.mode), address);
    },
    async submitCode(typed) {
      const state = current;
      if (state.screen !== 'code' || state.pending || state.isEnded) return;
      const answer = normalizeAnswer(typed);
      const fault = faultOf(answer, state.challenge.codeLength);
      // The field was emptied for them: what the last answer came to says more than that it is empty.
      const isAnswered = fault?.kind === 'empty' && state.after === 'answer' && !state.error;
      if (fault) return show({ ...state, error: null, fault: isAnswered ? null : fault });
      await attempt('answer', async () => showResult(await client.answer(answer), 'answer'));
    },
    async resend(channel) {
      const state = current;
      if (state.screen !== 'code' || state.pending || state.isEnded || clock() < waitOf(state, channel)) return;
      await attempt('resend', async () => {
        const result = await client.resend({ ...(channel && { channel }), ...(locale && { locale: locale() }) });
        showResult(result, 'resend');
      });
    },
    async restart(mode = 'sign-in') {
      const { screen, pending, address } = current;
      if (screen === 'code' && !pending) await attempt('start', () => begin(address, mode));
    },
    reset(change) {
      if (current.screen === 'account') return;
      client.cancel();
      show({ ...first, ...change });
    },
    async refresh(renew) {
      const state = current;
      if (state.screen !== 'account' || state.pending) return;
      await attempt('refresh', async () => show({ ...state, ...quiet, session: await renew(), notice: 'refreshed' }));
    },
    async signOut(change) {
      if (current.screen !== 'account' || current.pending === 'sign-out') return;
      show({ ...current, ...quiet, pending: 'sign-out' });
      const { revoked } = await client.signOut();
      // Somebody may have signed in meanwhile, in another tab or with another library.
      const session = client.session();
      if (session !== null) showResult(session);
      else show({ ...first, notice: revoked ? 'signed-out' : 'signed-out-here', ...change });
    },
    async sessionEnded() {
      if (current.screen !== 'account' || current.pending === 'sign-out') return;
      if (client.session() !== null) void client.signOut();
      show({ ...first, error: 'signed-out' });
    },
  };
};

/** When another code may be asked for, in milliseconds since 1970. */
export const resendAt = ({ receivedAt, resendIn }: Challenge): number => receivedAt + resendIn * 1000;

/** When `channel`, or the usual one, may be asked for another code, in milliseconds since 1970. */
export const waitOf = ({ waits }: CodeState, channel?: Medium | null): number => waits[channel ?? 'usual'] ?? 0;

/** When the code runs out, in milliseconds since 1970. */
export const expiresAt = ({ receivedAt, expiresIn }: Challenge): number => receivedAt + expiresIn * 1000;
