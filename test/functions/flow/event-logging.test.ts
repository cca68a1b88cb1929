import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { conversation, eventsOf, invoke, knownUser, type OpenRound } from '../../helpers/sign-in-conversation.ts';
import { createSignInWorld } from '../../helpers/sign-in-world.ts';

describe('event logging that somebody switched on', () => {
  const before = { ...process.env };
  beforeAll(() => {
    process.env.POWERTOOLS_LOGGER_LOG_EVENT = 'true';
    process.env.POWERTOOLS_LOGGER_LOG_LEVEL = 'DEBUG';
    process.env.POWERTOOLS_LOG_LEVEL = 'DEBUG';
  });
  afterAll(() => {
    process.env = before;
  });

  test('prints no answer, no code, no address and no private parameter', async () => {
    const world = createSignInWorld();
    const ann = knownUser('ann@example.com', { email_verified: 'false', name: 'Ann Lee' });
    const client = conversation(world, ann);
    const round = (await client.start()) as OpenRound;
    const code = client.code();
    await invoke(world.triggers.handler, eventsOf(ann).verify(round, 'MY-TYPED-ANSWER', { note: 'MY-METADATA' }));
    expect(await client.answer(round, code)).toEqual({ kind: 'tokens' });
    const printed = world.lines.join('\n');

    expect(printed).toContain('"outcome":"sent"');
    for (const secret of [
      code,
      'ann@example.com',
      'Ann Lee',
      'MY-TYPED-ANSWER',
      'MY-METADATA',
      'challengeAnswer',
      'userAttributes',
      round.metadata,
    ]) {
      expect(printed).not.toContain(secret);
    }
  });
});
