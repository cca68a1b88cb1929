import type { ChannelErrorCode, Medium } from '../../channels/channel.ts';
import type { HmacKey } from './hmac-key.ts';
import type { SignInRecord } from './record.ts';
import type { LimitReason } from './send-budget.ts';
import type { BudgetDraw, SmsBudgetKind } from './sms-budget.ts';

/** What ends every wait of one invocation. */
export type Deadline = {
  readonly signal: AbortSignal;
  /** ms until the invocation must have answered; 0 when it is over. */
  remainingMs(): number;
};

/** A record as it was read, with what a write must find unchanged. Version 0: nothing is stored. */
export type StoredRecord = { readonly record: SignInRecord; readonly version: number };

/** Where records live. Reads are consistent, writes are single-item and conditional. */
export type RecordStore = {
  /**
   * Reads all keys in one request; the answers stand in the keys' order.
   * @throws {SignInError} TRY_LATER when the store cannot be reached, INTERNAL for a record of an unknown schema.
   */
  read(keys: readonly string[], deadline: Deadline): Promise<readonly StoredRecord[]>;
  /**
   * Reads records and notes in one request.
   * @throws {SignInError} as `read`
   */
  readWithNotes(
    keys: readonly string[],
    notes: readonly string[],
    deadline: Deadline,
  ): Promise<{ readonly records: readonly StoredRecord[]; readonly notes: readonly Note[] }>;
  /** Writes a note if its version is still `version`. False: somebody else was first. @throws {SignInError} TRY_LATER */
  writeNote(
    key: string,
    note: { readonly text: string; readonly version: number },
    deadline: Deadline,
  ): Promise<boolean>;
  /**
   * Writes the record if its version is still `version`. False: somebody else was first.
   * @throws {SignInError} TRY_LATER
   */
  write(key: string, stored: StoredRecord, deadline: Deadline): Promise<boolean>;
};

/** A small document beside the records: a user's devices, the providers' health. Null text: there is none. */
export type Note = { readonly text: string | null; readonly version: number };

/** Budgets that many people share: counted by conditional writes, never read before. */
export type Counters = {
  /** Takes one, unless the hour's or the day's budget is spent. @throws {SignInError} TRY_LATER */
  take(draw: BudgetDraw, deadline: Deadline): Promise<boolean>;
  /** Gives one back that was taken for nothing. A failure over-counts and is not told. */
  giveBack(draw: BudgetDraw, deadline: Deadline): Promise<void>;
};

/** A code key with the tag by which a challenge remembers it. */
export type CodeKey = { readonly tag: string; readonly key: HmacKey };

export type KeySet = {
  readonly code: CodeKey;
  /** Accepted for challenges that were issued under it. */
  readonly previousCode: CodeKey | null;
  readonly index: HmacKey;
};

/** @throws {SignInError} TRY_LATER when the keys cannot be had; the next call tries again. */
export type Keys = {
  get(): Promise<KeySet>;
  /** The index key alone: whoever asks for no more needs no right to derive codes. */
  index(): Promise<HmacKey>;
};

/** What became of a mail after its provider took it. */
export type DeliveryOutcome = 'delivered' | 'delivery-delayed' | 'bounced' | 'complained' | 'rejected';

/** What happened, once for every thing that happens: the source of audit rows and metrics alike. */
export type Outcome = {
  readonly outcome:
    | 'sent'
    | 'send-failed'
    | 'reused'
    | 'duplicate'
    | 'limited'
    | 'nowhere'
    | 'withheld'
    | 'unknown-user'
    | 'wrong-answer'
    | 'unevaluated-answer'
    | 'right-answer'
    | 'succeeded'
    | 'address-changed'
    | 'signed-up'
    | 'sign-up-refused'
    | DeliveryOutcome;
  /** Key of the user or, for unknown ones, of the name that was typed. */
  readonly subject: string;
  /** ms since the epoch. */
  readonly at: number;
  /** Key of the destination. */
  readonly destination?: string;
  readonly medium?: Medium;
  readonly provider?: string;
  readonly messageId?: string;
  /** SMS only: ISO 3166-1 alpha-2. */
  readonly country?: string;
  /** SMS only: whose budgets it drew on. */
  readonly budget?: SmsBudgetKind;
  /** The provider that failed before this one was tried. */
  readonly insteadOf?: string;
  readonly reason?: LimitReason | ChannelErrorCode | (string & {});
  readonly challengeId?: string;
  readonly generation?: number;
  /** Provider latency for sends, time from send to answer for right answers, to the mail server for deliveries. */
  readonly durationMs?: number;
  readonly consecutiveFailures?: number;
};

/** What an operator did to somebody's record or address: an audit row, and no metric. */
export type OperatorAct = Omit<Outcome, 'outcome'> & { readonly outcome: 'limits-cleared' | 'mail-allowed' };

/** Append-only. @throws when the row cannot be written; callers log that and go on. */
export type Audit = { append(outcome: Outcome, deadline: Deadline): Promise<void> };

/** Marks what a user has proven. */
export type UserDirectory = {
  markVerified(
    user: { readonly userPoolId: string; readonly userName: string },
    attributes: readonly ('email_verified' | 'phone_number_verified')[],
    deadline: Deadline,
  ): Promise<void>;
};
