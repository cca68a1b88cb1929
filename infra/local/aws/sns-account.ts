import type { AwsReply } from './errors.ts';
import { type QueryForm, queryReply } from './query.ts';

/**
 * What SNS says of an account's text messages. Here all is in order, unless a fault names another state.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_GetSMSSandboxAccountStatus.html and its neighbours
 */
export const snsAccount: Readonly<
  Record<string, (form: QueryForm, requestId: string, state: string | undefined) => AwsReply>
> = {
  GetSMSSandboxAccountStatus: (_form, requestId, state) =>
    queryReply('GetSMSSandboxAccountStatus', `<IsInSandbox>${state === 'SANDBOX'}</IsInSandbox>`, requestId),

  GetSMSAttributes(form, requestId, state) {
    const attributes = {
      DefaultSMSType: state === 'PROMOTIONAL' ? 'Promotional' : 'Transactional',
      MonthlySpendLimit: state === 'SPEND_LIMIT' ? '1' : '500',
    };
    const asked = form.members('attributes');
    const entries = Object.entries(attributes)
      .filter(([name]) => asked.length === 0 || asked.includes(name))
      .map(([name, value]) => `<entry><key>${name}</key><value>${value}</value></entry>`);
    return queryReply('GetSMSAttributes', `<attributes>${entries.join('')}</attributes>`, requestId);
  },
};
