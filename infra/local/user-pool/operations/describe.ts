import { standardAttributes } from '../attributes.ts';
import { rules } from '../input.ts';
import { checkPoolId, clientOf, type Operation } from '../pool-context.ts';
import { seconds } from './admin-users.ts';

const ACCOUNT = '000000000000';
const NOT_TEXT: Readonly<Record<string, string>> = {
  email_verified: 'Boolean',
  phone_number_verified: 'Boolean',
  updated_at: 'Number',
};

const schemaAttribute = (name: string): object => ({
  Name: name,
  AttributeDataType: NOT_TEXT[name] ?? 'String',
  DeveloperOnlyAttribute: false,
  Mutable: name !== 'sub',
  Required: name === 'sub',
});

export const describeUserPool: Operation = (pool, input) => {
  const userPoolId = input.text('UserPoolId', rules.userPoolId);
  input.done();
  checkPoolId(pool, userPoolId);
  const { config } = pool;
  const lambdaArn = `arn:aws:lambda:${config.region}:${ACCOUNT}:function:doorcode-triggers`;
  const names = [...standardAttributes, ...config.customAttributes.map((name) => `custom:${name}`)];
  return {
    UserPool: {
      Id: userPoolId,
      Name: 'doorcode-local',
      Arn: `arn:aws:cognito-idp:${config.region}:${ACCOUNT}:userpool/${userPoolId}`,
      Status: 'Enabled',
      CreationDate: seconds(pool.createdAt),
      LastModifiedDate: seconds(pool.createdAt),
      DeletionProtection: 'INACTIVE',
      LambdaConfig: Object.fromEntries(config.lambdaTriggers.map((trigger) => [trigger, lambdaArn])),
      SchemaAttributes: names.map(schemaAttribute),
      AutoVerifiedAttributes: config.verifyBeforeUpdate,
      UsernameAttributes: config.usernameAttributes,
      UsernameConfiguration: { CaseSensitive: false },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: config.verifyBeforeUpdate },
      MfaConfiguration: 'OFF',
      EstimatedNumberOfUsers: pool.users.size,
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
      UserPoolTier: 'LITE',
      IssuerConfiguration: { Type: 'ORIGINAL' },
    },
  };
};

export const describeUserPoolClient: Operation = (pool, input) => {
  const userPoolId = input.text('UserPoolId', rules.userPoolId);
  const clientId = input.text('ClientId', rules.clientId);
  input.done();
  checkPoolId(pool, userPoolId);
  const client = clientOf(pool, clientId);
  return {
    UserPoolClient: {
      UserPoolId: userPoolId,
      ClientName: client.clientName,
      ClientId: clientId,
      ...(client.clientSecret !== null && { ClientSecret: client.clientSecret }),
      CreationDate: seconds(pool.createdAt),
      LastModifiedDate: seconds(pool.createdAt),
      RefreshTokenValidity: client.refreshTokenValiditySeconds,
      AccessTokenValidity: client.accessTokenValiditySeconds,
      IdTokenValidity: client.idTokenValiditySeconds,
      TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'seconds', RefreshToken: 'seconds' },
      ...(client.readAttributes !== null && { ReadAttributes: client.readAttributes }),
      WriteAttributes: client.writeAttributes,
      ExplicitAuthFlows: client.explicitAuthFlows,
      PreventUserExistenceErrors: client.preventUserExistenceErrors,
      EnableTokenRevocation: true,
      AuthSessionValidity: client.authSessionValidityMinutes,
    },
  };
};
