import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Amplify } from 'aws-amplify';
import { fetchAuthSession, getCurrentUser } from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { createClient } from '../../../web/client/client.ts';
import type { KeyValueStorage } from '../../../web/client/storage.ts';
import { type RunningStack, startStack } from '../../helpers/local-stack.ts';

let stack: RunningStack;

beforeAll(async () => {
  stack = await startStack();
}, 20_000);

afterAll(() => stack?.stop());

describe('the headless client and Amplify on one storage', () => {
  test('Amplify reads, refreshes and loses the session that our client made, refreshed and ended', async () => {
    const { userPoolId, clientId, cognito } = stack.config;
    const values = new Map<string, string>();
    const ours: KeyValueStorage = {
      getItem: (key) => values.get(key) ?? null,
      setItem: (key, value) => void values.set(key, value),
      removeItem: (key) => void values.delete(key),
    };
    const warn = console.warn;
    console.warn = () => undefined;
    Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: cognito } } });
    console.warn = warn;
    cognitoUserPoolsTokenProvider.setKeyValueStorage({
      getItem: async (key) => values.get(key) ?? null,
      setItem: async (key, value) => void values.set(key, value),
      removeItem: async (key) => void values.delete(key),
      clear: async () => values.clear(),
    });
    const client = createClient({ endpoint: cognito, clientId, storage: ours });

    await client.start('ann@example.com');
    const session = await client.answer(await stack.codeFor('ann@example.com'));
    const user = await getCurrentUser();
    const read = await fetchAuthSession();
    const refreshed = await fetchAuthSession({ forceRefresh: true });

    expect(session.kind).toBe('session');
    expect(read.tokens?.idToken?.payload.email).toBe('ann@example.com');
    expect(user.userId).toBe(read.tokens?.idToken?.payload.sub);
    expect(refreshed.tokens?.accessToken.toString()).not.toBe(read.tokens?.accessToken.toString());
    expect((await client.session())?.accessToken).toBe(refreshed.tokens?.accessToken.toString());

    await client.signOut();

    await expect(getCurrentUser()).rejects.toMatchObject({ name: 'UserUnAuthenticatedException' });
    expect([...values.keys()].filter((key) => /Token$/.test(key))).toEqual([]);
  });
});
