import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { composeDeliveryEvents, type DeliveryHandler } from './compose-delivery-events.ts';
import { loadConfig } from './runtime/config.ts';
import { environment } from './runtime/environment.ts';
import { NAMESPACE, serviceName } from './runtime/telemetry.ts';
import { createPolicy } from './sign-in/policy.ts';
import { dynamoAudit } from './store/dynamo-audit.ts';
import { createDynamoClient } from './store/dynamo-client.ts';
import { dynamoSuppressions } from './store/dynamo-suppressions.ts';
import { kmsIndexKey } from './store/kms-index-key.ts';

/**
 * Builds the target of the mail provider's events, from the same configuration as the triggers.
 * @throws {ConfigError} listing every problem of the configuration
 */
export const createDeliveryEvents = (): DeliveryHandler => {
  const config = loadConfig(environment);
  const policy = createPolicy(config.policy, config.routing.order);
  const client = createDynamoClient();
  return composeDeliveryEvents({
    indexKey: kmsIndexKey(config.keys.index, async () => (await import('./store/kms-client.ts')).createKmsClient()),
    suppress: dynamoSuppressions({ client, table: config.tables.records }),
    audit: dynamoAudit({ client, table: config.tables.audit, retentionSeconds: policy.auditRetentionSeconds }),
    suppressionSeconds: policy.suppressionSeconds,
    logger: new Logger({ serviceName: serviceName(environment) }),
    metrics: new Metrics({ namespace: NAMESPACE, serviceName: serviceName(environment) }),
  });
};
