import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { cognitoDirectory } from '../../../functions/store/cognito-directory.ts';
import { openDeadline } from './record-store.contract.ts';

describe('the user directory', () => {
  test('marks exactly the named attributes of exactly that user', async () => {
    const calls: { input: unknown; options: unknown }[] = [];
    const send = async ({ input }: { input: unknown }, options: unknown) => void calls.push({ input, options });
    const directory = cognitoDirectory(
      async () => ({ send }) as unknown as Pick<CognitoIdentityProviderClient, 'send'>,
    );

    await directory.markVerified({ userPoolId: 'pool', userName: 'ann' }, ['email_verified'], openDeadline);
    expect(calls).toEqual([
      {
        input: {
          UserPoolId: 'pool',
          Username: 'ann',
          UserAttributes: [{ Name: 'email_verified', Value: 'true' }],
        },
        options: { abortSignal: openDeadline.signal },
      },
    ]);
  });

  test('opens no client before the first user is marked', () => {
    let opened = 0;
    cognitoDirectory(async () => {
      opened += 1;
      throw new Error('not needed');
    });

    expect(opened).toBe(0);
  });
});
