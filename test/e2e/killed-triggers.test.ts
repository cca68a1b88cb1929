import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CapturedMessage } from '../../infra/local/inbox.ts';
import { type LocalStack, startLocalStack } from '../../infra/local/local-stack.ts';
import { signInCalls } from '../helpers/cognito-calls.ts';
import { codeIn } from '../helpers/sign-in-codes.ts';
import { stuckMarker } from './fixtures/stuck-marker.ts';

let stack: LocalStack;

beforeAll(async () => {
  const ports = { web: 0, cognito: 0, aws: 0, dynamodb: 0 };
  stack = await startLocalStack({ ports, triggers: new URL('./fixtures/stuck-triggers.ts', import.meta.url) });
}, 20_000);

afterAll(() => stack.close());

const mailsTo = async (name: string): Promise<CapturedMessage[]> => {
  const inbox = (await (await fetch(`${stack.config.web}/inbox/messages`)).json()) as CapturedMessage[];
  return inbox.filter((mail) => mail.to === name);
};

describe('a trigger that is killed after Cognito’s five seconds and run again', () => {
  test.each([
    ['stuck-before@example.com', 1],
    ['stuck-after@example.com', 2],
  ])(
    '%s: %i message, one code, and the sign-in completes',
    async (name, messages) => {
      const calls = signInCalls(stack.config);
      await calls.signUp(name);

      const round = await calls.start(name);
      const mails = await mailsTo(name);
      const signedIn = await calls.answer(round, codeIn(mails[0]));

      rmSync(stuckMarker(name), { force: true });
      expect(mails).toHaveLength(messages);
      expect(new Set(mails.map(codeIn)).size).toBe(1);
      expect(round.body.ChallengeParameters).toMatchObject({ step: 'code', reason: 'sent' });
      expect(signedIn.body.AuthenticationResult?.TokenType).toBe('Bearer');
    },
    20_000,
  );
});
