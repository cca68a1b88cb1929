import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { gigabyteSeconds, metricsBill, perThousand, totalOf, usersBill } from '../../../../infra/build/costs/bill.ts';
import { indexUnits } from '../../../../infra/build/costs/index-units.ts';
import type { Usage } from '../../../../infra/build/costs/measure.ts';
import { listPrices, usdOf, withPrices } from '../../../../infra/build/costs/prices.ts';
import { weighLines } from '../../../../infra/build/costs/printed-lines.ts';
import { standingOf } from '../../../../infra/build/costs/standing.ts';

const usage: Usage = {
  cognitoCalls: 2,
  runs: { CreateAuthChallenge: 1 },
  containers: 1,
  requests: { 'dynamodb:PutItem': 2, 'ses:SendEmail': 1 },
  readUnits: 4,
  writeUnits: 3,
  recordWriteUnits: 1,
  auditRows: 1,
  printed: { bytes: 1_000, lines: 4, streams: [] },
  text: null,
};
const bill = (change: Partial<Usage> = {}, firewall = false) =>
  perThousand({ ...usage, ...change }, { prices: listPrices, memoryMb: 512, firewall });
const usd = (what: string, lines = bill()) => lines.find((line) => line.what === what)?.usd;

describe('a thousand sign-ins', () => {
  test('cost what their units cost', () => {
    expect(usd('mails')).toBeCloseTo(0.16);
    expect(usd('write units')).toBeCloseTo(3_000 * 0.000000625);
    expect(usd('read units')).toBeCloseTo(4_000 * 0.000000125);
    expect(usd('runs')).toBeCloseTo(0.0002);
    expect(usd('GB of logs')).toBeCloseTo(0.0005);
  });

  test('cost half as much time with half the memory', () => {
    expect(gigabyteSeconds(usage, 256)).toBeCloseTo(gigabyteSeconds(usage, 512) / 2);
  });

  test('pay for the firewall by the requests to Cognito, where there is one', () => {
    expect(usd('requests through the firewall', bill({}, true))).toBeCloseTo(0.0012);
    expect(usd('requests through the firewall')).toBeUndefined();
  });

  test('never cost less for more of anything', () => {
    fc.assert(
      fc.property(fc.constantFrom('readUnits', 'writeUnits', 'auditRows'), fc.nat(50), (name, more) => {
        expect(totalOf(bill({ [name]: usage[name] + more }))).toBeGreaterThanOrEqual(totalOf(bill()));
      }),
    );
  });
});

test('metrics cost for the hours in which they have data, and for no more than a month has', () => {
  expect(metricsBill(10, 0, listPrices)).toBe(0);
  expect(metricsBill(10, 73, listPrices)).toBeCloseTo(0.3);
  expect(metricsBill(10, 1_000_000, listPrices)).toBeCloseTo(3);
});

test.each([
  ['lite', 10_000, 0],
  ['lite', 20_000, 55],
  ['lite', 200_000, 90_000 * 0.0055 + 100_000 * 0.0046],
  ['essentials', 20_000, 150],
  ['plus', 20_000, 400],
] as const)('on %s %d users cost %d', (plan, users, expected) => {
  expect(usersBill(plan, users, listPrices)).toBeCloseTo(expected);
});

describe('what stands', () => {
  const template = (Type: string, Properties = {}) => ({ Resources: { One: { Type, Properties } } });

  test('counts the metrics of an alarm, and fast ones apart', () => {
    const Metrics = [{ Expression: 'a / b' }, { MetricStat: { Period: 300 } }, { MetricStat: { Period: 10 } }];

    expect(
      standingOf(template('AWS::CloudWatch::Alarm', { Metrics })).map(({ count, price }) => [price, count]),
    ).toEqual([
      ['cloudwatch.alarmMetric', 1],
      ['cloudwatch.fastAlarmMetric', 1],
    ]);
  });

  test('costs nothing where nothing is charged for standing', () => {
    expect(standingOf(template('AWS::Lambda::Function'))).toEqual([]);
  });

  test('refuses a type of resource of which nothing is known', () => {
    expect(() => standingOf(template('AWS::EC2::NatGateway'))).toThrow(/One is a AWS::EC2::NatGateway: say in infra/);
  });
});

describe('the units of an index', () => {
  const indexes = { audit: ['destination'] };

  test('are those of the table for an item that has the index’s key', () => {
    expect(indexUnits({ TableName: 'audit', Item: { pk: {}, destination: {} } }, indexes, 2)).toBe(2);
    expect(indexUnits({ TableName: 'audit', ExpressionAttributeNames: { '#a0': 'destination' } }, indexes, 1)).toBe(1);
  });

  test('are none for another item, and for another table', () => {
    expect(indexUnits({ TableName: 'audit', Item: { pk: {} } }, indexes, 1)).toBe(0);
    expect(indexUnits({ TableName: 'records', Item: { destination: {} } }, indexes, 1)).toBe(0);
  });
});

describe('printed lines', () => {
  const line = (durationMs: number, name: string) =>
    JSON.stringify({ message: 'outcome', durationMs, function_name: name });

  test('weigh the same however fast it went and whatever the function is called', () => {
    const weigh = (text: string) => weighLines([{ lines: [text] }]).bytes;

    expect(weigh(line(3, 'short'))).toBe(weigh(line(1_234, 'much-longer-than-that')));
  });

  test('count a metric once for each set of dimensions, and leave starts out', () => {
    const emf = (name: string, dimensions: string[][]) =>
      JSON.stringify({
        _aws: {
          Timestamp: 1,
          CloudWatchMetrics: [
            { Namespace: 'Doorcode', Dimensions: dimensions, Metrics: [{ Name: name, Unit: 'Count' }] },
          ],
        },
        service: 'doorcode',
        channel: 'email',
        [name]: 1,
      });
    const lines = [
      emf('CodeSent', [['service', 'channel'], ['service']]),
      emf('CodeSent', [['service']]),
      emf('ColdStart', [['service']]),
    ];

    expect(weighLines([{ lines }]).streams).toEqual(['CodeSent{channel=email}', 'CodeSent{}']);
  });
});

describe('the prices', () => {
  test.each(Object.entries(listPrices))('say where %s is from and of when, or that it was not found', (_, price) => {
    const isKnown = price.usd !== null;

    expect([price.source !== null, price.asOf !== null]).toEqual([isKnown, isKnown]);
  });

  test('are refused by an unknown name or a wrong value, with the names that there are', () => {
    expect(() => withPrices({ 'sms.XX': 1 })).toThrow(/wrong prices: sms.XX; .*sms.NL/);
    expect(() => withPrices({ 'sms.NL': -1 })).toThrow(/wrong prices: sms.NL/);
  });

  test('that nobody knows are never taken for nought', () => {
    expect(() => usdOf(listPrices, 'sms.NL')).toThrow('no price is known for sms.NL: give one with --prices');
    expect(usdOf(withPrices({ 'sms.NL': 0.07 }), 'sms.NL')).toBe(0.07);
  });
});
