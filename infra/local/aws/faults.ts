import type { IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** The services whose calls can be made to fail, with the operations of each that Doorcode uses. */
export const faultOperations = {
  ses: ['SendEmail', 'GetAccount', 'GetEmailIdentity', 'GetConfigurationSet'],
  sns: [
    'Publish',
    'CreatePlatformEndpoint',
    'SetEndpointAttributes',
    'GetEndpointAttributes',
    'GetSMSSandboxAccountStatus',
    'GetSMSAttributes',
  ],
  pinpoint: ['SendMessages', 'GetApp'],
  kms: ['GenerateMac', 'DescribeKey'],
  dynamodb: [
    'BatchGetItem',
    'BatchWriteItem',
    'CreateTable',
    'DeleteItem',
    'DeleteTable',
    'DescribeTable',
    'GetItem',
    'ListTables',
    'PutItem',
    'Query',
    'Scan',
    'UpdateItem',
  ],
} as const;

export type FaultService = keyof typeof faultOperations;

/** What is to go wrong with the next calls of a service. */
export type Fault = {
  readonly service: FaultService;
  /** The one operation it hits. @default every operation of the service */
  readonly operation?: string;
  /** How many calls it hits; -1 for all until the faults are cleared. */
  readonly times: number;
  /**
   * The error's type, as in `ThrottlingException`. The call is answered with it and not processed. Pinpoint's delivery
   * statuses, as in `PERMANENT_FAILURE`, are answered per address inside HTTP 200, and the states of
   * `answer-states.ts`, as in `SANDBOX`, in the answer of the operation that the fault names.
   */
  readonly error?: string;
  /** The HTTP status of the error answer, 400 to 599, or the code beside a delivery status. The call is not processed. */
  readonly status?: number;
  /** Milliseconds to wait before the call is processed or fails. A hang is a large delay. */
  readonly delayMs?: number;
  /** The call is processed, then its connection is closed without an answer. */
  readonly drop?: boolean;
};

/** Where faults are set: the capture server's own store, or the DynamoDB worker's. Both resolve once they hold. */
export type FaultTarget = {
  setFault(fault: Fault): Promise<void>;
  clearFaults(): Promise<void>;
};

export type FaultStore = {
  add(fault: Fault): void;
  clear(): void;
  /** The oldest fault that is meant for this call; one of its `times` is spent by asking. */
  take(service: FaultService, operation: string | null): Fault | undefined;
};

/** Holds faults in the order they were set. */
export const createFaultStore = (): FaultStore => {
  let waiting: { readonly fault: Fault; left: number }[] = [];
  return {
    add: (fault) => waiting.push({ fault, left: fault.times }),
    clear: () => {
      waiting = [];
    },
    take(service, operation) {
      const found = waiting.find(
        ({ fault }) => fault.service === service && (fault.operation === undefined || fault.operation === operation),
      );
      if (found === undefined) return undefined;
      if (found.left > 0) found.left -= 1;
      if (found.left === 0) waiting = waiting.filter((entry) => entry !== found);
      return found.fault;
    },
  };
};

/** What is left to do with a call once its fault's delay is over. */
export type FaultOutcome = 'gone' | 'fail' | 'process';

/**
 * Waits out the fault's delay and says how the call goes on: `fail` it, `process` it, or nothing at all because the
 * caller hung up while it waited (`gone`): a call nobody waits for is not processed.
 */
export const sufferFault = async (fault: Fault, incoming: IncomingMessage): Promise<FaultOutcome> => {
  if (fault.delayMs !== undefined && !(await outlives(incoming, fault.delayMs))) return 'gone';
  return fault.error === undefined && fault.status === undefined ? 'process' : 'fail';
};

const outlives = async (incoming: IncomingMessage, delayMs: number): Promise<boolean> => {
  if (incoming.socket.destroyed) return false;
  const hangUp = new AbortController();
  const onClose = () => hangUp.abort();
  incoming.socket.once('close', onClose);
  try {
    await wait(delayMs, undefined, { signal: hangUp.signal });
    return true;
  } catch {
    return false;
  } finally {
    incoming.socket.off('close', onClose);
  }
};
