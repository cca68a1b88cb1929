import { randomBytes } from 'node:crypto';
import type { Channel, SignInMessage } from '../../channels/channel.ts';
import { composeTriggers, type Triggers, type TriggerWorld } from '../../functions/compose-triggers.ts';
import { createPolicy, type PolicySettings } from '../../functions/sign-in/policy.ts';
import type { CodeKey, Outcome } from '../../functions/sign-in/ports.ts';
import { memoryCounters } from './memory-counters.ts';
import { type MemoryRecordStore, memoryRecordStore } from './memory-record-store.ts';
import { recordOutput } from './recorded-output.ts';

/** One call of the triggers to the world: which port, which of its operations, before or after it took effect. */
export type WorldCall = { readonly name: CallName; readonly index: number; readonly phase: 'before' | 'after' };

export type CallName =
  | 'keys.get'
  | 'store.read'
  | 'store.write'
  | 'audit.append'
  | 'channel.send'
  | 'users.markVerified';

export type WorldOptions = {
  readonly policy?: Partial<PolicySettings>;
  /** Parts of the real world to use in the place of the fakes. */
  readonly overrides?: Partial<TriggerWorld>;
};

/** The composed triggers in a world of fakes: a clock that tests move, and a record of all that went out. */
export type SignInWorld = {
  readonly triggers: Triggers;
  readonly store: MemoryRecordStore;
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
};

/** A code key whose bytes follow from its name. */
export const testCodeKey = (name: string): CodeKey => ({
  tag: name.padEnd(6, '-').slice(0, 6),
  key: Buffer.from(name.padEnd(32, '.')),
});

export const createSignInWorld = ({ policy = {}, overrides = {} }: WorldOptions = {}): SignInWorld => {
  let now = 1_800_000_000_000;
  const clock = () => now;
  let keys = { code: testCodeKey('first'), previousCode: null as CodeKey | null, index: Buffer.alloc(32, 9) };
  const { logger, metrics, lines } = recordOutput();
  const calls: CallName[] = [];
  const memory = memoryRecordStore({ clock });

  const pass = async <Result>(name: CallName, act: () => Result | Promise<Result>): Promise<Result> => {
    const index = calls.push(name) - 1;
    await world.intercept?.({ name, index, phase: 'before' });
    const result = await act();
    await world.intercept?.({ name, index, phase: 'after' });
    return result;
  };

  const channel: Channel = {
    provider: 'fake',
    media: ['email'],
    send: (message) =>
      pass('channel.send', () => {
        world.sent.push(message);
        return { provider: 'fake', messageId: `m-${world.sent.length}` };
      }),
  };

  const triggers = composeTriggers({
    appName: 'Test',
    policy: createPolicy(policy),
    routing: { order: ['email'] },
    disclosure: { offered: ['email'], namesChannel: false },
    locales: { fallback: 'en', offered: ['en', 'nl'] },
    signUp: 'open',
    clientIds: new Set(['client', 'other']),
    channels: new Map([['email', channel]]),
    store: {
      read: (names, deadline) => pass('store.read', () => memory.read(names, deadline)),
      write: (name, stored, deadline) => pass('store.write', () => memory.write(name, stored, deadline)),
      readWithNotes: (names, notes, deadline) =>
        pass('store.read', () => memory.readWithNotes(names, notes, deadline)),
      writeNote: (name, note, deadline) => pass('store.write', () => memory.writeNote(name, note, deadline)),
    },
    counters: memoryCounters(),
    keys: { get: () => pass('keys.get', () => keys) },
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
  };
  return world;
};
