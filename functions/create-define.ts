import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { composeDefine } from './compose-define.ts';
import { loadConfig } from './runtime/config.ts';
import { environment } from './runtime/environment.ts';
import { createLog } from './runtime/log.ts';
import type { TriggerHandler } from './runtime/stack.ts';
import { createTelemetry, NAMESPACE, serviceName } from './runtime/telemetry.ts';
import { createPolicy } from './sign-in/policy.ts';

/**
 * Builds the DefineAuthChallenge trigger by itself: without clients, keys and tables, so that its function needs no
 * permission at all.
 * @throws {ConfigError} listing every problem of the configuration
 */
export const createDefine = (): TriggerHandler => {
  const { clientIds, policy: settings, routing } = loadConfig(environment);
  const policy = createPolicy(settings, routing.order);
  const logger = new Logger({ serviceName: serviceName(environment) });
  const metrics = new Metrics({ namespace: NAMESPACE, serviceName: serviceName(environment) });
  return composeDefine({
    deps: { policy, clientIds: clientIds === null ? null : new Set(clientIds) },
    logger,
    metrics,
    log: createLog(logger),
    telemetry: createTelemetry(metrics, policy.consecutiveFailuresAlarm),
  });
};
