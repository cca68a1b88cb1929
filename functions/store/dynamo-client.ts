import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { leanClient } from '../../channels/lean-client.ts';

/**
 * The one DynamoDB client of a container: two quick tries, each of which really ends (without
 * `throwOnRequestTimeout` the handler only warns). Region, credentials and endpoint come from the environment.
 */
export const createDynamoClient = (): DynamoDBClient =>
  leanClient(
    new DynamoDBClient({
      maxAttempts: 2,
      requestHandler: new NodeHttpHandler({
        connectionTimeout: 500,
        requestTimeout: 1_000,
        throwOnRequestTimeout: true,
      }),
    }),
  );
