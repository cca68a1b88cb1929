import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  type AuthenticationResultType,
  CognitoIdentityProviderClient,
  DeleteUserCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  NotAuthorizedException,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  UserNotFoundException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { localClient } from '../../helpers/local-client.ts';
import { sharedStack } from '../../helpers/shared-stack.ts';
import { wrongCode } from '../../helpers/sign-in-codes.ts';

const stack = sharedStack();
let client: CognitoIdentityProviderClient;

beforeAll(async () => {
  client = new CognitoIdentityProviderClient(localClient(stack.config.cognito));
}, 20_000);

afterAll(async () => {
  client?.destroy();
});

const start = (USERNAME: string) =>
  client.send(
    new InitiateAuthCommand({
      AuthFlow: 'CUSTOM_AUTH',
      ClientId: stack.config.clientId,
      AuthParameters: { USERNAME },
    }),
  );

const respond = (asked: Awaited<ReturnType<typeof start>>, ANSWER: string) =>
  client.send(
    new RespondToAuthChallengeCommand({
      ChallengeName: 'CUSTOM_CHALLENGE',
      ClientId: stack.config.clientId,
      Session: asked.Session,
      ChallengeResponses: { USERNAME: asked.ChallengeParameters?.USERNAME ?? '', ANSWER },
    }),
  );

const signUpAndIn = async (email: string): Promise<AuthenticationResultType> => {
  await client.send(new SignUpCommand({ ClientId: stack.config.clientId, Username: email }));
  const done = await respond(await start(email), await codeOf(email));
  return done.AuthenticationResult ?? {};
};

const codeOf = (email: string): Promise<string> => stack.codeFor(email);

const refresh = (RefreshToken: string | undefined) =>
  client.send(new GetTokensFromRefreshTokenCommand({ ClientId: stack.config.clientId, RefreshToken }));

describe('@aws-sdk/client-cognito-identity-provider, unmodified', () => {
  test('signs up and in, and aws-jwt-verify accepts both tokens', async () => {
    const email = 'sdk@example.com';
    const { userPoolId, clientId } = stack.config;
    const signedUp = await client.send(new SignUpCommand({ ClientId: clientId, Username: email }));
    const asked = await start(email);
    const code = await codeOf(email);

    const again = await respond(asked, wrongCode(code));
    const done = await respond(again, code);

    expect(signedUp.UserConfirmed).toBe(true);
    expect(again).toMatchObject({ ChallengeName: 'CUSTOM_CHALLENGE', ChallengeParameters: { reason: 'wrong' } });
    expect(again.Session).not.toBe(asked.Session);

    const jwks = (await (await fetch(stack.config.jwks)).json()) as never;
    for (const [tokenUse, token] of [
      ['id', done.AuthenticationResult?.IdToken],
      ['access', done.AuthenticationResult?.AccessToken],
    ] as const) {
      const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse });
      verifier.cacheJwks(jwks);
      await expect(verifier.verify(token ?? '')).resolves.toMatchObject({ sub: signedUp.UserSub, token_use: tokenUse });
    }
  });

  test('reads, changes and deletes its own user', async () => {
    const tokens = await signUpAndIn('sdk-self@example.com');
    const { AccessToken } = tokens;

    const updated = await client.send(
      new UpdateUserAttributesCommand({
        AccessToken,
        UserAttributes: [
          { Name: 'name', Value: 'Self' },
          { Name: 'custom:channel', Value: 'email' },
          { Name: 'email', Value: 'moved@example.com' },
        ],
      }),
    );
    const user = await client.send(new GetUserCommand({ AccessToken }));
    await client.send(new DeleteUserCommand({ AccessToken }));

    expect(updated.CodeDeliveryDetailsList).toMatchObject([{ AttributeName: 'email', DeliveryMedium: 'EMAIL' }]);
    expect(user.UserAttributes).toEqual(
      expect.arrayContaining([
        { Name: 'name', Value: 'Self' },
        { Name: 'custom:channel', Value: 'email' },
        { Name: 'email', Value: 'sdk-self@example.com' },
      ]),
    );
    await expect(client.send(new GetUserCommand({ AccessToken }))).rejects.toBeInstanceOf(UserNotFoundException);
    await expect(refresh(tokens.RefreshToken)).rejects.toBeInstanceOf(NotAuthorizedException);
  });

  test('refreshes, revokes and signs out everywhere', async () => {
    const { RefreshToken } = await signUpAndIn('sdk-out@example.com');
    const refreshed = await refresh(RefreshToken);
    await client.send(new RevokeTokenCommand({ ClientId: stack.config.clientId, Token: RefreshToken }));

    const revoked = refresh(RefreshToken);

    expect(refreshed.AuthenticationResult?.RefreshToken).toBeUndefined();
    await expect(revoked).rejects.toMatchObject({ name: 'NotAuthorizedException' });

    const asked = await start('sdk-out@example.com');
    const second = (await respond(asked, await stack.codeFor('sdk-out@example.com'))).AuthenticationResult;
    await client.send(new GlobalSignOutCommand({ AccessToken: second?.AccessToken }));

    await expect(client.send(new GetUserCommand({ AccessToken: second?.AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token has been revoked',
    });
  });

  test('administers users', async () => {
    const { userPoolId: UserPoolId, clientId: ClientId } = stack.config;
    const Username = 'sdk-admin@example.com';
    const target = { UserPoolId, Username };
    const created = await client.send(
      new AdminCreateUserCommand({
        ...target,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: Username },
          { Name: 'email_verified', Value: 'true' },
        ],
      }),
    );
    await client.send(
      new AdminUpdateUserAttributesCommand({ ...target, UserAttributes: [{ Name: 'locale', Value: 'nl' }] }),
    );
    const listed = await client.send(new ListUsersCommand({ UserPoolId, Filter: `email = "${Username}"`, Limit: 1 }));
    const asked = await client.send(
      new AdminInitiateAuthCommand({
        UserPoolId,
        ClientId,
        AuthFlow: 'CUSTOM_AUTH',
        AuthParameters: { USERNAME: Username },
      }),
    );
    const done = await client.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId,
        ClientId,
        ChallengeName: 'CUSTOM_CHALLENGE',
        Session: asked.Session,
        ChallengeResponses: { USERNAME: Username, ANSWER: await stack.codeFor(Username) },
      }),
    );
    const tokens = done.AuthenticationResult;

    expect(created.User?.UserCreateDate?.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(listed.Users?.map((user) => user.Username)).toEqual([created.User?.Username]);
    expect(tokens?.TokenType).toBe('Bearer');

    await client.send(new AdminUserGlobalSignOutCommand(target));
    await expect(refresh(tokens?.RefreshToken)).rejects.toBeInstanceOf(NotAuthorizedException);
    await client.send(new AdminDisableUserCommand(target));
    await expect(start(Username)).rejects.toMatchObject({ message: 'User is disabled.' });
    await client.send(new AdminEnableUserCommand(target));
    expect(await client.send(new AdminGetUserCommand(target))).toMatchObject({
      Enabled: true,
      Username: created.User?.Username,
      UserAttributes: expect.arrayContaining([{ Name: 'locale', Value: 'nl' }]),
    });
    await expect(client.send(new AdminCreateUserCommand(target))).rejects.toBeInstanceOf(UsernameExistsException);
    await client.send(new AdminDeleteUserCommand(target));
    await expect(client.send(new AdminGetUserCommand(target))).rejects.toBeInstanceOf(UserNotFoundException);
  });

  test('describes the pool and its client', async () => {
    const { userPoolId: UserPoolId, clientId: ClientId } = stack.config;

    const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId }));
    const { UserPoolClient } = await client.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));

    expect(UserPool?.LambdaConfig?.DefineAuthChallenge).toMatch(/^arn:aws:lambda:/);
    expect(UserPoolClient).toMatchObject({ ClientId, PreventUserExistenceErrors: 'ENABLED' });
  });
});
