import { type BillLine, isSteady, perThousand, totalOf } from './bill.ts';
import type { CostFacts } from './cost-facts.ts';
import { dollars, grouped, table } from './markdown.ts';
import type { Usage } from './measure.ts';
import { type PriceName, type Prices, usdOf } from './prices.ts';

type Column = { readonly heading: string; readonly usage: Usage; readonly memoryMb: number };

const columnsOf = ({ email, channels, deployments }: CostFacts): readonly Column[] => {
  const alone = deployments.email.memoryMb;
  const three = deployments.channels.memoryMb;
  return [
    { heading: 'email', usage: email.email, memoryMb: alone },
    { heading: 'sign-up and first sign-in', usage: email.first, memoryMb: alone },
    { heading: 'SMS', usage: channels.sms, memoryMb: three },
    { heading: 'push', usage: channels.push, memoryMb: three },
    { heading: 'a wrong answer', usage: email.wrong, memoryMb: alone },
    { heading: 'a name that nobody has', usage: email.unknown, memoryMb: alone },
  ];
};

/** What a thousand of each cost, line by line. */
export const perThousandSection = (facts: CostFacts, prices: Prices): readonly string[] => {
  const columns = columnsOf(facts).map((column) => ({
    ...column,
    lines: perThousand(column.usage, { prices, memoryMb: column.memoryMb, firewall: false }),
  }));
  const what = [...new Set(columns.flatMap(({ lines }) => lines.map((line) => line.what)))];
  const cell = (lines: readonly BillLine[], name: string): string => {
    const found = lines.find((line) => line.what === name);
    return found === undefined ? '' : `${amount(found.quantity)}: ${dollars(found.usd)}`;
  };
  return [
    '## A thousand sign-ins',
    '',
    'How many, and for how much. Each sign-in is somebody’s who has signed in before, but for the second column. The last',
    'two are what a guesser and a prober cost you: neither is sent a message.',
    '',
    ...table(
      ['', ...columns.map(({ heading }) => heading)],
      [
        ...what.map((name) => [name, ...columns.map(({ lines }) => cell(lines, name))]),
        ['**together**', ...columns.map(({ lines }) => `**${dollars(totalOf(lines))}**`)],
        ['at steady traffic', ...columns.map(({ lines }) => dollars(totalOf(lines.filter(isSteady))))],
      ],
    ),
    '',
    'At steady traffic containers and connections keep their keys, and KMS is asked next to nothing; an account’s first',
    '20,000 requests a month are free besides.',
    'Carriers of text messages and Cognito’s users come on top. With the firewall each request to Cognito is looked at for',
    `${dollars(usdOf(prices, 'waf.request') * 1_000)} a thousand.`,
    '',
  ];
};

const amount = (quantity: number): string => grouped(quantity, quantity >= 100 ? 0 : quantity >= 1 ? 1 : 4);

/** What carriers take, by country, or how to work it out. */
export const textSection = ({ textParts, channels }: CostFacts, prices: Prices): readonly string[] => {
  const countries = (Object.keys(prices) as PriceName[]).filter((name) => name.startsWith('sms.'));
  const line = (name: PriceName): readonly string[] => {
    const { usd } = prices[name];
    const price = usd === null ? 'no source found' : dollars(usd * textParts * 1_000);
    return [name.replace('sms.', ''), usd === null ? '' : String(usd), price];
  };
  const characters = channels.sms.text?.length ?? 0;
  return [
    '## Text messages',
    '',
    `The English text with a code is ${characters} characters of GSM-7, so ${textParts} part. 1,000 messages cost 1,000 × parts × (price of`,
    'the country + carriers’ fee): the price list of AWS End User Messaging has every country, and the United States add',
    'fees by carrier and kind of number, and a monthly price for the number. Countries are examples.',
    '',
    ...table(['country', 'a part', '1,000 sign-ins, before fees'], countries.map(line)),
    '',
    'The budgets bound the worst day: `policy.smsPoolPerDay` messages to numbers that were never proven, and five times as',
    'many to those that were.',
    '',
  ];
};

/** The counts themselves. */
export const countsSection = (facts: CostFacts): readonly string[] => {
  const columns = columnsOf(facts);
  const names = (of: (usage: Usage) => Readonly<Record<string, number>>): readonly string[] =>
    [...new Set(columns.flatMap(({ usage }) => Object.keys(of(usage))))].sort();
  const rows = (of: (usage: Usage) => Readonly<Record<string, number>>, word: string) =>
    names(of).map((name) => [`${word} \`${name}\``, ...columns.map(({ usage }) => of(usage)[name] ?? '')]);
  const one = (what: string, of: (usage: Usage) => number) => [what, ...columns.map(({ usage }) => of(usage))];
  return [
    '## What one asks for',
    '',
    'Counted on the local stack, by a meter between the functions and the services. A request to KMS is once for each',
    'container, not for each sign-in.',
    '',
    ...table(
      ['', ...columns.map(({ heading }) => heading)],
      [
        one('calls of Cognito by the client', ({ cognitoCalls }) => cognitoCalls),
        ...rows(({ runs }) => runs, 'run by'),
        ...rows(({ requests }) => requests, 'request'),
        one('DynamoDB read units, all consistent', ({ readUnits }) => readUnits),
        one('DynamoDB write units, the index with them', ({ writeUnits }) => writeUnits),
        one('of them to the records table', ({ recordWriteUnits }) => recordWriteUnits),
        one('rows of the audit trail', ({ auditRows }) => auditRows),
        one('lines of log', ({ printed }) => printed.lines),
        one('bytes of log', ({ printed }) => printed.bytes),
        one('custom metrics', ({ printed }) => printed.streams.length),
      ],
    ),
    '',
    'Writes are single and conditional: no transactions, which would cost twice as much. Records stay below 2 KB; after many',
    'sends and failures in a day the two writes of a record that is over 1 KB cost two units each.',
    '',
  ];
};
