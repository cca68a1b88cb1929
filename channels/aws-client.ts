import { NodeHttpHandler } from '@smithy/node-http-handler';

/** Milliseconds for a connection to an AWS service to stand. */
export const CONNECTION_TIMEOUT_MS = 500;

/** Milliseconds for one call of a provider, from its start to the last byte of the answer. */
export const SEND_TIMEOUT_MS = 1_500;

/** Where a provider's client finds its service. */
export type AwsClientSettings = {
  /** @default the region of the environment, as on Lambda */
  readonly region?: string;
  /** @default the service's own address in the region */
  readonly endpoint?: string;
  /** @default the credentials of the environment, as on Lambda */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/**
 * The configuration that every provider's client shares: one try, because the sign-in decides on a second one, and
 * time limits that end the call. Without `throwOnRequestTimeout` the handler would only warn.
 */
export const awsClientConfig = ({ region, endpoint, credentials }: AwsClientSettings) => ({
  maxAttempts: 1,
  requestHandler: new NodeHttpHandler({
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: SEND_TIMEOUT_MS,
    throwOnRequestTimeout: true,
  }),
  ...(region === undefined ? {} : { region }),
  ...(endpoint === undefined ? {} : { endpoint }),
  ...(credentials === undefined ? {} : { credentials }),
});
