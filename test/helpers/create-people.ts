import { AdminCreateUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { StackConfig } from '../../infra/local/local-stack.ts';
import { localClient } from './local-client.ts';

/** Adds people to the pool of a running stack whose email and number are proven. Gives their user names. */
export const createPeople = async (
  { cognito, userPoolId: UserPoolId }: StackConfig,
  people: readonly { readonly email: string; readonly phone: string }[],
): Promise<string[]> => {
  const client = new CognitoIdentityProviderClient(localClient(cognito));
  const created = await Promise.all(
    people.map(async ({ email, phone }) => {
      const attributes = { email, email_verified: 'true', phone_number: phone, phone_number_verified: 'true' };
      const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
      const { User } = await client.send(
        new AdminCreateUserCommand({ UserPoolId, Username: email, MessageAction: 'SUPPRESS', UserAttributes }),
      );
      return User?.Username ?? '';
    }),
  );
  client.destroy();
  return created;
};
