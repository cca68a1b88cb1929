import { randomBytes } from 'node:crypto';
import {
  type Channel,
  ChannelError,
  type ChannelErrorCode,
  type Medium,
  type Receipt,
  type SignInMessage,
} from '../../channels/channel.ts';
import { composeTriggers, type Triggers, type TriggerWorld } from '../../functions/compose-triggers.ts';
import { createPolicy, type PolicySettings } from '../../functions/sign-in/policy.ts';
import type { CodeKey, Outcome } from '../../functions/sign-in/ports.ts';
import type { RoutingRule } from '../../functions/sign-in/routing.ts';
import { type MemoryCounters, memoryCounters } from './memory-counters.ts';
import { type MemoryRecordStore, memoryRecordStore } from './memory-record-store.ts';
import { recordOutput } from './recorded-output.ts';

/** One call of the triggers to the world: which port, which of its operations, before or after it took effect. */
export type WorldCall = {
  readonly name: CallName;
  readonly index: number;
  readonly phase: 'before' | 'after';
  /** Sends only: by what it goes. */
  readonly medium?: Medium;
};

export type CallName =
  | 'keys.get'
  | 'store.read'
  | 'store.write'
  | 'counters.take'
  | 'audit.append'
  | 'channel.send'
  | 'users.markVerified';

export type WorldOptions = {
  readonly policy?: Partial<PolicySettings>;
  /** The channels of the deployment, in their order. @default email alone */
  readonly offered?: readonly [Medium, ...Medium[]];
  readonly rules?: readonly RoutingRule[];
  /** @default NL alone */
  readonly countries?: readonly string[];
  /** Parts of the real world to use in the place of the fakes. */
  readonly overrides?: Partial<TriggerWorld>;
};

/** The composed triggers in a world of fakes: a clock that tests move, and a record of all that went out. */
export type SignInWorld = {
  readonly triggers: Triggers;
  readonly store: MemoryRecordStore;
  readonly counters: MemoryCounters;
  readonly sent: SignInMessage[];
  readonly audit: Outcome[];
  readonly marked: { readonly userName: string; readonly attributes: readonly string[] }[];
  /** Everything printed: log lines and metrics. */
  readonly lines: string[];
  /** The names of all calls in their order. */
  readonly calls: CallName[];
  now(): number;
  advance(ms: number): void;
  setKeys(code: CodeKey, previousCode: CodeKey | null): void;
  /** Comes between the triggers and the world: may throw, or never come back. Undefined: nothing in between. */
  intercept: ((call: WorldCall) => void | Promise<void>) | undefined;
  /** What a provider adds to its receipts. */
  receipt: ((message: SignInMessage) => Partial<Receipt>) | undefined;
};

/** The name of the pretended provider of each medium; a deployment of email alone calls it `fake`. */
export const providerOf = (medium: Medium): string => `fake-${medium}`;

/** A code key whose bytes follow from its name. */
export const testCodeKey = (name: string): CodeKey => ({
  tag: name.padEnd(6, '-').slice(0, 6),
  key: Buffer.from(name.padEnd(32, '.')),
});

export const createSignInWorld = ({
  policy = {},
  offered = ['email'],
  rules = [],
  countries = ['NL'],
  overrides = {},
}: WorldOptions = {}): SignInWorld => {
  let now = 1_800_000_000_000;
  const clock = () => now;
  let keys = { code: testCodeKey('first'), previousCode: null as CodeKey | null, index: Buffer.alloc(32, 9) };
  const { logger, metrics, lines } = recordOutput();
  const calls: CallName[] = [];
  const memory = memoryRecordStore({ clock });
  const counters = memoryCounters();

  const pass = async <Result>(
    name: CallName,
    act: () => Result | Promise<Result>,
    about: Pick<WorldCall, 'medium'> = {},
  ): Promise<Result> => {
    const index = calls.push(name) - 1;
    await world.intercept?.({ name, index, phase: 'before', ...about });
    const result = await act();
    await world.intercept?.({ name, index, phase: 'after', ...about });
    return result;
  };

  const channelOf = (medium: Medium): Channel => {
    const provider = offered.length === 1 ? 'fake' : providerOf(medium);
    return {
      provider,
      media: [medium],
      send: (message) =>
        pass(
          'channel.send',
          () => {
            world.sent.push(message);
            return { provider, messageId: `m-${world.sent.length}`, ...world.receipt?.(message) };
          },
          { medium },
        ),
    };
  };

  const triggers = composeTriggers({
    appName: 'Test',
    policy: createPolicy(policy, offered),
    routing: { order: offered, rules, countries: new Set(countries) },
    disclosure: { offered, namesChannel: false },
    locales: { fallback: 'en', offered: ['en', 'nl'] },
    signUp: 'open',
    clientIds: new Set(['client', 'other']),
    channels: new Map(offered.map((medium) => [medium, channelOf(medium)])),
    store: {
      read: (names, deadline) => pass('store.read', () => memory.read(names, deadline)),
      write: (name, stored, deadline) => pass('store.write', () => memory.write(name, stored, deadline)),
      readWithNotes: (names, notes, deadline) => pass('store.read', () => memory.readWithNotes(names, notes, deadline)),
      writeNote: (name, note, deadline) => pass('store.write', () => memory.writeNote(name, note, deadline)),
    },
    counters: {
      take: (draw, deadline) => pass('counters.take', () => counters.take(draw, deadline)),
      giveBack: counters.giveBack,
    },
    keys: { get: () => pass('keys.get', () => keys), index: () => pass('keys.get', () => keys.index) },
    audit: { append: (outcome) => pass('audit.append', () => void world.audit.push(outcome)) },
    users: {
      markVerified: ({ userName }, attributes) =>
        pass('users.markVerified', () => void world.marked.push({ userName, attributes })),
    },
    clock,
    newId: () => randomBytes(16).toString('base64url'),
    delay: async () => {},
    logger,
    metrics,
    ...overrides,
  });

  const world: SignInWorld = {
    triggers,
    store: memory,
    counters,
    sent: [],
    audit: [],
    marked: [],
    lines,
    calls,
    now: clock,
    advance: (ms) => {
      now += ms;
    },
    setKeys: (code, previousCode) => {
      keys = { ...keys, code, previousCode };
    },
    intercept: undefined,
    receipt: undefined,
  };
  return world;
};

/** Makes every send by these media fail, until something else is put in between. */
export const failing = (
  world: SignInWorld,
  media: readonly Medium[],
  code: ChannelErrorCode = 'unavailable',
  retryable = false,
): void => {
  world.intercept = ({ name, phase, medium }) => {
    if (name === 'channel.send' && phase === 'before' && medium !== undefined && media.includes(medium)) {
      throw new ChannelError(code, providerOf(medium), { retryable });
    }
  };
};
