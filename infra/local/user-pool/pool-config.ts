/** The triggers that a pool can have attached, by their names in `LambdaConfig`. */
export const lambdaTriggers = [
  'PreSignUp',
  'PostConfirmation',
  'DefineAuthChallenge',
  'CreateAuthChallenge',
  'VerifyAuthChallengeResponse',
  'PostAuthentication',
  'PreTokenGeneration',
] as const;

export type LambdaTrigger = (typeof lambdaTriggers)[number];

export type UsernameAttribute = 'email' | 'phone_number';
export type AuthFlow = 'ALLOW_CUSTOM_AUTH' | 'ALLOW_REFRESH_TOKEN_AUTH';

/** One app client. */
export type ClientConfig = {
  readonly clientId: string;
  readonly clientName: string;
  readonly clientSecret: string | null;
  readonly preventUserExistenceErrors: 'ENABLED' | 'LEGACY';
  /** 3 to 15. */
  readonly authSessionValidityMinutes: number;
  readonly accessTokenValiditySeconds: number;
  readonly idTokenValiditySeconds: number;
  readonly refreshTokenValiditySeconds: number;
  readonly explicitAuthFlows: readonly AuthFlow[];
  /** `null`: every attribute. */
  readonly readAttributes: readonly string[] | null;
  readonly writeAttributes: readonly string[];
};

export type PoolConfig = {
  readonly region: string;
  readonly userPoolId: string;
  readonly usernameAttributes: readonly UsernameAttribute[];
  /** Names without the `custom:` prefix. */
  readonly customAttributes: readonly string[];
  /** Attributes whose new value waits until it is verified. */
  readonly verifyBeforeUpdate: readonly UsernameAttribute[];
  readonly lambdaTriggers: readonly LambdaTrigger[];
  /** The first is the pool's own; ids are unique. */
  readonly clients: readonly ClientConfig[];
};

/** Settings of one more client; what is left out is as for the pool's own client. */
export type ClientOptions = Partial<ClientConfig> & Pick<ClientConfig, 'clientId'>;

/** Settings of a local pool; everything has a default. */
export type PoolOptions = {
  /** @default 'us-east-1' */
  readonly region?: string;
  readonly userPoolId?: string;
  readonly clientId?: string;
  readonly clients?: readonly ClientOptions[];
  /** @default 15 */
  readonly authSessionValidityMinutes?: number;
  /** @default 'ENABLED' */
  readonly preventUserExistenceErrors?: 'ENABLED' | 'LEGACY';
  /** @default both email and phone_number */
  readonly usernameAttributes?: readonly UsernameAttribute[];
  /** @default all but PostConfirmation and PreTokenGeneration */
  readonly lambdaTriggers?: readonly LambdaTrigger[];
};

const HOUR = 3_600;

const check = (holds: boolean, message: string): void => {
  if (!holds) throw new TypeError(message);
};

const checkClient = (client: ClientConfig): void => {
  const { clientId, authSessionValidityMinutes: minutes } = client;
  check(/^[\w+]{1,128}$/.test(clientId), `clientId is ${clientId}: give 1 to 128 letters, digits, _ or +`);
  check(
    Number.isInteger(minutes) && minutes >= 3 && minutes <= 15,
    `authSessionValidityMinutes is ${minutes}: Cognito takes 3 to 15`,
  );
  for (const name of ['accessTokenValiditySeconds', 'idTokenValiditySeconds'] as const) {
    const seconds = client[name];
    check(seconds >= 300 && seconds <= 24 * HOUR, `${name} is ${seconds}: Cognito takes 300 to 86400`);
  }
  const refresh = client.refreshTokenValiditySeconds;
  check(refresh >= HOUR, `refreshTokenValiditySeconds is ${refresh}: Cognito takes 3600 and more`);
};

/**
 * Fills in the defaults of a local pool.
 * @throws {TypeError} for a setting that Cognito, or its token verifier, would refuse
 */
export const resolvePoolConfig = (options: PoolOptions): PoolConfig => {
  const region = options.region ?? 'us-east-1';
  const userPoolId = options.userPoolId ?? `${region}_Doorcode1`;
  check(
    userPoolId.startsWith(`${region}_`) && /^[a-z]{2}-(gov-)?[a-z]+-\d_[a-zA-Z0-9]{1,40}$/.test(userPoolId),
    `userPoolId is ${userPoolId}: give one of the shape ${region}_AbCdEf123`,
  );
  const base: ClientConfig = {
    clientId: options.clientId ?? '3d00rc0de5local7client9web',
    clientName: 'web',
    clientSecret: null,
    preventUserExistenceErrors: options.preventUserExistenceErrors ?? 'ENABLED',
    authSessionValidityMinutes: options.authSessionValidityMinutes ?? 15,
    accessTokenValiditySeconds: HOUR / 4,
    idTokenValiditySeconds: HOUR / 4,
    refreshTokenValiditySeconds: 30 * 24 * HOUR,
    explicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    readAttributes: null,
    writeAttributes: ['email', 'phone_number', 'name', 'locale', 'custom:channel'],
  };
  const more = (options.clients ?? []).map((client) => ({ ...base, clientName: client.clientId, ...client }));
  const clients = [base, ...more];
  for (const client of clients) checkClient(client);
  check(
    new Set(clients.map(({ clientId }) => clientId)).size === clients.length,
    'clients: two have the same clientId',
  );
  return {
    region,
    userPoolId,
    usernameAttributes: options.usernameAttributes ?? ['email', 'phone_number'],
    customAttributes: ['channel'],
    verifyBeforeUpdate: ['email'],
    lambdaTriggers:
      options.lambdaTriggers ??
      lambdaTriggers.filter((name) => name !== 'PostConfirmation' && name !== 'PreTokenGeneration'),
    clients,
  };
};

/** The issuer of the pool's tokens: of AWS's shape also on a laptop, or token verifiers refuse it. */
export const issuerOf = ({ region, userPoolId }: Pick<PoolConfig, 'region' | 'userPoolId'>): string =>
  `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
