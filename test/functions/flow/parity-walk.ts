import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import fc from 'fast-check';
import { ChannelError, type ChannelErrorCode, type Medium } from '../../../channels/channel.ts';
import { conversation, knownUser, type Step, type TestUser, unknownUser } from '../../helpers/sign-in-conversation.ts';
import { giveDevices } from '../../helpers/sign-in-devices.ts';
import {
  type CallName,
  createSignInWorld,
  providerOf,
  type SignInWorld,
  type WorldCall,
  type WorldOptions,
} from '../../helpers/sign-in-world.ts';

/** What each channel's provider does for now. `lost`: it takes the message, and its answer is lost. */
export type Weather = 'well' | 'lost' | { readonly code: ChannelErrorCode; readonly retryable: boolean };

/** A call that fails once, before or after it took effect, or at which the invocation dies. */
export type Fault = {
  readonly name: CallName;
  readonly nth: number;
  readonly phase: 'before' | 'after';
  readonly isFatal: boolean;
};

export type Move =
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'weather'; readonly medium: Medium; readonly weather: Weather }
  | { readonly kind: 'start'; readonly tab: number; readonly fault?: Fault | undefined }
  | { readonly kind: 'answer'; readonly tab: number; readonly text: string; readonly fault?: Fault | undefined }
  | {
      readonly kind: 'resend';
      readonly tab: number;
      readonly channel?: Medium | undefined;
      readonly fault?: Fault | undefined;
    }
  /** Several starts at the same moment. */
  | { readonly kind: 'burst'; readonly tab: number }
  /** Somebody else whose messages go to the same mailbox, or the same phone, starts a sign-in. */
  | { readonly kind: 'neighbour' };

export type WalkOptions = {
  readonly world: WorldOptions & { readonly offered: readonly [Medium, ...Medium[]] };
  readonly person: TestUser;
  readonly devices?: readonly string[];
  /** True where the requests behind each answer are compared too. */
  readonly comparesWork: boolean;
};

/** Two tabs of one app client, and one of another. */
const TABS = ['client', 'client', 'other'] as const;
const WRONG = '000000';
const BURST = 3;

/** Moves at random: mostly what a caller does, with time, weather and faults between. */
export const movesOf = (offered: readonly Medium[], faultAt: fc.Arbitrary<Fault>): fc.Arbitrary<Move[]> => {
  const tab = fc.nat({ max: TABS.length - 1 });
  const fault = fc.option(faultAt, { freq: 6, nil: undefined });
  const code = fc.constantFrom<ChannelErrorCode>('throttled', 'unavailable', 'timeout', 'rejected', 'misconfigured');
  const weather = fc.oneof(
    fc.constantFrom<Weather>('well', 'lost'),
    fc.record({ code, retryable: fc.boolean() }) as fc.Arbitrary<Weather>,
  );
  const text = fc.constantFrom(WRONG, WRONG, '', 'letters', '12', '1'.repeat(10_000), 'resend');
  const seconds = fc.oneof(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 10, max: 400 }), fc.constant(3_600));
  const channel = fc.option(fc.constantFrom<Medium>('email', 'sms', 'push'), { nil: undefined });
  const move = fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('start' as const), tab, fault }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('resend' as const), tab, channel, fault }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('answer' as const), tab, text, fault }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('weather' as const), medium: fc.constantFrom(...offered), weather }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('burst' as const), tab }) },
    { weight: 1, arbitrary: fc.constant<Move>({ kind: 'neighbour' }) },
  );
  return fc.array(move, { minLength: 10, maxLength: 40, size: 'max' });
};

/**
 * Plays the same moves for a person and for a name that nobody has, side by side in one deployment, and expects every
 * answer to be the same, and the work behind it where that is asked for.
 */
export const walk = async ({ world: options, person, devices = [], comparesWork }: WalkOptions, moves: Move[]) => {
  const world = worldOf(options);
  if (devices.length > 0) await giveDevices(world, person, ...devices);
  const skies = new Map<Medium, Weather>();
  const callers = [person, unknownUser('nobody@example.com')].map((user) => callerOf(world, user));
  const neighbour = conversation(world, neighbourOf(person));
  const seen: unknown[] = [];
  for (const move of moves) {
    if (move.kind === 'wait') world.advance(move.seconds * 1_000);
    else if (move.kind === 'weather') skies.set(move.medium, move.weather);
    else if (move.kind === 'neighbour') {
      world.intercept = interceptOf(skies, undefined);
      await neighbour.start();
    } else {
      const answers = [];
      for (const caller of callers) {
        world.intercept = interceptOf(skies, move.kind === 'burst' ? undefined : move.fault);
        answers.push(await caller(move));
      }
      const [mine, theirs] = answers.map(({ shown, work }) => ({ move, shown, ...(comparesWork && { work }) }));
      expect(mine).toEqual(theirs);
      seen.push(mine?.shown);
    }
  }
  return { seen, world };
};

/** Challenge ids in their order, so that a run can be repeated, and pauses noted as sends, which they stand for. */
const worldOf = (options: WorldOptions): SignInWorld => {
  let ids = 0;
  const newId = () => {
    ids += 1;
    return createHash('sha256').update(String(ids)).digest('base64url').slice(0, 22);
  };
  const delay = async () => void world.calls.push('channel.send');
  const world: SignInWorld = createSignInWorld({ ...options, overrides: { ...options.overrides, newId, delay } });
  return world;
};

const interceptOf = (skies: ReadonlyMap<Medium, Weather>, fault: Fault | undefined) => {
  const begun: { readonly name: CallName; readonly index: number }[] = [];
  let isDead = false;
  return ({ name, index, phase, medium }: WorldCall): void => {
    if (isDead) throw new Error('this invocation is dead');
    const weather = (medium === undefined ? undefined : skies.get(medium)) ?? 'well';
    if (phase === 'before') begun.push({ name, index });
    const nth = begun.filter((call) => call.name === name).findIndex((call) => call.index === index);
    if (fault !== undefined && fault.name === name && fault.nth === nth && fault.phase === phase) {
      isDead = fault.isFatal;
      throw new Error('this call is lost');
    }
    if (name !== 'channel.send' || medium === undefined || weather === 'well') return;
    const { code, retryable } = weather === 'lost' ? { code: 'timeout' as const, retryable: false } : weather;
    if (phase === (weather === 'lost' ? 'after' : 'before')) {
      throw new ChannelError(code, providerOf(medium), { retryable });
    }
  };
};

const callerOf = (world: SignInWorld, user: TestUser) => {
  const clients = TABS.map((client) => conversation(world, user, client));
  const open: (Step | undefined)[] = TABS.map(() => undefined);
  return async (move: Extract<Move, { tab: number }>) => {
    const client = clients[move.tab];
    const step = open[move.tab];
    if (client === undefined) throw new Error(`no tab ${move.tab}`);
    const from = world.calls.length;
    if (move.kind === 'burst') {
      const starts = Array.from({ length: BURST }, () => client.start().catch((error: Error) => error.message));
      const shown = (await Promise.all(starts)).map(shownOf);
      return { shown, work: storeWork(world.calls.slice(from)) };
    }
    const act = () => {
      if (move.kind === 'start' || step?.kind !== 'challenge') return client.start();
      if (move.kind === 'answer') return client.answer(step, move.text);
      return client.resend(step, move.channel === undefined ? {} : { channel: move.channel });
    };
    // A trigger that threw has cost the caller their session, as at Cognito.
    const next = await act().catch((error: Error) => error.message);
    open[move.tab] = typeof next === 'string' ? undefined : next;
    return { shown: shownOf(next), work: workOf(world.calls.slice(from)) };
  };
};

const shownOf = (step: Step | string): unknown => {
  if (typeof step === 'string' || step.kind !== 'challenge') return typeof step === 'string' ? step : step.kind;
  return {
    parameters: step.parameters,
    privateKeys: Object.keys(step.privateParameters),
    metadata: step.metadata.replace(/(?<=^v1\.)[\w-]{22}/, 'id'),
  };
};

/**
 * The waits behind one answer, in their order. Several tries of one send are one wait; shared budgets and audit rows are
 * written beside other requests, so only how many rows there are counts.
 */
const workOf = (calls: readonly CallName[]) => ({
  waits: calls.filter(isCompared).filter((name, at, all) => name !== 'channel.send' || all[at - 1] !== name),
  rows: calls.filter((name) => name === 'audit.append').length,
});

/** The requests of several starts at once, in no order: which of them sends, and for whom the others wait, is chance. */
const storeWork = (calls: readonly CallName[]) =>
  calls.filter((name) => isCompared(name) && name !== 'channel.send').toSorted();

const isCompared = (name: CallName): boolean => name !== 'counters.take' && name !== 'audit.append';

const neighbourOf = ({ attributes }: TestUser): TestUser => {
  const { sub: _sub, email, ...others } = attributes;
  return email === undefined
    ? { ...knownUser('neighbour'), attributes: { ...others, sub: 'neighbour' } }
    : knownUser(email.replace('@', '+neighbour@'));
};
