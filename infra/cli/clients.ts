import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { PinpointClient } from '@aws-sdk/client-pinpoint';
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import type { SNSClient } from '@aws-sdk/client-sns';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { nameAsked } from './name-asked.ts';

/** Where the services are. Absent: region, credentials and endpoints come from the environment, as for every AWS tool. */
export type ClientSettings = {
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly endpoints?: { readonly aws: string; readonly dynamodb: string; readonly cognito: string };
};

/** The services of a deployment; each client is made when it is first asked for. */
export type Clients = {
  dynamodb(): Promise<DynamoDBClient>;
  kms(): Promise<KMSClient>;
  cognito(): Promise<CognitoIdentityProviderClient>;
  ses(): Promise<SESv2Client>;
  sns(): Promise<SNSClient>;
  pinpoint(): Promise<PinpointClient>;
  close(): void;
};

type SdkClient = {
  destroy(): void;
  readonly middlewareStack: { add(middleware: typeof nameAsked, options: { step: 'initialize'; name: string }): void };
};

const named = async <Client extends SdkClient>(making: Promise<Client>): Promise<Client> => {
  const client = await making;
  client.middlewareStack.add(nameAsked, { step: 'initialize', name: 'doorcodeNameAsked' });
  return client;
};

export const createClients = ({ region, credentials, endpoints }: ClientSettings): Clients => {
  const made = new Map<string, Promise<SdkClient>>();
  const once = <Client extends SdkClient>(name: string, make: () => Promise<Client>): Promise<Client> => {
    const client = (made.get(name) as Promise<Client> | undefined) ?? named(make());
    made.set(name, client);
    return client;
  };
  const settings = (endpoint: string | undefined) => ({
    maxAttempts: 3,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 3_000,
      requestTimeout: 10_000,
      throwOnRequestTimeout: true,
    }),
    ...(region !== undefined && { region }),
    ...(credentials !== undefined && { credentials }),
    ...(endpoint !== undefined && { endpoint }),
  });
  const { aws, dynamodb, cognito } = endpoints ?? {};
  return {
    dynamodb: () =>
      once('dynamodb', async () => new (await import('@aws-sdk/client-dynamodb')).DynamoDBClient(settings(dynamodb))),
    kms: () => once('kms', async () => new (await import('@aws-sdk/client-kms')).KMSClient(settings(aws))),
    cognito: () =>
      once('cognito', async () => {
        const { CognitoIdentityProviderClient } = await import('@aws-sdk/client-cognito-identity-provider');
        return new CognitoIdentityProviderClient(settings(cognito));
      }),
    ses: () => once('ses', async () => new (await import('@aws-sdk/client-sesv2')).SESv2Client(settings(aws))),
    sns: () => once('sns', async () => new (await import('@aws-sdk/client-sns')).SNSClient(settings(aws))),
    pinpoint: () =>
      once('pinpoint', async () => new (await import('@aws-sdk/client-pinpoint')).PinpointClient(settings(aws))),
    close() {
      for (const client of made.values()) client.then((one) => one.destroy()).catch(() => {});
    },
  };
};
