import { assume, freeAllowances } from './assumptions.ts';
import type { Usage } from './measure.ts';
import { type PriceName, type Prices, usdOf } from './prices.ts';
import type { Standing } from './standing.ts';

/** One line of a bill. */
export type BillLine = { readonly what: string; readonly quantity: number; readonly usd: number };

const KMS_REQUESTS = 'requests to KMS, at most';

/** False for the line that all but vanishes where containers and connections are kept. */
export const isSteady = ({ what }: BillLine): boolean => what !== KMS_REQUESTS;

const THOUSAND = 1_000;
const GIGABYTE = 1_000_000_000;

/** Requests that send a message, by IAM's names, and what one costs. Text messages are priced by country, beside. */
const messages: readonly (readonly [action: string, what: string, price: PriceName])[] = [
  ['ses:SendEmail', 'mails', 'ses.mail'],
  ['mobiletargeting:SendMessages', 'notifications', 'pinpoint.push'],
  ['sns:Publish push', 'notifications', 'sns.push'],
];

const sum = (counts: Readonly<Record<string, number>>, which: (name: string) => boolean): number =>
  Object.entries(counts).reduce((total, [name, count]) => (which(name) ? total + count : total), 0);

/** Billed GB-seconds of what was measured once. */
export const gigabyteSeconds = ({ runs, requests }: Usage, memoryMb: number): number => {
  const count = sum(runs, () => true);
  const sent = sum(requests, isMessage);
  const asked = sum(requests, (name) => /^(?:dynamodb|cognito-idp):/.test(name));
  const ms =
    count * (assume('runMs') + assume('coldShare') * assume('coldStartMs')) +
    asked * assume('requestMs') +
    sent * assume('messageMs');
  return (ms / 1_000) * (memoryMb / 1_024);
};

const isMessage = (action: string): boolean => /^(?:ses|sns|mobiletargeting):/.test(action);

/** What a thousand times what was measured costs, without Cognito's users and without carriers. */
export const perThousand = (
  usage: Usage,
  { prices, memoryMb, firewall }: { readonly prices: Prices; readonly memoryMb: number; readonly firewall: boolean },
): readonly BillLine[] => {
  const line = (what: string, each: number, price: PriceName): BillLine => ({
    what,
    quantity: each * THOUSAND,
    usd: each * THOUSAND * usdOf(prices, price),
  });
  const { requests, runs, readUnits, writeUnits, auditRows, printed, cognitoCalls } = usage;
  const kms = sum(requests, (name) => name.startsWith('kms:')) + sum(requests, (name) => name.startsWith('dynamodb:'));
  const auditGigabytes = (auditRows * assume('auditRowKilobytes') * 1_000) / GIGABYTE;
  const auditMonths = (assume('auditDays') * 24) / assume('hoursPerMonth');
  return [
    ...messages.map(([action, what, price]) => line(what, requests[action] ?? 0, price)),
    line('write units', writeUnits, 'dynamodb.write'),
    line('read units', readUnits, 'dynamodb.read'),
    line(
      'runs',
      sum(runs, () => true),
      'lambda.request',
    ),
    line('GB-seconds', gigabyteSeconds(usage, memoryMb), 'lambda.gigabyteSecond'),
    line('GB of logs', printed.bytes / GIGABYTE, 'logs.ingested'),
    line(
      'GB of logs, kept',
      ((printed.bytes / GIGABYTE) * assume('logDays') * 24) / assume('hoursPerMonth'),
      'logs.stored',
    ),
    // In the table and in its index; the way back in time covers the table.
    line('GB of audit trail, kept', 2 * auditGigabytes * auditMonths, 'dynamodb.storage'),
    line('GB of audit trail, to go back to', auditGigabytes * auditMonths, 'dynamodb.recovery'),
    line(KMS_REQUESTS, kms, 'kms.request'),
    line('mail events', runs.EventBridge ?? 0, 'eventbridge.serviceEvent'),
    ...(firewall ? [line('requests through the firewall', cognitoCalls, 'waf.request')] : []),
  ].filter(({ quantity }) => quantity > 0);
};

/** What stands costs a month. */
export const standingBill = (standing: readonly Standing[], prices: Prices): readonly BillLine[] =>
  standing.map(({ what, count, price }) => ({ what, quantity: count, usd: count * usdOf(prices, price) }));

export const totalOf = (lines: readonly BillLine[]): number => lines.reduce((total, { usd }) => total + usd, 0);

/** A custom metric costs for the hours in which it has data: at worst each sign-in has an hour of its own. */
export const metricsBill = (streams: number, signIns: number, prices: Prices): number =>
  streams * usdOf(prices, 'cloudwatch.metric') * Math.min(1, signIns / assume('hoursPerMonth'));

const LITE_STEP = 100_000;

/** Cognito's price for a month's active users, after its free allowance. */
export const usersBill = (plan: 'lite' | 'essentials' | 'plus', users: number, prices: Prices): number => {
  if (plan === 'plus') return users * usdOf(prices, 'cognito.plus');
  const charged = Math.max(0, users - freeAllowances.cognitoUsers);
  if (plan === 'essentials') return charged * usdOf(prices, 'cognito.essentials');
  const first = Math.min(charged, LITE_STEP - freeAllowances.cognitoUsers);
  return first * usdOf(prices, 'cognito.lite') + (charged - first) * usdOf(prices, 'cognito.liteOver100000');
};
