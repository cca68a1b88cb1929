import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { NAMESPACE } from '../../functions/runtime/telemetry.ts';

/** Powertools as a deployment builds them, with everything that they print kept as lines. */
export type RecordedOutput = { readonly logger: Logger; readonly metrics: Metrics; readonly lines: string[] };

export const recordOutput = (): RecordedOutput => {
  const lines: string[] = [];
  const keep = (line: string) => void lines.push(line);
  const recorder = { log: keep, info: keep, warn: keep, error: keep, debug: keep, trace: keep };
  const printer = { ...recorder, critical: keep };
  const logger = new Logger({ serviceName: 'doorcode', logLevel: 'INFO' });
  const metrics = new Metrics({ namespace: NAMESPACE, serviceName: 'doorcode', logger: printer });
  // Both print to a console of their own that no option can replace.
  Object.assign(logger, { console: recorder });
  Object.assign(metrics, { console: recorder });
  return { logger, metrics, lines };
};
