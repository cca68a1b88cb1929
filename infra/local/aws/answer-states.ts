import type { Fault, FaultService } from './faults.ts';

/**
 * Faults that are no errors: states of an account, an identity or a key that a successful answer shows. Named in a
 * fault's `error`, beside its `operation`.
 */
const answerStates: Partial<Record<FaultService, Readonly<Record<string, readonly string[]>>>> = {
  ses: {
    GetAccount: ['SANDBOX', 'PAUSED', 'PROBATION', 'QUOTA_SPENT'],
    GetEmailIdentity: ['PENDING'],
    GetConfigurationSet: ['TLS_OPTIONAL', 'PAUSED', 'TRACKING'],
  },
  sns: {
    GetSMSSandboxAccountStatus: ['SANDBOX'],
    GetSMSAttributes: ['SPEND_LIMIT', 'PROMOTIONAL'],
  },
  kms: { DescribeKey: ['DISABLED', 'PENDING_DELETION', 'WRONG_SPEC'] },
};

/** True for a fault that the operation itself words, in a successful answer. */
export const isAnswerState = ({ service, operation, error }: Fault): boolean =>
  error !== undefined && (answerStates[service]?.[operation ?? '']?.includes(error) ?? false);
