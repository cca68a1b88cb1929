import type { Medium } from '../../channels/channel.ts';
import type { Reason } from './request-code.ts';

/** What a deployment says of itself to everybody: nothing here is derived from a user's attributes. */
export type Disclosure = {
  /** The media that the deployment offers, in its order. */
  readonly offered: readonly [Medium, ...Medium[]];
  /** True where routing may differ from user to user and the deployment chose to say which channel was used. */
  readonly namesChannel: boolean;
};

export type ChallengeView = {
  readonly reason: Reason;
  readonly medium: Medium;
  readonly codeLength: number;
  /** ms since the epoch; ignored for `limited`. */
  readonly expiresAt: number;
  /** ms since the epoch. */
  readonly resendAt: number;
  readonly attemptsLeft: number;
};

/**
 * The public challenge parameters (design contract): the same keys and shapes for every caller, all strings,
 * seconds rounded so that a client never waits too little nor trusts a code too long.
 */
export const publicParameters = (view: ChallengeView, disclosure: Disclosure, now: number): Record<string, string> => {
  const isLimited = view.reason === 'limited';
  return {
    step: isLimited ? 'limited' : 'code',
    reason: view.reason,
    channel: disclosure.namesChannel || disclosure.offered.length === 1 ? view.medium : 'auto',
    channels: disclosure.offered.join(','),
    codeLength: String(view.codeLength),
    expiresIn: String(isLimited ? 0 : Math.max(0, Math.floor((view.expiresAt - now) / 1_000))),
    resendIn: String(Math.max(0, Math.ceil((view.resendAt - now) / 1_000))),
    attemptsLeft: String(isLimited ? 0 : view.attemptsLeft),
  };
};
