import { GetAccountCommand } from '@aws-sdk/client-sesv2';
import { type Check, error, type Finding, ok, warning } from '../finding.ts';

const NEARLY_SPENT = 0.8;

/** SES may send to anybody: out of the sandbox, not paused, in good standing, with quota left; and at the least price. */
export const sesAccount: Check = {
  name: 'SES account',
  async run({ deployment }) {
    if (!deployment.config.routing.order.includes('email')) return [];
    const account = await (await deployment.clients.ses()).send(new GetAccountCommand({}));
    const { Max24HourSend: max = 0, SentLast24Hours: sent = 0 } = account.SendQuota ?? {};
    const findings: Finding[] = [];
    if (account.ProductionAccessEnabled !== true) {
      findings.push(
        error(
          `SES is in the sandbox: it sends only to verified addresses, ${max} mails a day`,
          'ask for production access: SES console, Account dashboard, Request production access (docs/deploy.md)',
        ),
      );
    }
    if (account.SendingEnabled !== true) {
      findings.push(
        error(
          'SES sending is paused for this account',
          'resume it: aws sesv2 put-account-sending-attributes --sending-enabled',
        ),
      );
    }
    if (account.EnforcementStatus !== undefined && account.EnforcementStatus !== 'HEALTHY') {
      findings.push(
        warning(
          `SES looks at this account: enforcement status ${account.EnforcementStatus}`,
          'read the notice in the SES console and answer it; bounces and complaints are on the dashboard',
        ),
      );
    }
    const { CurrentPlan: plan, NextPlan: nextPlan } = account.PricingAttributes ?? {};
    if (plan !== undefined && plan !== 'NONE' && nextPlan !== 'NONE') {
      findings.push(
        warning(
          `SES bills this account by the plan ${plan}: mails cost more than without one, and nothing here uses what it adds`,
          'where nothing else in the account does: aws sesv2 put-account-pricing-attributes --plan NONE (docs/costs.md)',
        ),
      );
    }
    if (max > 0 && sent > max * NEARLY_SPENT) {
      findings.push(
        warning(
          `${sent} of the ${max} mails that SES allows in 24 hours are sent`,
          'ask for a higher sending quota: SES console, Account dashboard, Request a limit increase',
        ),
      );
    }
    return findings.length > 0 ? findings : [ok(`SES sends to anybody, ${max} mails a day, ${sent} of them used`)];
  },
};
