import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sharedStack } from '../../helpers/shared-stack.ts';
import { wrongCode } from '../../helpers/sign-in-codes.ts';
import type { IdentityCommand, IdentityReply } from './identity-js-process.ts';

const stack = sharedStack();
let client: ChildProcess;

beforeAll(async () => {
  const { userPoolId, clientId, cognito } = stack.config;
  const program = fileURLToPath(new URL('./identity-js-process.ts', import.meta.url));
  client = fork(program, [userPoolId, clientId, `${cognito}/`], { execArgv: [] });
}, 20_000);

afterAll(async () => {
  client?.kill();
});

const ask = async (command: IdentityCommand): Promise<IdentityReply> => {
  client.send(command);
  const [reply] = (await once(client, 'message')) as [IdentityReply];
  return reply;
};

describe('amazon-cognito-identity-js, unmodified', () => {
  test('signs in after a wrong answer, refreshes and signs out', async () => {
    const username = stack.config.users[0]?.username ?? '';

    const asked = await ask({ do: 'start', username });
    const code = await stack.codeFor(username);
    const again = await ask({ do: 'answer', answer: wrongCode(code) });
    const done = await ask({ do: 'answer', answer: code });
    const refreshed = await ask({ do: 'refresh' });
    const out = await ask({ do: 'sign-out' });

    expect(asked).toMatchObject({ asks: { step: 'code' } });
    expect(again).toMatchObject({ asks: { step: 'code', reason: 'wrong' } });
    expect(done).toMatchObject({ session: { isValid: true, email: username } });
    expect(done.storedKeys.some((key) => key.endsWith(`.${username}.refreshToken`))).toBe(true);
    expect(refreshed).toMatchObject({ session: { isValid: true, email: username } });
    expect(refreshed.session?.accessToken).not.toBe(done.session?.accessToken);
    expect(out).toEqual({ storedKeys: [] });
  }, 20_000);

  test('is told when the sign-in failed', async () => {
    const username = stack.config.users[1]?.username ?? '';
    await ask({ do: 'start', username });
    const answer = wrongCode(await stack.codeFor(username));

    const replies = [];
    for (let round = 0; round < 3; round += 1) replies.push(await ask({ do: 'answer', answer }));

    expect(replies.map(({ error }) => error?.name)).toEqual([undefined, undefined, 'NotAuthorizedException']);
  }, 20_000);
});
