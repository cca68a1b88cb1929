import { describe, expect, test } from '@jest/globals';
import { fetchAuthSession, getCurrentUser } from 'aws-amplify/auth';
import { createClient } from '../../../web/client/client.ts';
import type { KeyValueStorage } from '../../../web/client/storage.ts';
import { sharedStack } from '../../helpers/shared-stack.ts';
import { configureAmplify } from './configure-amplify.ts';
import { memoryStorage } from './memory-storage.ts';

const stack = sharedStack();

describe('the headless client and Amplify on one storage', () => {
  test('Amplify reads, refreshes and loses the session that our client made, refreshed and ended', async () => {
    const { clientId, cognito } = stack.config;
    const storage = memoryStorage();
    const { entries: values } = storage;
    const ours: KeyValueStorage = {
      getItem: (key) => values.get(key) ?? null,
      setItem: (key, value) => void values.set(key, value),
      removeItem: (key) => void values.delete(key),
    };
    configureAmplify(stack.config, storage);
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
