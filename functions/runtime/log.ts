import type { Logger } from '@aws-lambda-powertools/logger';
import type { Outcome } from '../sign-in/ports.ts';

/** The only fields that a log line of ours may carry. None of them can hold an address, a code or a token. */
export type LogFields = {
  readonly trigger?: string | undefined;
  readonly outcome?: string | undefined;
  readonly subject?: string | undefined;
  readonly channel?: string | undefined;
  readonly provider?: string | undefined;
  readonly insteadOf?: string | undefined;
  readonly country?: string | undefined;
  readonly reason?: string | undefined;
  readonly challengeId?: string | undefined;
  readonly generation?: number | undefined;
  readonly durationMs?: number | undefined;
  readonly code?: string | undefined;
  readonly cause?: readonly CauseFields[] | undefined;
};

export type CauseFields = {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly status?: number;
};

export type Log = Record<'info' | 'warn' | 'error', (message: string, fields?: LogFields) => void>;

/** Narrows a Powertools logger to our fields, so that nothing else can be logged by mistake. */
export const createLog = (logger: Logger): Log => ({
  info: (message, fields = {}) => logger.info(message, { ...fields }),
  warn: (message, fields = {}) => logger.warn(message, { ...fields }),
  error: (message, fields = {}) => logger.error(message, { ...fields }),
});

/** What is not known stays undefined, and out of the line. */
export const outcomeFields = (outcome: Outcome): LogFields => {
  const { medium, durationMs, insteadOf, country, provider, reason, challengeId, generation, subject } = outcome;
  return {
    outcome: outcome.outcome,
    subject,
    channel: medium,
    provider,
    insteadOf,
    country,
    reason,
    challengeId,
    generation,
    durationMs: durationMs && Math.round(durationMs),
  };
};

const MAX_CAUSES = 4;
type ThrownFields = Error & { readonly code?: string; readonly $metadata?: object };
const MAX_MESSAGE_LENGTH = 300;

/** An error and what caused it, outermost first, with everything that could be an address or a code taken out. */
export const causeFields = (cause: unknown): readonly CauseFields[] => {
  const chain: CauseFields[] = [];
  let current = cause;
  while (current instanceof Error && chain.length < MAX_CAUSES) {
    const { name, message, code, $metadata } = current as { [Field in keyof ThrownFields]: unknown };
    const status = ($metadata as { httpStatusCode?: unknown } | null | undefined)?.httpStatusCode;
    chain.push({
      // Anybody may have thrown this: nothing in it need be a text, and every text may quote an address.
      name: redact(String(name)),
      message: redact(String(message)),
      ...(typeof code === 'string' && { code: redact(code) }),
      ...(typeof status === 'number' && { status }),
    });
    current = current.cause;
  }
  return chain.length > 0 || cause === undefined ? chain : [{ name: typeof cause, message: 'thrown without an Error' }];
};

/** Providers quote addresses and numbers in their error texts: takes those out, keeps the words. */
export const redact = (text: string): string =>
  text
    .slice(0, 4 * MAX_MESSAGE_LENGTH)
    .replace(/[^\s<>(),;:]{1,128}@[^\s"'<>(),;:]{1,255}|@[^\s"'<>(),;:/]{1,255}\.[^\s"'<>(),;:/]{1,255}/gu, '[address]')
    .replace(/\+?\p{Nd}(?:[\s.-]?\p{Nd}){5,}/gu, '[number]')
    .slice(0, MAX_MESSAGE_LENGTH);
