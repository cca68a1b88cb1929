import { expect, test } from '@jest/globals';
import { conversation, knownUser, parametersOf } from '../../helpers/sign-in-conversation.ts';
import { createSignInWorld } from '../../helpers/sign-in-world.ts';

const ann = knownUser('ann@example.com');

test.each(['start', 'resend'] as const)(
  'a %s at the end of the wait is not swallowed by one that came just before',
  async (kind) => {
    const held = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    let isHeld = false;
    const delay = async () => {
      if (!isHeld) return;
      begun.resolve();
      await held.promise;
    };
    const world = createSignInWorld({ overrides: { delay } });
    const me = conversation(world, ann);
    const first = await me.start();
    world.advance(29_900);
    isHeld = true;
    // A second tab, or a stranger: within the wait nothing is sent, but it takes a send's time.
    const other = conversation(world, ann).start();
    await begun.promise;

    isHeld = false;
    world.advance(100);
    const again = await (kind === 'resend' ? me.resend(first) : me.start());
    held.resolve();
    await other;

    expect(parametersOf(again).reason).toBe('sent');
    expect(world.sent).toHaveLength(2);
  },
);
