import type { Medium } from '../../channels/channel.ts';
import { withinMemory } from './windows.ts';

/** Which channel a caller asked for: visible limits count by this, never by where the message really went. */
export type Asked = Medium | 'auto';

/** One message that was paid for, whether it arrived or not. */
export type Send = {
  /** ms since the epoch. */
  readonly at: number;
  /** Null for one more message of the same claim, after one failed or died: callers never see that it was sent. */
  readonly asked: Asked | null;
  readonly medium: Medium;
  /** The first characters of the destination's key: enough to tell a user's destinations apart. */
  readonly destination: string;
};

/**
 * `sending` is a claim: whoever wrote it is at the provider now, or died there. What `failed` may change is whether a
 * message goes out, never an answer or the requests behind it: those would tell who has an account.
 */
export type ChallengeState = 'sending' | 'sent' | 'failed' | 'consumed';

/** The live code of one client and asked channel. The code itself is derived, never stored (`code.ts`). */
export type Challenge = {
  /** 128 bits from the CSPRNG, base64url. */
  readonly id: string;
  /** Tag of the app client (`clientTag`). */
  readonly client: string;
  readonly asked: Asked;
  /** Where its last message went. */
  readonly medium: Medium;
  /** Keys of the destinations that were tried. None: a decoy, a challenge that no answer can meet. */
  readonly destinations: readonly string[];
  readonly digits: number;
  /** Tag of the code key that it was issued under. */
  readonly codeKey: string;
  readonly generation: number;
  /** ms since the epoch: when the newest generation ends. */
  readonly expiresAt: number;
  /** When the generation before it ends, 0 where there is none. */
  readonly previousExpiresAt: number;
  /** Reserved answers, shared by all generations. */
  readonly attempts: number;
  /** Messages sent for it so far: the next cooldown follows from it. */
  readonly sends: number;
  readonly state: ChallengeState;
  /** When the last message was claimed: cooldown counts from here. */
  readonly sentAt: number;
  /** When `state` was last written as `sending`: other than `sentAt` once the message was asked for again. */
  readonly claimedAt: number;
};

/** What the last consumed challenge proved. */
export type Proof = { readonly medium: Medium; readonly destination: string; readonly at: number };

/** All that limits one user, or one destination (which has sends only). */
export type SignInRecord = {
  readonly sends: readonly Send[];
  /** Times of wrong or undecided answers, ms since the epoch. */
  readonly failures: readonly number[];
  readonly consecutiveFailures: number;
  readonly challenges: readonly Challenge[];
  readonly proof: Proof | null;
  /**
   * Keys of the addresses that this user signed in with or added, newest first. Whoever has proven one gets no code at an
   * address that nobody has proven, or a stolen token could name its thief's.
   */
  readonly proven: readonly string[];
};

export const emptyRecord: SignInRecord = {
  sends: [],
  failures: [],
  consecutiveFailures: 0,
  challenges: [],
  proof: null,
  proven: [],
};

/** At most this many proven addresses are remembered: one of each kind, and the one before the last change. */
export const MAX_PROVEN = 3;
/** At most this many messages a day are remembered, and so sent, for one user, whatever the channels. */
export const MAX_SENDS = 54;
/** Kinds of requests that limits count apart where there are several channels: `auto` and each medium. */
export const MAX_ASKED = 4;
/** At most this many destinations are tried for one challenge. */
export const MAX_DESTINATIONS = 3;
/** At most this many challenges live beside each other; the one that ends first makes room. */
export const MAX_CHALLENGES = 5;
/** A proof is of use to the PostAuthentication trigger of the same request only. */
export const PROOF_MS = 60_000;
/** Length of `Send.destination`. */
export const SEND_TAG_LENGTH = 4;

/** The record without anything that time has made meaningless. Every decision begins with it. */
export const prune = (record: SignInRecord, now: number): SignInRecord => ({
  ...record,
  sends: withinMemory(record.sends, (send) => send.at, now),
  failures: withinMemory(record.failures, (at) => at, now),
  challenges: record.challenges.filter((challenge) => challenge.expiresAt > now),
  proof: record.proof !== null && record.proof.at + PROOF_MS > now ? record.proof : null,
});

/** The record with `challenge` in the place of its client and asked channel. */
export const putChallenge = (record: SignInRecord, challenge: Challenge): SignInRecord => {
  const others = record.challenges.filter(
    (other) => other.client !== challenge.client || other.asked !== challenge.asked,
  );
  const kept = [...others].sort((a, b) => b.expiresAt - a.expiresAt).slice(0, MAX_CHALLENGES - 1);
  return { ...record, challenges: [...kept, challenge] };
};

/** The challenge of a client and asked channel, live or not. */
export const challengeOf = (record: SignInRecord, client: string, asked: Asked): Challenge | undefined =>
  record.challenges.find((challenge) => challenge.client === client && challenge.asked === asked);

/**
 * When a record may be forgotten, ms since the epoch: nothing in it can matter after that. Null: never, since what was
 * proven stays true.
 */
export const forgetAt = (record: SignInRecord, now: number): number | null =>
  record.proven.length > 0 ? null : now + 25 * 60 * 60 * 1_000;
