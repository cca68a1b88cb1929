import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import { causeFields, createLog, outcomeFields } from './runtime/log.ts';
import type { StackOptions } from './runtime/stack.ts';
import { createTelemetry } from './runtime/telemetry.ts';
import type { SignInDependencies } from './sign-in/dependencies.ts';
import { createHealthMemory } from './sign-in/health.ts';
import { createLatencyMemory } from './sign-in/latency.ts';

/** What watches the functions of a deployment. */
export type Watchers = { readonly logger: Logger; readonly metrics: Metrics };

/** The outside of a deployment that sends codes: what a container adds itself is left out. */
export type SendingWorld = Omit<SignInDependencies, 'report' | 'warn' | 'latencies' | 'health'> & Watchers;

/** Dependencies with the outcomes that they report, and what a stack is made of. */
export type Observed<Deps> = StackOptions & {
  readonly deps: Deps & Pick<SignInDependencies, 'report' | 'warn'>;
};

/** Gives every outcome its metrics and its log line. */
export const observed = <World extends Pick<SignInDependencies, 'policy'>>({
  logger,
  metrics,
  ...world
}: World & Watchers): Observed<Omit<World, keyof Watchers>> => {
  const log = createLog(logger);
  const telemetry = createTelemetry(metrics, world.policy.consecutiveFailuresAlarm);
  const deps = {
    ...world,
    report: (outcome: Parameters<SignInDependencies['report']>[0]) => {
      telemetry.observe(outcome);
      log.info('outcome', outcomeFields(outcome));
    },
    warn: (message: string, cause: unknown) => log.warn(message, { cause: causeFields(cause) }),
  };
  return { deps, logger, metrics, log, telemetry };
};

/** The same, with what a container that sends codes remembers of its providers. */
export const observedSending = <World extends SendingWorld>(
  world: World,
): Observed<Omit<World, keyof Watchers> & Pick<SignInDependencies, 'latencies' | 'health'>> =>
  observed({ ...world, latencies: createLatencyMemory(), health: createHealthMemory(world.clock) });
