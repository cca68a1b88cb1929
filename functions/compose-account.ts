import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { AccountDirectory } from './account/account-directory.ts';
import { AccountError, type AccountErrorCode, accountErrors } from './account/account-error.ts';
import { type AccountRoutesOptions, accountRoutes } from './account/routes.ts';
import { observedSending, type SendingWorld } from './compose-dependencies.ts';
import { withDeadline } from './runtime/deadline.ts';
import { causeFields } from './runtime/log.ts';
import { SignInError } from './sign-in/errors.ts';

/** An HTTP API handler (payload format 2.0). */
export type AccountHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

export type AccountWorld = SendingWorld & {
  readonly directory: AccountDirectory;
  readonly userPoolId: string;
  readonly verifyToken: AccountRoutesOptions['verifyToken'];
};

/** Wires the account API to API Gateway's events, under the deadline, logger and metrics of the triggers. */
export const composeAccount = ({ directory, userPoolId, verifyToken, ...world }: AccountWorld): AccountHandler => {
  const { deps, log, telemetry } = observedSending(world);
  const app = accountRoutes({ deps: { ...deps, directory }, userPoolId, verifyToken });
  app.onError((error, context) => {
    const { code, details } = answerTo(error);
    telemetry.count('AccountRefused', { code });
    const isFault = accountErrors[code] >= 500;
    log[isFault ? 'error' : 'info']('account request refused', { code, ...(isFault && { cause: causeFields(error) }) });
    return context.json({ error: code, ...details }, accountErrors[code]);
  });

  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(injectLambdaContext(world.logger as Logger, { logEvent: false, resetKeys: true }))
    .use({ before: ({ context }) => (world.metrics as Metrics).captureColdStartMetric(context.functionName) })
    .handler(async (event: APIGatewayProxyEventV2) => {
      const response = await withDeadline(async (deadline) => {
        const answer = await app.fetch(requestOf(event), { deadline });
        return { statusCode: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
      }).catch((error: unknown) => {
        const { code } = answerTo(error);
        log.error('account request failed', { code, cause: causeFields(error) });
        return {
          statusCode: accountErrors[code],
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ error: code }),
        };
      });
      return response;
    }) as unknown as AccountHandler;
};

const answerTo = (error: unknown): { code: AccountErrorCode; details: Readonly<Record<string, number>> } => {
  if (error instanceof AccountError) return error;
  const isLater = error instanceof SignInError && error.code === 'TRY_LATER';
  return { code: isLater ? 'TRY_LATER' : 'INTERNAL', details: {} };
};

const requestOf = (event: APIGatewayProxyEventV2): Request => {
  const { method, path } = event.requestContext.http;
  const body =
    event.body === undefined ? undefined : Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  return new Request(new URL(path, 'https://account.invalid'), {
    method,
    headers: Object.entries(event.headers).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    ),
    ...(body !== undefined && method !== 'GET' && method !== 'HEAD' && { body }),
  });
};
