import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { createPolicy, policyRanges } from '../../../../functions/sign-in/policy.ts';
import { type CostFacts, gatherFacts } from '../../../../infra/build/costs/cost-facts.ts';
import { costsPage } from '../../../../infra/build/costs/costs-page.ts';
import { listPrices, withPrices } from '../../../../infra/build/costs/prices.ts';

let facts: CostFacts;

beforeAll(async () => {
  facts = await gatherFacts();
}, 60_000);

describe('the page on costs', () => {
  test('is as template, run and prices are now: npm run docs:costs writes it', async () => {
    const page = await readFile(new URL('../../../../docs/costs.md', import.meta.url), 'utf8');

    expect(page).toBe(costsPage(facts, listPrices));
  });

  test('follows prices of one’s own', () => {
    const page = costsPage(facts, withPrices({ 'sms.NL': 0.07, 'cloudwatch.dashboard': 0 }));

    expect(page).toContain('| NL | 0.07 | 70.00 |');
    expect(page).toContain('| email alone, defaults | 5.00 |');
  });
});

describe('the guide for operators', () => {
  let scaling: string;

  beforeAll(async () => {
    const page = await readFile(new URL('../../../../docs/operations.md', import.meta.url), 'utf8');
    scaling = (page.split('## Scaling')[1] ?? '').replaceAll(/\s+/g, ' ');
  });

  test('says what one sign-in by email asks for', () => {
    const { cognitoCalls, runs, requests, readUnits, writeUnits, recordWriteUnits } = facts.email.email;
    const total = (counts: object) => Object.values(counts).reduce((sum: number, count: number) => sum + count, 0);
    const toDynamoDb = Object.entries(requests).filter(([name]) => name.startsWith('dynamodb:'));

    expect(scaling).toContain(`${cognitoCalls} calls of Cognito, ${total(runs)} runs of Lambda`);
    expect(scaling).toContain(
      `${total(Object.fromEntries(toDynamoDb))} requests to DynamoDB with ${readUnits} read units and ${writeUnits} write units, ` +
        `${recordWriteUnits} of them to the records table, and ${requests['ses:SendEmail']} mail`,
    );
  });

  test('says what a thousand of them a second ask of the tables', () => {
    const { readUnits, writeUnits, recordWriteUnits, auditRows } = facts.email.email;
    const thousand = (count: number) => `${count},000`;
    const index = writeUnits - recordWriteUnits - auditRows;

    expect(scaling).toContain(
      `Records need ${thousand(recordWriteUnits)} and ${thousand(readUnits)}, the audit trail ${thousand(auditRows)} and its index ${thousand(index)}`,
    );
  });

  test('says which budgets of text messages hold, with the defaults', () => {
    const { pool, country, prefix, verifiedFactor } = createPolicy().sms;
    const [hour, perCountry, perBlock] = [pool, country, prefix].map(({ perHour }) => perHour * verifiedFactor);
    const most = policyRanges.smsPoolPerDay.max * verifiedFactor;

    expect(scaling).toContain(
      `${hour?.toLocaleString('en-US')} an hour, ${perCountry} to a country, ${perBlock} to a block of numbers`,
    );
    expect(scaling).toContain(
      `${most.toLocaleString('en-US')} a day to proven numbers, ${Math.round(most / 86_400)} a second`,
    );
  });
});

describe('the run behind the page', () => {
  test('signs in with two calls, and has KMS asked once for each key and container', () => {
    const { email } = facts.email;

    expect(email.cognitoCalls).toBe(2);
    expect(email.runs).toEqual({
      CreateAuthChallenge: 1,
      DefineAuthChallenge: 2,
      EventBridge: 1,
      PostAuthentication: 1,
      VerifyAuthChallengeResponse: 1,
    });
    // Two keys for the triggers, one for the function of mail events.
    expect([email.containers, email.requests['kms:GenerateMac']]).toEqual([2, 3]);
  });

  test('sends one message a sign-in and none to a name that nobody has', () => {
    expect(facts.email.email.requests['ses:SendEmail']).toBe(1);
    expect(facts.channels.sms.requests['sns:Publish sms']).toBe(1);
    expect(facts.channels.push.requests['mobiletargeting:SendMessages']).toBe(1);
    expect(Object.keys(facts.email.unknown.requests).filter((name) => /^(?:ses|sns|mobile)/.test(name))).toEqual([]);
  });

  test('counts more write units than writes, as the index of the audit trail is written too', () => {
    const { requests, writeUnits } = facts.email.email;
    const withDestination = ['sent', 'delivered'].length;

    expect(writeUnits).toBe((requests['dynamodb:PutItem'] ?? 0) + withDestination);
  });

  test('makes metrics that are among the most that there can be', () => {
    const made = Object.values(facts.channels).flatMap(({ printed }) => printed.streams);

    expect(made.length).toBeGreaterThan(10);
    expect(new Set(made).size).toBeLessThan(facts.deployments.channels.mostStreams);
    expect(facts.deployments.email.mostStreams).toBeLessThan(facts.deployments.channels.mostStreams);
  });
});
