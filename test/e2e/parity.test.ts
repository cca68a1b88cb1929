import { describe, expect, test } from '@jest/globals';
import { type CognitoAnswer, signInCalls } from '../helpers/cognito-calls.ts';
import { sharedStack } from '../helpers/shared-stack.ts';

const stack = sharedStack();

/** What a caller can see of a round, with everything that is random or a moment in time made the same. */
const visible = ({ status, body }: CognitoAnswer) => {
  const seconds = (text: string) => (text === '0' ? '0' : 'seconds');
  const parameters = body?.ChallengeParameters;
  return {
    status,
    keys: Object.keys(body ?? {}).sort(),
    error: body?.__type,
    message: body?.message,
    sessionLooks: typeof body?.Session === 'string' ? body.Session.slice(0, 5) : undefined,
    parameters: parameters && {
      ...parameters,
      USERNAME: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(parameters.USERNAME),
      expiresIn: seconds(parameters.expiresIn),
      resendIn: seconds(parameters.resendIn),
    },
  };
};

type Script = (name: string) => Promise<CognitoAnswer[]>;

/** An answer of the right length that is surely wrong for the code that was sent, if one was. */
const wrongAnswerFor = async (name: string): Promise<string> => {
  const codes = (await stack.inbox())
    .filter((mail) => mail.to === name)
    .map((mail) => /\d{6}/.exec(mail.text ?? '')?.[0]);
  return ['000000', '111111', '222222', '333333'].find((guess) => !codes.includes(guess)) ?? '444444';
};

const scripts: Record<string, Script> = {
  'a code is asked for': async (name) => [await signInCalls(stack.config).start(name)],
  'a wrong answer': async (name) => {
    const calls = signInCalls(stack.config);
    const first = await calls.start(name);
    return [first, await calls.answer(first, await wrongAnswerFor(name))];
  },
  'an answer that is no code': async (name) => {
    const calls = signInCalls(stack.config);
    const first = await calls.start(name);
    return [first, await calls.answer(first, 'let me in')];
  },
  'three wrong answers': async (name) => {
    const calls = signInCalls(stack.config);
    const rounds = [await calls.start(name)];
    for (let wrong = 0; wrong < 3; wrong += 1) {
      rounds.push(await calls.answer(rounds[wrong] as CognitoAnswer, await wrongAnswerFor(name)));
    }
    return rounds;
  },
  'a resend, then a wrong answer': async (name) => {
    const calls = signInCalls(stack.config);
    const first = await calls.start(name);
    const resent = await calls.answer(first, 'resend', { action: 'resend' });
    return [first, resent, await calls.answer(resent, await wrongAnswerFor(name))];
  },
  'a second session while the first code lives': async (name) => {
    const calls = signInCalls(stack.config);
    return [await calls.start(name), await calls.start(name)];
  },
  'ten wrong answers, then another sign-in': async (name) => {
    const calls = signInCalls(stack.config);
    const rounds: CognitoAnswer[] = [];
    for (let session = 0; session < 6; session += 1) {
      let round = await calls.start(name);
      rounds.push(round);
      for (let wrong = 0; wrong < 3 && round.body.Session !== undefined; wrong += 1) {
        round = await calls.answer(round, await wrongAnswerFor(name));
        rounds.push(round);
      }
    }
    return rounds;
  },
};

describe('known and unknown users', () => {
  test.each(Object.keys(scripts))('answer alike to %s', async (name) => {
    const slug = name.replaceAll(/[^a-z]+/g, '-');
    const known = `known-${slug}@example.com`;
    await signInCalls(stack.config).signUp(known);
    const script = scripts[name] as Script;

    const seenByKnown = (await script(known)).map(visible);
    const seenByUnknown = (await script(`unknown-${slug}@example.com`)).map(visible);

    expect(seenByUnknown).toEqual(seenByKnown);
    expect(seenByKnown[0]?.status).toBe(200);
  });
});
