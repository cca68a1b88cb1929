import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { signInErrorCodes } from '../../../functions/sign-in/errors.ts';
import { conversation, eventsOf, invoke, knownUser, type OpenRound } from '../../helpers/sign-in-conversation.ts';
import { createSignInWorld } from '../../helpers/sign-in-world.ts';

const ann = knownUser('ann@example.com');
const HOSTILE: unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  'x',
  'true',
  '\u0000',
  'x'.repeat(100_000),
  [],
  [null],
  [[]],
  {},
  { a: null },
  { toString: 1, valueOf: 1 },
  { length: 3 },
  { challengeName: 'CUSTOM_CHALLENGE' },
];
const PROTOTYPE = JSON.parse('{"__proto__": {"answerCorrect": true, "issueTokens": true, "action": "resend"}}');

/** The event with one value of it, at any depth, replaced by each hostile one. */
const mutationsOf = (event: object): unknown[] => {
  const found: unknown[] = [...HOSTILE];
  const walk = (value: unknown, rebuild: (changed: unknown) => unknown) => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const put = (changed: unknown) =>
        rebuild(Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed });
      for (const hostile of [...HOSTILE, PROTOTYPE]) found.push(put(hostile));
      walk(inner, put);
    }
    found.push(rebuild({ ...value, extra: 'field', more: { of: 'it' } }), rebuild(Object.assign({}, value, PROTOTYPE)));
  };
  walk(event, (changed) => changed);
  return found;
};

const lastResultOf = (event: unknown): unknown =>
  (event as { request: { session: { challengeResult?: unknown }[] } }).request.session.at(-1)?.challengeResult;

describe('a malformed event', () => {
  const last = (round: OpenRound, challengeResult: boolean) => ({
    challengeName: 'CUSTOM_CHALLENGE',
    challengeResult,
    challengeMetadata: round.metadata,
  });

  test('never makes Define issue tokens for a wrong answer', async () => {
    const world = createSignInWorld();
    const round = (await conversation(world, ann).start()) as OpenRound;
    const wrong = eventsOf(ann).define([last(round, false)], { action: 'answer' });
    let failed = 0;
    for (const event of mutationsOf(wrong)) {
      const response = await invoke(world.triggers.defineAuthChallenge, event).catch((error: Error) => error.message);
      if (typeof response === 'string') expect(response).toBe('INTERNAL');
      else {
        // The one change that makes a right answer of it is the result itself, which only Verify can write.
        if (response.issueTokens !== false) expect(lastResultOf(event)).toBe(true);
        if (response.failAuthentication === true) failed += 1;
      }
    }

    expect(failed).toBeGreaterThan(20);
  });

  test('makes Define fail the sign-in where its session is not what Cognito sends', async () => {
    const world = createSignInWorld();
    const round = (await conversation(world, ann).start()) as OpenRound;
    for (const hostile of HOSTILE.filter((value) => !(Array.isArray(value) && value.length === 0))) {
      for (const session of [hostile, [hostile, last(round, true)], [last(round, true), hostile]]) {
        const event = eventsOf(ann).event('DefineAuthChallenge_Authentication', { session, userNotFound: false });

        expect(await invoke(world.triggers.handler, event)).toMatchObject({
          issueTokens: false,
          failAuthentication: true,
        });
      }
    }
  });

  test('never makes Verify right, nor Create send to anybody else or throw anything but a fixed code', async () => {
    const world = createSignInWorld();
    const round = (await conversation(world, ann).start()) as OpenRound;
    const { handler } = world.triggers;
    for (const event of mutationsOf(eventsOf(ann).verify(round, '000000', { action: 'answer' }))) {
      const response = await invoke(handler, event).catch((error: Error) => error.message);
      if (typeof response === 'string') expect(signInErrorCodes).toContain(response);
      else expect(response?.answerCorrect).not.toBe(true);
    }
    for (const event of mutationsOf(eventsOf(ann).create([last(round, false)], { action: 'resend' }))) {
      const response = await invoke(handler, event).catch((error: Error) => error.message);
      if (typeof response === 'string') expect(signInErrorCodes).toContain(response);
    }

    expect(new Set(world.sent.map(({ destination }) => destination))).toEqual(new Set(['ann@example.com']));
  });

  test('is answered by a fixed code or not at all, whatever it is', async () => {
    const world = createSignInWorld();
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (garbage) => {
        const verdict = await invoke(world.triggers.handler, garbage).catch((error: Error) => error.message);
        if (typeof verdict === 'string') expect(verdict).toBe('INTERNAL');
      }),
      { numRuns: 300 },
    );
  });
});

describe('hostile client metadata and attributes', () => {
  test('never change where a code goes or what it says', async () => {
    const baseline = createSignInWorld();
    const round = (await conversation(baseline, ann).start()) as OpenRound;
    expect(round.kind).toBe('challenge');
    const { code: _code, challengeId: _id, ...message } = baseline.sent[0] ?? {};
    const payloads = [
      '<b>evil</b>',
      'eve@evil.example',
      '\r\nBcc: eve@evil.example',
      '{{code}}',
      '$(code)',
      'https://evil.example',
      '../nl',
      'nl\u0000',
    ];

    for (const payload of payloads) {
      const attributes = {
        name: payload,
        locale: payload,
        nickname: payload,
        'custom:channel': payload,
        email_verified: 'true',
      };
      const world = createSignInWorld();
      const client = conversation(world, knownUser('ann@example.com', attributes));
      const first = await client.start();
      world.advance(31_000);
      await client.resend(first, { locale: payload, destination: payload, email: payload, to: payload });

      expect(world.sent).toHaveLength(2);
      for (const sent of world.sent) expect(sent).toMatchObject({ ...message, minutesValid: expect.any(Number) });
    }
  });
});
