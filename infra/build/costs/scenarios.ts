import type { CapturedMessage } from '../../local/inbox.ts';
import type { Scenario } from './measure.ts';

type Medium = CapturedMessage['medium'];

/** Somebody who has signed in before does so again: two calls of Cognito. */
const again =
  (name: string, medium: Medium): Scenario =>
  async (visitor) => {
    await visitor.answer(await visitor.start(name), medium);
    visitor.count();
    await visitor.answer(await visitor.start(name), medium);
    return { cognitoCalls: 2, ...(medium === 'sms' && { text: visitor.message('sms') }) };
  };

/** What people do where email is the one channel. */
export const emailScenarios = {
  email: again('ann@example.com', 'email'),
  first: async (visitor) => {
    const name = 'new@example.com';
    await visitor.signUp(name);
    await visitor.answer(await visitor.start(name), 'email');
    return { cognitoCalls: 3 };
  },
  wrong: async (visitor) => {
    const round = await visitor.start('bas@example.com');
    visitor.count();
    await visitor.answer(round, 'email', false);
    return { cognitoCalls: 1 };
  },
  unknown: async (visitor) => {
    await visitor.start('nobody@example.com');
    return { cognitoCalls: 1 };
  },
} as const satisfies Record<string, Scenario>;

/** What people do where there are three channels. */
export const channelScenarios = {
  email: again('ann@example.com', 'email'),
  sms: again('sam@example.com', 'sms'),
  push: again('pia@example.com', 'push'),
} as const satisfies Record<string, Scenario>;
