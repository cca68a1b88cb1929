import { describe, expect, test } from '@jest/globals';
import { composeTriggers, type OwnTriggers } from '../../../functions/compose-triggers.ts';
import { createPolicy } from '../../../functions/sign-in/policy.ts';
import { memoryCounters } from '../../helpers/memory-counters.ts';
import { memoryRecordStore } from '../../helpers/memory-record-store.ts';
import { recordOutput } from '../../helpers/recorded-output.ts';
import { eventsOf, invoke, knownUser } from '../../helpers/sign-in-conversation.ts';
import { testCodeKey } from '../../helpers/sign-in-world.ts';

const NOW = 1_800_000_000_000;

const compose = (own: OwnTriggers) => {
  const { logger, metrics, lines } = recordOutput();
  const clock = () => NOW;
  const { handler } = composeTriggers(
    {
      appName: 'Test',
      policy: createPolicy(),
      routing: { order: ['email'] },
      disclosure: { offered: ['email'], namesChannel: false },
      locales: { fallback: 'en', offered: ['en'] },
      signUp: 'open',
      clientIds: null,
      channels: new Map(),
      store: memoryRecordStore({ clock }),
      counters: memoryCounters(),
      keys: {
        get: async () => ({ code: testCodeKey('first'), previousCode: null, index: Buffer.alloc(32, 9) }),
        index: async () => Buffer.alloc(32, 9),
      },
      audit: { append: async () => {} },
      users: { markVerified: async () => {} },
      clock,
      newId: () => 'id',
      delay: async () => {},
      logger,
      metrics,
    },
    own,
  );
  return { handler, lines };
};

const { event, postAuthentication } = eventsOf(knownUser('ann@example.com'));
const signUp = (source: string) => event(source, {}, { autoConfirmUser: false, autoVerifyEmail: false });

describe('a trigger that the pool had before', () => {
  test('runs after ours, and what it answers counts', async () => {
    const { handler } = compose({
      preSignUp: (one) => ({ ...one, response: { ...(one.response as object), autoVerifyPhone: true } }),
    });

    const response = await invoke(handler, signUp('PreSignUp_SignUp'));

    expect(response).toMatchObject({ autoConfirmUser: true, autoVerifyPhone: true });
  });

  test.each(['PreSignUp_AdminCreateUser', 'PreSignUp_ExternalProvider'])('runs alone for %s', async (source) => {
    const { handler } = compose({ preSignUp: (one) => void Object.assign(one.response as object, { seen: true }) });

    expect(await invoke(handler, signUp(source))).toMatchObject({ autoConfirmUser: false, seen: true });
  });

  test('refuses a sign-up without its words reaching anybody', async () => {
    const { handler } = compose({
      preSignUp: () => {
        throw new Error('ann@example.com is not welcome');
      },
    });

    await expect(invoke(handler, signUp('PreSignUp_SignUp'))).rejects.toThrow(/^INTERNAL$/);
  });

  test('turns nobody away who has signed in', async () => {
    const { handler, lines } = compose({
      postAuthentication: async () => {
        throw new Error('the newsletter is down');
      },
    });

    await expect(invoke(handler, postAuthentication())).resolves.toBeDefined();
    expect(lines.join()).toContain('own trigger failed');
  });
});
