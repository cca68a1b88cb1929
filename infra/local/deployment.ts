import { localTables } from './tables.ts';

/** Which provider sends what on the local stack. */
export type LocalProviders = { readonly sms: 'sns' | 'pinpoint'; readonly push: 'sns' | 'pinpoint' };

export const DEFAULT_PROVIDERS: LocalProviders = { sms: 'sns', push: 'pinpoint' };

export const REGION = 'us-east-1';
export const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

const ACCOUNT = '000000000000';

/** The KMS keys of the local deployment. */
export const localKeys = {
  code: `arn:aws:kms:${REGION}:${ACCOUNT}:key/00000000-0000-4000-8000-00000000c0de`,
  index: `arn:aws:kms:${REGION}:${ACCOUNT}:key/00000000-0000-4000-8000-0000000001d3`,
};

/** The platform applications that SNS sends pushes through. */
export const platformApplications = {
  apns: `arn:aws:sns:${REGION}:${ACCOUNT}:app/APNS/doorcode`,
  'apns-sandbox': `arn:aws:sns:${REGION}:${ACCOUNT}:app/APNS_SANDBOX/doorcode`,
  fcm: `arn:aws:sns:${REGION}:${ACCOUNT}:app/GCM/doorcode`,
} as const;

export type LocalServers = {
  readonly dynamodb: string;
  readonly aws: string;
  readonly cognito: string;
  readonly userPoolId: string;
  readonly jwks: string;
};

/** The configuration of the local deployment: all three channels, as a real one would have it. */
export const localConfig = (servers: LocalServers, providers: LocalProviders) => ({
  appName: 'Doorcode',
  clientIds: null,
  email: { from: 'Doorcode <no-reply@doorcode.example>' },
  sms: { provider: providers.sms, countries: ['NL', 'DE', 'BE', 'GB', 'FR'], host: 'doorcode.example' },
  push: {
    provider: providers.push,
    ...(providers.push === 'sns' && { platformApplications }),
  },
  pinpoint: { applicationId: '00000000000000000000000000d00c0d' },
  routing: { order: ['email', 'sms', 'push'] },
  tables: localTables,
  keys: { code: localKeys.code, previousCode: null, index: localKeys.index },
  account: { userPoolId: servers.userPoolId, jwksUri: servers.jwks },
});

/** A Lambda's environment, with every AWS service at an address of this machine. */
export const functionEnvironment = (
  name: string,
  servers: LocalServers,
  providers: LocalProviders,
): Record<string, string> => ({
  AWS_REGION: REGION,
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  AWS_LAMBDA_FUNCTION_NAME: name,
  // As Lambda sets it: cold starts are counted only there.
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_ENDPOINT_URL: servers.aws,
  AWS_ENDPOINT_URL_DYNAMODB: servers.dynamodb,
  AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: servers.cognito,
  POWERTOOLS_LOG_LEVEL: 'INFO',
  DOORCODE_CONFIG: JSON.stringify(localConfig(servers, providers)),
});
