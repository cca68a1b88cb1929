import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import middy, { type MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import { SignInError } from '../sign-in/errors.ts';
import type { Deadline } from '../sign-in/ports.ts';
import { withDeadline } from './deadline.ts';
import { parseEvent, type TriggerEvent } from './events.ts';
import { causeFields, type Log } from './log.ts';
import type { Telemetry } from './telemetry.ts';

export type TriggerHandler = (event: unknown, context: Context) => Promise<unknown>;

/** The work of one trigger: sets `event.response` and is done. */
export type TriggerWork = (event: TriggerEvent, deadline: Deadline) => Promise<void>;

export type StackOptions = {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly telemetry: Telemetry;
};

/**
 * The one middy stack around every trigger: Lambda context for the logger (never the event), cold start metric,
 * event validation, own deadline, and errors mapped so that Cognito's caller reads one of six codes and nothing else.
 */
export const createStack =
  ({ logger, metrics, log, telemetry }: StackOptions) =>
  (trigger: string, work: TriggerWork): TriggerHandler =>
    middy<unknown, unknown>()
      .use(injectLambdaContext(logger, { logEvent: false, resetKeys: true }))
      .use(coldStart(metrics))
      .use(fixedErrors(trigger, log, telemetry))
      .handler(async (event: unknown) => {
        const parsed = parseEvent(event);
        await withDeadline((deadline) => work(parsed, deadline));
        return parsed;
      }) as unknown as TriggerHandler;

const coldStart = (metrics: Metrics): MiddlewareObj => ({
  before: ({ context }) => metrics.captureColdStartMetric(context.functionName),
});

const fixedErrors = (trigger: string, log: Log, telemetry: Telemetry): MiddlewareObj => ({
  onError: (request) => {
    const cause = request.error;
    const code = cause instanceof SignInError ? cause.code : 'INTERNAL';
    telemetry.count('Refused', { code });
    const isFault = code === 'INTERNAL' || code === 'TRY_LATER';
    log[isFault ? 'error' : 'info'](isFault ? 'trigger failed' : 'trigger refused', {
      trigger,
      code,
      cause: causeFields(cause),
    });
    // A new error: middy would hang the first one, with its texts, on it as the cause.
    request.error = new Error(code);
  },
});
