import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { UserDirectory } from '../sign-in/ports.ts';

/**
 * Marks attributes verified in the user pool (AdminUpdateUserAttributes).
 * @param connect makes the client when it is first needed: once per user's life
 */
export const cognitoDirectory = (
  connect: () => Promise<Pick<CognitoIdentityProviderClient, 'send'>>,
): UserDirectory => ({
  async markVerified({ userPoolId, userName }, attributes, deadline) {
    const [client, { AdminUpdateUserAttributesCommand }] = await Promise.all([
      connect(),
      import('./cognito-client.ts'),
    ]);
    await client.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: userPoolId,
        Username: userName,
        UserAttributes: attributes.map((name) => ({ Name: name, Value: 'true' })),
      }),
      { abortSignal: deadline.signal },
    );
  },
});

/** The user pool that the AWS environment names: its client is made, and loaded, when it is first needed. */
export const openDirectory = (): UserDirectory =>
  cognitoDirectory(async () => (await import('./cognito-client.ts')).createCognitoClient());
