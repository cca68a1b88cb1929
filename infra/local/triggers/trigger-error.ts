/**
 * Why an invocation gave no answer.
 * `handler-error`: the handler threw. `timeout`: no answer within the limit, on every attempt.
 * `invalid-json`: the answer is no JSON. `crash`: the sandbox ended. `start-failed`: a replacement sandbox could
 * not import the module. `closed`: the runner was closed.
 */
export const triggerErrorCodes = [
  'handler-error',
  'timeout',
  'invalid-json',
  'crash',
  'start-failed',
  'closed',
] as const;

export type TriggerErrorCode = (typeof triggerErrorCodes)[number];

/** An invocation that failed. For `handler-error` the message is the handler's own, unchanged. */
export class TriggerError extends Error {
  override readonly name = 'TriggerError';
  readonly code: TriggerErrorCode;

  constructor(code: TriggerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
