import type { InvocationRequest } from './messages.ts';

const FUNCTION_NAME = 'doorcode-triggers';
const ACCOUNT = '000000000000';

/**
 * The context object that Lambda passes beside the event, with the names that `env` (the sandbox's environment)
 * gives. The remaining time counts from now.
 */
export const lambdaContext = (
  request: Pick<InvocationRequest, 'requestId' | 'limitMs'>,
  env: Readonly<Record<string, string>>,
) => {
  const endsAt = performance.now() + request.limitMs;
  const functionName = env.AWS_LAMBDA_FUNCTION_NAME ?? FUNCTION_NAME;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION ?? '$LATEST',
    functionName,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? '512',
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME ?? `/aws/lambda/${functionName}`,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME ?? 'local',
    invokedFunctionArn: `arn:aws:lambda:${env.AWS_REGION ?? 'us-east-1'}:${ACCOUNT}:function:${functionName}`,
    awsRequestId: request.requestId,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(endsAt - performance.now())),
  };
};
