import { beforeAll, describe, expect, test } from '@jest/globals';
import { confirmSignIn, signIn, signOut } from 'aws-amplify/auth';
import type { CapturedMessage } from '../../infra/local/inbox.ts';
import { type CognitoAnswer, signInCalls } from '../helpers/cognito-calls.ts';
import { createPeople } from '../helpers/create-people.ts';
import type { RunningStack } from '../helpers/local-stack.ts';
import { sharedStack } from '../helpers/shared-stack.ts';
import { codeIn } from '../helpers/sign-in-codes.ts';
import { configureAmplify } from './clients/configure-amplify.ts';
import { memoryStorage } from './clients/memory-storage.ts';

const AUTO = { step: 'code', channel: 'auto', channels: 'email,sms,push' };

const newest = async (stack: RunningStack): Promise<CapturedMessage> => (await stack.inbox())[0] as CapturedMessage;

describe.each([
  { sms: 'sns', push: 'pinpoint' },
  { sms: 'pinpoint', push: 'sns' },
])('with SMS by $sms and push by $push', ({ sms, push }) => {
  const stack = sharedStack('--sms', sms, '--push', push);

  beforeAll(() => configureAmplify(stack.config, memoryStorage()));

  test.each([
    ['ann@example.com', 'email', 'ses'],
    ['sam@example.com', 'sms', sms],
    ['pia@example.com', 'push', push],
    ['+31612345602', 'sms', sms],
  ])('%s signs in through Amplify with a code that came by %s', async (username, medium, provider) => {
    const asked = await signIn({ username, options: { authFlowType: 'CUSTOM_WITHOUT_SRP' } });
    const message = await newest(stack);
    const done = await confirmSignIn({ challengeResponse: codeIn(message) });

    expect(asked.nextStep).toMatchObject({ additionalInfo: AUTO });
    expect(message).toMatchObject({ medium, provider });
    expect(done).toMatchObject({ isSignedIn: true });
    await signOut();
  });
});

describe('when a provider fails', () => {
  const stack = sharedStack();
  let people = 0;

  /** A user with a proven address and a proven number, who has no preference. */
  const newUser = async (): Promise<{ name: string; phone: string }> => {
    people += 1;
    const name = `person-${'abcdefghijklmnop'[people]}@example.com`;
    const phone = `+316234567${String(people).padStart(2, '0')}`;
    await createPeople(stack.config, [{ email: name, phone }]);
    return { name, phone };
  };

  const start = async (name: string): Promise<{ round: CognitoAnswer; ms: number }> => {
    const startedAt = performance.now();
    const round = await signInCalls(stack.config).start(name);
    return { round, ms: performance.now() - startedAt };
  };

  const signsInWith = async (round: CognitoAnswer, message: CapturedMessage | undefined): Promise<void> => {
    const { body } = await signInCalls(stack.config).answer(round, codeIn(message));
    expect(body.AuthenticationResult?.TokenType).toBe('Bearer');
  };

  test.each([
    ['refuses', { status: 400, error: 'MessageRejected' }],
    ['fails', { status: 503 }],
    ['hangs', { delayMs: 20_000 }],
  ])(
    'SES %s: the code comes by SMS within 4 s, and signs in',
    async (_name, fault) => {
      const { name, phone } = await newUser();
      await stack.fault({ service: 'ses', times: -1, ...fault });

      const { round, ms } = await start(name);

      const message = await newest(stack);
      expect(message).toMatchObject({ medium: 'sms', to: phone });
      expect(round.body.ChallengeParameters).toMatchObject({ ...AUTO, reason: 'sent' });
      expect(ms).toBeLessThan(4_000);
      await signsInWith(round, message);
    },
    20_000,
  );

  test('a mail that was taken although its answer was lost carries the same code as the SMS', async () => {
    const { name, phone } = await newUser();
    await stack.fault({ service: 'ses', times: -1, drop: true });

    const { round } = await start(name);

    const messages = (await stack.inbox()).filter(({ to }) => to === name || to === phone);
    expect(new Set(messages.map(({ medium }) => medium))).toEqual(new Set(['email', 'sms']));
    expect(new Set(messages.map(codeIn)).size).toBe(1);
    await signsInWith(round, messages.at(-1));
  });

  test('after five failures everybody skips it at once, and it comes back', async () => {
    await stack.fault({ service: 'ses', times: -1, delayMs: 20_000 });
    for (let failure = 0; failure < 5; failure += 1) await start((await newUser()).name);

    const { name, phone } = await newUser();
    const { ms } = await start(name);

    expect(await newest(stack)).toMatchObject({ medium: 'sms', to: phone });
    expect(ms).toBeLessThan(1_000);

    await stack.clearFaults();
    const deadline = performance.now() + 15_000;
    let medium: string | undefined;
    while (medium !== 'email' && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      await start((await newUser()).name);
      medium = (await newest(stack)).medium;
    }
    expect(medium).toBe('email');
  }, 60_000);

  test('audit and log say which provider sent, which failed and why', async () => {
    const { name } = await newUser();
    await stack.fault({ service: 'ses', times: -1, status: 503 });

    await start(name);

    const outcomes = (await stack.logs()).filter((line) => line.message === 'outcome');
    expect(outcomes.findLast((line) => line.outcome === 'send-failed')).toMatchObject({
      channel: 'email',
      provider: 'ses',
      reason: 'unavailable',
    });
    expect(outcomes.findLast((line) => line.outcome === 'sent')).toMatchObject({
      channel: 'sms',
      provider: 'sns',
      insteadOf: 'ses',
      country: 'NL',
    });
  });

  test('another channel on request: the code comes by it; who lacks it reads the same', async () => {
    const calls = signInCalls(stack.config);
    const { name, phone } = await newUser();
    await calls.signUp('no-number@example.com');
    const seen: object[] = [];

    for (const one of [name, 'no-number@example.com', 'nobody@example.com']) {
      const round = await calls.start(one);
      const before = (await stack.inbox()).length;
      const switched = await calls.answer(round, 'resend', { action: 'resend', channel: 'sms' });
      const sent = (await stack.inbox()).slice(0, (await stack.inbox()).length - before);
      const { USERNAME, expiresIn, resendIn, ...parameters } = switched.body.ChallengeParameters;
      seen.push(parameters);
      expect(sent.map(({ to }) => to)).toEqual(one === name ? [phone] : []);
    }

    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });
});
