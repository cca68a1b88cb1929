import type { SignInDependencies } from './dependencies.ts';
import { formatHealth, type SharedHealth } from './health.ts';
import { HEALTH_KEY } from './keys.ts';
import type { Deadline } from './ports.ts';
import type { Delivery } from './send-code.ts';

type Deps = Pick<SignInDependencies, 'store' | 'health' | 'warn' | 'disclosure'>;

/** With one channel there is nothing to skip to, so nobody asks how it is. */
const isWatched = ({ disclosure }: Deps): boolean => disclosure.offered.length > 1;

/** The failures that say something of the provider, not of one destination. */
const PROVIDER_FAILURES: ReadonlySet<string> = new Set([
  'throttled',
  'unavailable',
  'timeout',
  'misconfigured',
  'unexpected',
]);

/**
 * True where a provider may be tried now. One that keeps failing is skipped, but for one container every ten seconds,
 * and for a message that has no other way left.
 */
export const mayTry = async (deps: Deps, provider: string, isLast: boolean, deadline: Deadline): Promise<boolean> => {
  if (!isWatched(deps)) return true;
  const verdict = deps.health.verdict(provider);
  if (verdict === 'probe') return (await write(deps, deps.health.probing(provider), deadline)) || isLast;
  return verdict === 'use' || isLast;
};

/** Notes how a call ended, and tells the other containers when that changes what they should do. */
export const noteHealth = async (
  deps: Deps,
  provider: string,
  delivery: Delivery,
  deadline: Deadline,
): Promise<void> => {
  if (!isWatched(deps)) return;
  const isFailure = delivery.kind === 'failed' && PROVIDER_FAILURES.has(delivery.reason);
  if (delivery.kind === 'failed' && !isFailure) return;
  const changed = deps.health.note(provider, isFailure);
  if (changed !== null) await write(deps, changed, deadline);
};

const write = async (deps: Deps, health: SharedHealth, deadline: Deadline): Promise<boolean> => {
  try {
    const version = deps.health.version();
    const text = formatHealth(health);
    const isWritten = await deps.store.writeNote(HEALTH_KEY, { text, version }, deadline);
    if (isWritten) deps.health.learn(text, version + 1);
    return isWritten;
  } catch (cause) {
    deps.warn('provider health not shared', cause);
    return false;
  }
};
