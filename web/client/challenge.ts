/** A way in which a code reaches a person. */
export type Medium = 'email' | 'sms' | 'push';

const media: readonly string[] = ['email', 'sms', 'push'] satisfies Medium[];
const reasons = ['sent', 'reused', 'wrong', 'expired', 'spent', 'limited'] as const;

/** Why the user is asked (again). */
export type Reason = (typeof reasons)[number];

/** What the user pool asks next, as its public challenge parameters say it. */
export type Challenge = {
  readonly kind: 'challenge';
  /** The name that was given to `start`; a phone number without what stood between its digits. */
  readonly name: string;
  /** `limited`: no code can be sent or tried now; `resendIn` says when to ask again. */
  readonly step: 'code' | 'limited';
  readonly reason: Reason;
  /** The deployment's one channel, or `auto` where each user's settings choose. */
  readonly channel: Medium | 'auto';
  /** The channels that the deployment offers. */
  readonly channels: readonly Medium[];
  /** Digits of a code. */
  readonly codeLength: number;
  /** Seconds for which the code is valid, counted from `receivedAt`. */
  readonly expiresIn: number;
  /** Seconds until another code may be asked for, counted from `receivedAt`. */
  readonly resendIn: number;
  /** Answers that may still be wrong. */
  readonly attemptsLeft: number;
  /** When this was received, in milliseconds since 1970. */
  readonly receivedAt: number;
} & Asked;

/** Which channels were asked for in this sign-in. */
export type Asked = {
  /** The last channel asked for by its name; null while the account's settings choose. */
  readonly via: Medium | null;
  /** When each may be asked for again, in milliseconds since 1970; `usual` where none was named. One that is not there has no wait. */
  readonly waits: Readonly<Partial<Record<Medium | 'usual', number>>>;
};

/** True for the name of a channel. */
export const isMedium = (value: unknown): value is Medium => media.includes(value as string);

const count = (value: string | undefined, fallback: number): number =>
  /^\d{1,6}$/.test(value ?? '') ? Number(value) : fallback;

/**
 * Reads public challenge parameters. What is missing or unknown (a newer server, other triggers) falls back to a plain
 * code of `usualLength` digits, so that the user can still answer. To what was asked for before, its own wait is added.
 */
export const readChallenge = (
  name: string,
  parameters: Readonly<Record<string, string | undefined>>,
  receivedAt: number,
  usualLength = 6,
  asked?: Asked,
): Challenge => {
  const resendIn = count(parameters.resendIn, 0);
  const via = asked?.via ?? null;
  const step = parameters.step === 'limited' ? 'limited' : 'code';
  const channels = (parameters.channels ?? '').split(',').filter(isMedium);
  return {
    kind: 'challenge',
    name,
    step,
    reason: reasons.find((reason) => reason === parameters.reason) ?? (step === 'limited' ? 'limited' : 'sent'),
    channel: isMedium(parameters.channel) ? parameters.channel : 'auto',
    channels,
    codeLength: count(parameters.codeLength, usualLength),
    expiresIn: count(parameters.expiresIn, 0),
    resendIn,
    attemptsLeft: count(parameters.attemptsLeft, 1),
    receivedAt,
    via,
    waits: { ...asked?.waits, [via ?? 'usual']: receivedAt + resendIn * 1000 },
  };
};
