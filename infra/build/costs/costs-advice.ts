import { gigabyteSeconds, standingBill, totalOf } from './bill.ts';
import type { CostFacts } from './cost-facts.ts';
import { dollars } from './markdown.ts';
import { type Prices, usdOf } from './prices.ts';

/** What would make it cheaper, and what that takes away. */
export const loweringSection = ({ deployments, email, channels }: CostFacts, prices: Prices): readonly string[] => {
  const firewall = deployments.everything.standing.filter(({ price }) => price.startsWith('waf.'));
  const compute =
    gigabyteSeconds(email.email, deployments.email.memoryMb) * 1_000 * usdOf(prices, 'lambda.gigabyteSecond');
  const alarmMetrics =
    deployments.channels.standing.find(({ price }) => price === 'cloudwatch.alarmMetric')?.count ?? 0;
  const watching = usdOf(prices, 'cloudwatch.dashboard') + alarmMetrics * usdOf(prices, 'cloudwatch.alarmMetric');
  return [
    '## How to lower it',
    '',
    '- **Fewer active users, not fewer sign-ins.** Cognito charges by user and month. Stay on Lite; do not look users up one by',
    '  one with `AdminGetUser`, which makes them active.',
    '- **Push before SMS**: `routing.rules` for people with a device. And `sms.countries` as short as it can be.',
    `- **The firewall** is ${dollars(totalOf(standingBill(firewall, prices)))} a month. It is off unless you turn it on; without it nothing limits by address.`,
    `- **Mails.** A new account is on Amazon SES’s plan Essentials, ${dollars(usdOf(prices, 'ses.mail') * 1_000)} for a thousand. Without a plan they are ${dollars(usdOf(prices, 'ses.mailPerUse') * 1_000)}:`,
    '  `aws sesv2 put-account-pricing-attributes --plan NONE`. Nothing here uses what the plan adds.',
    `- **Memory.** A thousand sign-ins by email take ${dollars(compute)} of Lambda’s time at ${deployments.email.memoryMb} MB. \`memorySize: 256\` is at best half of that,`,
    '  and a cold start takes longer. Measure before you change it: what a run takes is the least certain number here.',
    '- **Logs and audit trail**: `logRetentionDays` and `policy.auditRetentionDays` shorten what is kept. At these sizes it is',
    '  a matter of rules and not of money.',
    '- **A second deployment for tests** need not stand: `removalPolicy: "destroy"` and `deletionProtection: false` let',
    '  `npm run destroy` take keys and tables with it.',
    `- **Dashboard and alarms** (${dollars(watching)} a month) have no switch: a login that nobody watches is not cheaper. In an account with`,
    '  nothing else on CloudWatch most of them fall under its free allowance.',
    `- **Channels that you do not use** cost nothing by themselves, but three instead of one are read for: ${channels.email.readUnits} read units a`,
    `  sign-in by email instead of ${email.email.readUnits}.`,
    '',
  ];
};

/** What only an account can tell. */
export const unprovenSection = (): readonly string[] => [
  '## What only a real account can prove',
  '',
  '- How long runs take, how often containers start, and so the GB-seconds.',
  '- That DynamoDB, CloudWatch Logs and CloudWatch count as their documentation says; the local engine counts units by',
  '  DynamoDB’s rules, and the index by ours.',
  '- How many metrics CloudWatch counts for the dashboard’s searches, and whether it then is one of the free ones.',
  '- How often DynamoDB asks KMS for the table key.',
  '- What share of codes are sent again, and of sign-ins given up: each resend is a message more.',
  '- What carriers charge, and your account’s own prices. AWS Cost Explorer, by the tag or the stack, after a week.',
  '',
];
