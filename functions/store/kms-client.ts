import { KMSClient } from '@aws-sdk/client-kms';
import { NodeHttpHandler } from '@smithy/node-http-handler';

// Handed out here, so that what is loaded late is one module of which a bundler keeps this call only, not the whole SDK.
export { GenerateMacCommand } from '@aws-sdk/client-kms';

/** The KMS client of a container. Its calls are bounded by the caller's signal. */
export const createKmsClient = (): KMSClient =>
  new KMSClient({
    maxAttempts: 2,
    requestHandler: new NodeHttpHandler({ connectionTimeout: 300, requestTimeout: 450, throwOnRequestTimeout: true }),
  });
