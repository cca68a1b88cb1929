import { canonicalEmail } from './address.ts';
import type { HmacKey } from './hmac-key.ts';
import { destinationKey, destinationRecordKey } from './keys.ts';
import type { Audit, Deadline, DeliveryOutcome, Outcome } from './ports.ts';

/** What became of one mail, as its provider tells it. */
export type DeliveryEvent = {
  readonly outcome: DeliveryOutcome;
  /** The addresses that it is about. */
  readonly recipients: readonly string[];
  /** ms since the epoch. */
  readonly at: number;
  /** True where the address is not to be written to again: it bounced for good, or its owner complained. */
  readonly isFinal: boolean;
  readonly messageId?: string;
  readonly challengeId?: string;
  readonly reason?: string;
  /** From the mail's acceptance by the provider to this. */
  readonly durationMs?: number;
};

export type DeliveryDependencies = {
  /** Names destinations. */
  readonly indexKey: () => Promise<HmacKey>;
  /** Keeps messages from the destination with this budget. @param until ms since the epoch */
  readonly suppress: (budgetKey: string, until: number, deadline: Deadline) => Promise<void>;
  readonly audit: Audit;
  readonly report: (outcome: Outcome) => void;
  readonly suppressionSeconds: number;
};

/**
 * Writes down what became of a mail, by the address's key, and stops sends to an address that is of no use.
 * @throws where a row or the stop cannot be written: the event is then delivered again
 */
export const takeDeliveryEvent = async (
  deps: DeliveryDependencies,
  event: DeliveryEvent,
  deadline: Deadline,
): Promise<void> => {
  const index = await deps.indexKey();
  const { outcome, at, recipients, isFinal, messageId, challengeId, reason, durationMs } = event;
  const addresses = recipients.flatMap((text) => canonicalEmail(text) ?? []);
  await Promise.all(
    addresses.map(async ({ canonical }) => {
      const budget = destinationRecordKey(index, 'email', canonical);
      const row: Outcome = {
        outcome,
        subject: budget,
        at,
        medium: 'email',
        provider: 'ses',
        destination: destinationKey(index, 'email', canonical),
        ...(messageId !== undefined && { messageId }),
        ...(challengeId !== undefined && { challengeId }),
        ...(reason !== undefined && { reason }),
        ...(durationMs !== undefined && { durationMs }),
      };
      if (isFinal) await deps.suppress(budget, at + deps.suppressionSeconds * 1_000, deadline);
      await deps.audit.append(row, deadline);
      deps.report(row);
    }),
  );
};
