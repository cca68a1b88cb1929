import { GetSMSAttributesCommand } from '@aws-sdk/client-sns';
import { type Check, error, type Finding, ok, warning } from '../finding.ts';

/** What an account has before it asks for more, USD a month: about twenty messages. */
const DEFAULT_LIMIT = 1;

/** The month's spend limit is more than what a new account has, and messages go out as transactional ones. */
export const snsSpend: Check = {
  name: 'SNS spend limit',
  async run({ deployment }) {
    if (deployment.config.sms?.provider !== 'sns') return [];
    const client = await deployment.clients.sns();
    const { attributes = {} } = await client.send(
      new GetSMSAttributesCommand({ attributes: ['MonthlySpendLimit', 'DefaultSMSType'] }),
    );
    const limit = Number(attributes.MonthlySpendLimit ?? DEFAULT_LIMIT);
    const findings: Finding[] = [];
    if (limit <= DEFAULT_LIMIT) {
      const cure = 'ask for more: Service Quotas, End User Messaging SMS; then set it in the SNS console';
      const text = `the SMS spend limit is ${limit} USD a month: after some twenty messages SNS takes them and delivers none`;
      findings.push(error(text, cure));
    }
    if (attributes.DefaultSMSType === 'Promotional') {
      const cure = 'set DefaultSMSType to Transactional; codes are sent as such anyway, other senders are not';
      findings.push(warning("the account's default text message is promotional", cure));
    }
    return findings.length > 0 ? findings : [ok(`the SMS spend limit is ${limit} USD a month`)];
  },
};
