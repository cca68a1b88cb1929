import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import { causeFields, createLog, type Log, outcomeFields } from './runtime/log.ts';
import { createTelemetry, type Telemetry } from './runtime/telemetry.ts';
import type { SignInDependencies } from './sign-in/dependencies.ts';
import { createHealthMemory } from './sign-in/health.ts';
import { createLatencyMemory } from './sign-in/latency.ts';

/** The outside of a deployment: what a container adds itself is left out. */
export type TriggerWorld = Omit<SignInDependencies, 'report' | 'warn' | 'latencies' | 'health'> & {
  readonly logger: Logger;
  readonly metrics: Metrics;
};

export type Composed = { readonly deps: SignInDependencies; readonly log: Log; readonly telemetry: Telemetry };

/** Adds to a world what a container remembers, and gives every outcome its metrics and its log line. */
export const composeDependencies = ({ logger, metrics, ...world }: TriggerWorld): Composed => {
  const log = createLog(logger);
  const telemetry = createTelemetry(metrics, world.policy.consecutiveFailuresAlarm);
  const deps: SignInDependencies = {
    ...world,
    latencies: createLatencyMemory(),
    health: createHealthMemory(world.clock),
    report: (outcome) => {
      telemetry.observe(outcome);
      log.info('outcome', outcomeFields(outcome));
    },
    warn: (message, cause) => log.warn(message, { cause: causeFields(cause) }),
  };
  return { deps, log, telemetry };
};
