import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { AccountDirectory } from '../account/account-directory.ts';
import { AccountError } from '../account/account-error.ts';
import { SignInError } from '../sign-in/errors.ts';

/** What Cognito answers about a token that it does not take (any more), or whose user is gone. */
const REFUSALS: ReadonlySet<string> = new Set([
  'NotAuthorizedException',
  'UserNotFoundException',
  'UserNotConfirmedException',
  'PasswordResetRequiredException',
]);

/**
 * A signed-in person's account in the user pool: GetUser with their own token, AdminUpdateUserAttributes for what they
 * have proven.
 * @param connect makes the client when it is first needed
 */
export const cognitoAccount = (
  connect: () => Promise<Pick<CognitoIdentityProviderClient, 'send'>>,
): AccountDirectory => ({
  async find(accessToken, deadline) {
    const [client, { GetUserCommand }] = await Promise.all([connect(), import('./cognito-client.ts')]);
    try {
      const command = new GetUserCommand({ AccessToken: accessToken });
      const { Username: userName = '', UserAttributes = [] } = await client.send(command, {
        abortSignal: deadline.signal,
      });
      const attributes = Object.fromEntries(UserAttributes.map(({ Name = '', Value = '' }) => [Name, Value]));
      return { userName, attributes };
    } catch (cause) {
      if (cause instanceof Error && REFUSALS.has(cause.name)) throw new AccountError('UNAUTHORIZED', {}, { cause });
      throw new SignInError('TRY_LATER', { cause: new Error('Cognito did not answer', { cause }) });
    }
  },

  async set({ userPoolId, userName }, attributes, deadline) {
    const [client, { AdminUpdateUserAttributesCommand }] = await Promise.all([
      connect(),
      import('./cognito-client.ts'),
    ]);
    try {
      await client.send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId: userPoolId,
          Username: userName,
          UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
        }),
        { abortSignal: deadline.signal },
      );
    } catch (cause) {
      if (cause instanceof Error && cause.name === 'AliasExistsException') {
        throw new AccountError('ADDRESS_TAKEN', {}, { cause });
      }
      throw new SignInError('TRY_LATER', { cause: new Error('Cognito did not answer', { cause }) });
    }
  },
});
