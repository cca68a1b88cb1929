import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Medium } from '../../../channels/channel.ts';
import { wrongCode } from '../../helpers/sign-in-codes.ts';
import {
  conversation,
  eventsOf,
  invoke,
  knownUser,
  type OpenRound,
  openRound,
  parametersOf,
  phoneUser,
  type Step,
  type TestUser,
} from '../../helpers/sign-in-conversation.ts';
import { giveDevices } from '../../helpers/sign-in-devices.ts';
import { createSignInWorld, failing, type SignInWorld } from '../../helpers/sign-in-world.ts';

const MINUTE = 60_000;
const MEDIA: [Medium, Medium, Medium] = ['email', 'sms', 'push'];
const EMAIL = 'ann@example.com';
const PHONE = '+31612345678';
const verified = { email: EMAIL, email_verified: 'true', phone_number: PHONE, phone_number_verified: 'true' };
const ann = knownUser(EMAIL, verified);
const withAttributes = (attributes: Record<string, string>): TestUser => ({
  ...ann,
  attributes: { sub: ann.attributes.sub ?? '', ...attributes },
});
const createdFor = async (
  world: SignInWorld,
  rounds: Parameters<ReturnType<typeof eventsOf>['create']>[0],
  more?: object,
) => openRound(await invoke(world.triggers.handler, eventsOf(ann).create(rounds, more)), rounds);

describe('switching the channel', () => {
  test('never gives more answers than one channel would: three a code, ten an hour, over all of them', async () => {
    const world = createSignInWorld({ offered: MEDIA });
    await giveDevices(world, ann, 'one');
    const client = conversation(world, ann);
    for (let sessions = 0; sessions < 12; sessions += 1) {
      let step: Step = await client.start();
      for (const channel of [undefined, ...MEDIA]) {
        if (step.kind !== 'challenge') break;
        if (channel !== undefined) step = await client.resend(step, { channel });
        for (const code of new Set(world.sent.map((message) => wrongCode(message.code)))) {
          if (step.kind === 'challenge') step = await client.answer(step, code);
        }
      }
      world.advance(MINUTE);
    }

    expect(world.audit.filter(({ outcome }) => outcome === 'wrong-answer')).toHaveLength(10);
    expect(parametersOf(await client.start())).toMatchObject({ step: 'limited' });
    expect(parametersOf(await client.resend(await client.start(), { channel: 'push' }))).toMatchObject({
      step: 'limited',
    });
  });

  test.each([
    ['somebody who has no number', knownUser(EMAIL, { email: EMAIL, email_verified: 'true' }), 1],
    ['somebody whose message is on its way', ann, 2],
  ])('leaves the code that came first to %s', async (_, user, sent) => {
    const world = createSignInWorld({ offered: MEDIA });
    const client = conversation(world, user);
    let step = await client.start();
    const first = client.code();
    step = await client.resend(step, { channel: 'sms' });
    expect(world.sent).toHaveLength(sent);
    step = await client.answer(step, wrongCode(first));
    expect(parametersOf(step)).toMatchObject({ reason: 'wrong', attemptsLeft: '2' });

    expect(await client.answer(step, first)).toMatchObject({ kind: 'tokens' });
  });

  test('lets each of two codes be used once', async () => {
    const world = createSignInWorld({ offered: MEDIA });
    const client = conversation(world, ann);
    const step = await client.resend(await client.start(), { channel: 'sms' });
    const [mail, message] = world.sent.map(({ code }) => code);

    expect(await client.answer(step, mail ?? '')).toMatchObject({ kind: 'tokens' });
    const again = await client.resend(await client.start(), { channel: 'sms' });
    expect((await client.answer(again, mail ?? '')).kind).toBe('challenge');
    expect(message).not.toBe(mail);
  });

  test('keeps the wrong answers of the session, and ends it with the third', async () => {
    const world = createSignInWorld({ offered: MEDIA });
    const client = conversation(world, ann);
    let step = await client.start();
    step = await client.answer(step, wrongCode(client.code()));
    step = await client.resend(step, { channel: 'sms' });
    expect(parametersOf(step)).toMatchObject({ reason: 'sent', attemptsLeft: '2' });
    step = await client.answer(step, wrongCode(client.code()));
    step = await client.resend(step, { channel: 'email' });
    expect(parametersOf(step)).toMatchObject({ attemptsLeft: '1' });

    expect(await client.answer(step, wrongCode(client.code()))).toEqual({ kind: 'failed' });
  });

  test('stays with the channel after an answer, and is forgotten by a plain resend', async () => {
    const world = createSignInWorld({ offered: MEDIA });
    const client = conversation(world, ann);
    let step = await client.resend(await client.start(), { channel: 'sms' });
    world.advance(11 * MINUTE);
    step = await client.answer(step, client.code());
    expect(parametersOf(step)).toMatchObject({ reason: 'expired' });
    world.advance(MINUTE);
    await client.resend(step);

    expect(world.sent.map(({ medium }) => medium)).toEqual(['email', 'sms', 'sms', 'email']);
  });

  test('to one that the deployment does not offer, or to its only one, is a plain resend', async () => {
    const two = createSignInWorld({ offered: ['email', 'sms'] });
    const client = conversation(two, ann);
    const step = await client.start();
    expect(parametersOf(await client.resend(step, { channel: 'push' }))).toMatchObject({ reason: 'reused' });
    const one = createSignInWorld();
    const other = conversation(one, ann);

    expect(parametersOf(await other.resend(await other.start(), { channel: 'email' }))).toMatchObject({
      reason: 'reused',
    });
    expect([two.sent.length, one.sent.length]).toEqual([1, 1]);
  });
});

describe('hostile client metadata', () => {
  const people: [string, TestUser, readonly string[]][] = [
    ['both', ann, [EMAIL, PHONE, 'one', 'two']],
    [
      'an email and a strange phone',
      withAttributes({ ...verified, phone_number_verified: 'false' }),
      [EMAIL, 'one', 'two'],
    ],
    ['two unverified addresses', withAttributes({ email: EMAIL, phone_number: PHONE }), []],
    ['a phone abroad', phoneUser('+4915112345678'), ['one', 'two']],
  ];
  const evil = fc.constantFrom(
    'eve@evil.example',
    '+31687654321',
    'email',
    'sms',
    'push',
    'auto',
    'SMS',
    'email,sms',
    'resend',
    '__proto__',
    '',
    '1'.repeat(300),
    '\r\nBcc: eve@evil.example',
  );
  const name = fc.constantFrom(
    'action',
    'channel',
    'channels',
    'locale',
    'destination',
    'to',
    'email',
    'phone_number',
    'asked',
    'medium',
    'challenge',
    'custom:channel',
  );
  const value = fc.oneof({ weight: 5, arbitrary: evil }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 1 }) });
  const map = fc.oneof(
    { weight: 8, arbitrary: fc.dictionary(name, value, { maxKeys: 6 }) },
    {
      weight: 4,
      arbitrary: fc.record({
        action: fc.constant('resend'),
        channel: fc.constantFrom(...MEDIA, 'auto', 'x'),
        to: evil,
      }),
    },
    { weight: 1, arbitrary: fc.anything().filter((one) => JSON.stringify(one) !== undefined) },
  );

  test('of ten thousand maps never sends anywhere but to the person, and never signs in', async () => {
    let maps = 0;
    for (const [who, user, own] of people) {
      const world = createSignInWorld({ offered: MEDIA });
      await giveDevices(world, user, 'one', 'two');
      const events = eventsOf(user);
      let round = openRound(await invoke(world.triggers.handler, events.create([])), []);
      await fc.assert(
        fc.asyncProperty(map, fc.integer({ min: 0, max: 40 }), async (metadata, seconds) => {
          maps += 1;
          world.advance(seconds * 1_000);
          const done = { challengeName: 'CUSTOM_CHALLENGE', challengeResult: false, challengeMetadata: round.metadata };
          const clientMetadata = metadata as object;
          round = openRound(await invoke(world.triggers.handler, events.create([done], clientMetadata)), []);
          const code = world.sent.at(-1)?.code ?? '000000';
          if (maps % 10 === 0) {
            // Every control round is no answer, also with the right code in it.
            const asResend = { ...Object(metadata), action: 'resend', channel: 'sms' };
            const verified = await invoke(world.triggers.handler, events.verify(round, code, asResend));
            expect(verified).toEqual({ answerCorrect: false });
          }
        }),
        { numRuns: 2_500 },
      );
      const foreign = world.sent.filter(({ destination }) => !own.includes(destination));

      expect([who, foreign]).toEqual([who, []]);
      if (own.length > 0) expect(world.sent.length).toBeGreaterThan(5);
      expect(world.marked).toEqual([]);
    }
    expect(maps).toBe(10_000);
  });
});

describe('what a right answer proves', () => {
  const NEW = 'new@example.com';
  const NEW_PHONE = '+31687654321';
  const changes: Record<string, Record<string, string>> = {
    nothing: {},
    'the email': { email: NEW, email_verified: 'false' },
    'the phone': { phone_number: NEW_PHONE, phone_number_verified: 'false' },
    'the email is taken away': { email: '' },
    'the phone is taken away': { phone_number: '' },
    'both flags fall': { email_verified: 'false', phone_number_verified: 'false' },
  };
  const matrix = MEDIA.flatMap((medium) =>
    Object.keys(changes).flatMap((change) =>
      (['before', 'after'] as const).map((moment) => ({ medium, change, moment })),
    ),
  );

  test.each(matrix)('by $medium, when $change changes $moment the answer', async ({ medium, change, moment }) => {
    const world = createSignInWorld({ offered: MEDIA });
    await giveDevices(world, ann, 'one');
    const round = await createdFor(world, []);
    const done = { challengeName: 'CUSTOM_CHALLENGE', challengeResult: false, challengeMetadata: round.metadata };
    const asked = await createdFor(world, [done], { action: 'resend', channel: medium });
    expect(world.sent.at(-1)?.medium).toBe(medium);
    const changed = withAttributes({ ...verified, ...changes[change] });
    const answering = moment === 'before' ? changed : ann;
    const verdict = await invoke(world.triggers.handler, eventsOf(answering).verify(asked, world.sent.at(-1)?.code));
    await invoke(world.triggers.handler, eventsOf(changed).postAuthentication());

    const isTaken = change.startsWith(`the ${medium === 'sms' ? 'phone' : medium}`);
    expect(verdict).toEqual({ answerCorrect: moment === 'after' || !isTaken });
    const attribute = { email: 'email_verified', sms: 'phone_number_verified', push: undefined }[medium];
    // Marked is what the code went to and no other; a value that is not that one any more never is.
    const isMarked = change === 'both flags fall' && attribute !== undefined;
    expect(world.marked.map(({ attributes }) => attributes)).toEqual(isMarked ? [[attribute]] : []);
  });

  test('is the phone, for somebody who signs in for the first time by SMS', async () => {
    const world = createSignInWorld({ offered: ['email', 'sms'] });
    const user = phoneUser(PHONE, { phone_number_verified: 'false' });
    const client = conversation(world, user);

    expect(await client.answer(await client.start(), client.code())).toEqual({ kind: 'tokens' });
    expect(world.marked).toEqual([{ userName: user.userName, attributes: ['phone_number_verified'] }]);
  });

  test('is nothing where the code had been tried elsewhere first', async () => {
    const world = createSignInWorld({ offered: MEDIA });
    failing(world, ['email']);
    const round = (await conversation(world, ann).start()) as OpenRound;
    await invoke(world.triggers.handler, eventsOf(ann).verify(round, world.sent[0]?.code));
    const fallen = withAttributes({ ...verified, email_verified: 'false', phone_number_verified: 'false' });
    await invoke(world.triggers.handler, eventsOf(fallen).postAuthentication());

    expect(world.marked).toEqual([]);
  });
});
