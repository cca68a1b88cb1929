import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { withDeadline } from './runtime/deadline.ts';
import { parseDeliveryEvent } from './runtime/delivery-events.ts';
import { causeFields, createLog, outcomeFields } from './runtime/log.ts';
import { createTelemetry } from './runtime/telemetry.ts';
import { type DeliveryDependencies, takeDeliveryEvent } from './sign-in/delivery-event.ts';

export type DeliveryWorld = Omit<DeliveryDependencies, 'report'> & {
  readonly logger: Logger;
  readonly metrics: Metrics;
};

/** An EventBridge target. */
export type DeliveryHandler = (event: unknown, context: Context) => Promise<void>;

/**
 * Wires what becomes of mails to EventBridge's events. It throws where an event cannot be written down, so that Lambda
 * tries again; the error says nothing of the event.
 */
export const composeDeliveryEvents = ({ logger, metrics, ...world }: DeliveryWorld): DeliveryHandler => {
  const log = createLog(logger);
  const telemetry = createTelemetry(metrics, Number.POSITIVE_INFINITY);
  const deps: DeliveryDependencies = {
    ...world,
    report: (outcome) => {
      telemetry.observe(outcome);
      log.info('outcome', outcomeFields(outcome));
    },
  };
  return middy<unknown, void>()
    .use(injectLambdaContext(logger, { logEvent: false, resetKeys: true }))
    .use({ before: ({ context }) => metrics.captureColdStartMetric(context.functionName) })
    .use({
      onError: (request) => {
        log.error('delivery event not written down', { cause: causeFields(request.error) });
        request.error = new Error('INTERNAL');
      },
    })
    .handler(async (event: unknown) => {
      const delivery = parseDeliveryEvent(event);
      if (delivery !== null) await withDeadline((deadline) => takeDeliveryEvent(deps, delivery, deadline));
    }) as unknown as DeliveryHandler;
};
