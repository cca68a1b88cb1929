import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { startTriggerRunner, type TriggerRunner } from './triggers/trigger-runner.ts';
import type { AccountService } from './web/account-route.ts';

export type AccountGateway = { readonly service: AccountService; close(): Promise<void> };

/**
 * Stands where API Gateway stands: hands requests to the account function as HTTP API events (payload format 2.0). The
 * function is started by its first request, as on Lambda.
 * @param env the function's whole environment, known when all servers listen
 */
export const createAccountGateway = (options: {
  readonly module: URL;
  readonly env: () => Record<string, string>;
  readonly onOutput: (line: string) => void;
}): AccountGateway => {
  let starting: Promise<TriggerRunner> | undefined;
  const runner = (): Promise<TriggerRunner> => {
    const { module, onOutput } = options;
    starting ??= startTriggerRunner({ module, env: options.env(), onOutput }).catch((error: unknown) => {
      starting = undefined;
      throw error;
    });
    return starting;
  };

  return {
    service: async ({ method, path, headers, body }) => {
      const event = {
        version: '2.0',
        routeKey: '$default',
        rawPath: path,
        rawQueryString: '',
        headers,
        requestContext: { http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' } },
        ...(body !== '' && { body }),
        isBase64Encoded: false,
      };
      const answer = (await (await runner()).invoke(event)) as APIGatewayProxyStructuredResultV2;
      const text = Object.entries(answer.headers ?? {}).map(([name, value]): [string, string] => [name, String(value)]);
      return { status: answer.statusCode ?? 502, headers: Object.fromEntries(text), body: answer.body ?? '' };
    },
    close: async () => (await starting?.catch(() => undefined))?.close(),
  };
};
