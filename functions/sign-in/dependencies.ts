import type { Channel, Medium } from '../../channels/channel.ts';
import type { HealthMemory } from './health.ts';
import type { LatencyMemory } from './latency.ts';
import type { Disclosure } from './parameters.ts';
import type { Policy } from './policy.ts';
import type { Audit, Counters, Keys, Outcome, RecordStore } from './ports.ts';
import type { RoutingConfig } from './routing.ts';

/** Who may sign up. */
export type SignUpPolicy = 'open' | 'off' | { readonly domains: readonly string[] };

/** What every trigger but the flow's decisions needs from outside. */
export type CommonDependencies = Pick<
  SignInDependencies,
  'policy' | 'clientIds' | 'store' | 'keys' | 'audit' | 'clock' | 'report' | 'warn'
>;

/** All that a sign-in needs from outside: settings as data, the world as ports. */
export type SignInDependencies = {
  readonly appName: string;
  readonly policy: Policy;
  readonly routing: RoutingConfig;
  readonly disclosure: Disclosure;
  readonly locales: { readonly fallback: string; readonly offered: readonly string[] };
  readonly signUp: SignUpPolicy;
  /** App clients that are ours. Null: every client of the pool, said explicitly. */
  readonly clientIds: ReadonlySet<string> | null;
  readonly channels: ReadonlyMap<Medium, Channel>;
  readonly store: RecordStore;
  readonly counters: Counters;
  readonly keys: Keys;
  readonly audit: Audit;
  readonly latencies: LatencyMemory;
  readonly health: HealthMemory;
  /** ms since the epoch. */
  readonly clock: () => number;
  /** 128 bits from the CSPRNG, base64url. */
  readonly newId: () => string;
  /** Resolves after `ms`, or at once when the signal ends. */
  readonly delay: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Metrics and log line of one outcome. */
  readonly report: (outcome: Outcome) => void;
  /** Something failed beside the sign-in, which goes on without it. */
  readonly warn: (message: string, cause: unknown) => void;
};

/** True for a client that this deployment serves. */
export const isOurClient = (deps: Pick<SignInDependencies, 'clientIds'>, clientId: string): boolean =>
  deps.clientIds === null || deps.clientIds.has(clientId);

/** Reports an outcome and writes its audit row; a row that cannot be written never fails a sign-in. */
export const record = async (
  deps: Pick<SignInDependencies, 'audit' | 'report' | 'warn'>,
  outcome: Outcome,
  deadline: Parameters<Audit['append']>[1],
): Promise<void> => {
  deps.report(outcome);
  try {
    await deps.audit.append(outcome, deadline);
  } catch (cause) {
    deps.warn('audit row not written', cause);
  }
};
