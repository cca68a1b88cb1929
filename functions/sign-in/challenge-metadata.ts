import type { Asked } from './record.ts';

/**
 * What one round tells the next through Cognito's `challengeMetadata`: opaque, versioned, never a code or an
 * address. Cognito keeps it in its encrypted Session and shows it to Define and Create.
 */
export type ChallengeMetadata = {
  /** Null after a round that had no challenge (`step=limited`). */
  readonly challengeId: string | null;
  /** The channel that the round's code was asked from: what follows an answer stays with it. */
  readonly asked: Asked;
  readonly generation: number;
  /** Evaluated wrong answers of this Cognito session. */
  readonly wrong: number;
  /** The challenge's attempt counter when this round began: a later higher one means the answer was evaluated. */
  readonly attempts: number;
};

const FORMAT = /^v1\.(-|[A-Za-z0-9_-]{22})\.(auto|email|sms|push)\.(\d{1,6})\.(\d{1,2})\.(\d{1,3})$/;

export const encodeMetadata = ({ challengeId, asked, generation, wrong, attempts }: ChallengeMetadata): string =>
  `v1.${challengeId ?? '-'}.${asked}.${generation}.${wrong}.${attempts}`;

/** Undefined for everything that this code did not write. */
export const decodeMetadata = (text: unknown): ChallengeMetadata | undefined => {
  const match = typeof text === 'string' ? FORMAT.exec(text) : null;
  if (match === null) return undefined;
  const [, id = '-', asked, generation, wrong, attempts] = match;
  return {
    challengeId: id === '-' ? null : id,
    asked: asked as Asked,
    generation: Number(generation),
    wrong: Number(wrong),
    attempts: Number(attempts),
  };
};
