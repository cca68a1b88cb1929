import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  confirmSignIn,
  fetchAuthSession,
  fetchUserAttributes,
  getCurrentUser,
  signIn,
  signOut,
  signUp,
} from 'aws-amplify/auth';
import { sharedStack } from '../../helpers/shared-stack.ts';
import { wrongCode } from '../../helpers/sign-in-codes.ts';
import { configureAmplify } from './configure-amplify.ts';
import { memoryStorage } from './memory-storage.ts';

const storage = memoryStorage();
const stack = sharedStack();

beforeAll(() => configureAmplify(stack.config, storage));

const CUSTOM = { options: { authFlowType: 'CUSTOM_WITHOUT_SRP' } } as const;
const ASKS = { isSignedIn: false, nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE' } };

describe('Amplify v6, unmodified', () => {
  test('signs up, signs in after a wrong answer, refreshes, reads its user and signs out', async () => {
    const username = 'amplify@example.com';
    const signedUp = await signUp({ username, options: { userAttributes: { email: username } } } as never);
    const asked = await signIn({ username, ...CUSTOM });
    const code = await stack.codeFor(username);

    const again = await confirmSignIn({ challengeResponse: wrongCode(code) });
    const done = await confirmSignIn({ challengeResponse: code });

    expect(signedUp).toMatchObject({ isSignUpComplete: true });
    expect(asked).toMatchObject(ASKS);
    expect(asked.nextStep).toMatchObject({ additionalInfo: { step: 'code', attemptsLeft: '3' } });
    expect(again).toMatchObject(ASKS);
    expect(again.nextStep).toMatchObject({ additionalInfo: { step: 'code', reason: 'wrong', attemptsLeft: '2' } });
    expect(done).toMatchObject({ isSignedIn: true, nextStep: { signInStep: 'DONE' } });

    const before = await fetchAuthSession();
    const after = await fetchAuthSession({ forceRefresh: true });
    const user = await getCurrentUser();

    expect(after.tokens?.idToken?.payload).toMatchObject({ email: username, sub: user.userId });
    expect(after.tokens?.accessToken.payload.origin_jti).toBe(before.tokens?.accessToken.payload.origin_jti);
    expect(after.tokens?.accessToken.payload.jti).not.toBe(before.tokens?.accessToken.payload.jti);
    expect(user.signInDetails).toMatchObject({ loginId: username, authFlowType: 'CUSTOM_WITHOUT_SRP' });
    expect(await fetchUserAttributes()).toMatchObject({ email: username, email_verified: 'true' });
    expect([...storage.entries.keys()].some((key) => key.endsWith('.refreshToken'))).toBe(true);

    await signOut();

    expect(storage.entries.size).toBe(0);
    expect((await fetchAuthSession()).tokens).toBeUndefined();
  });

  test('hears that the sign-in failed after three wrong answers', async () => {
    const username = 'amplify-wrong@example.com';
    await signUp({ username } as never);
    await signIn({ username, ...CUSTOM });
    const wrong = wrongCode(await stack.codeFor(username));

    await confirmSignIn({ challengeResponse: wrong });
    await confirmSignIn({ challengeResponse: wrong });
    const third = confirmSignIn({ challengeResponse: wrong });

    await expect(third).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });
});
