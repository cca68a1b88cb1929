import { type AttributeValue, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Audit, Outcome } from '../../../functions/sign-in/ports.ts';
import { dynamoAudit } from '../../../functions/store/dynamo-audit.ts';
import { localTables } from '../../../infra/local/tables.ts';
import { type LocalTables, openTables } from '../../helpers/local-tables.ts';
import { openDeadline } from './record-store.contract.ts';

const AT = Date.parse('2026-11-22T13:30:10.500Z');

describe('the audit trail', () => {
  let tables: LocalTables;
  let audit: Audit;
  let subjects = 0;
  const freshSubject = () => `user#${++subjects}`;

  beforeAll(async () => {
    tables = await openTables();
    audit = dynamoAudit({ client: tables.client, table: localTables.audit, retentionSeconds: 90 * 86_400 });
  });
  afterEach(() => tables.server.clearFaults());
  afterAll(() => tables.close());

  const append = (outcome: Outcome) => audit.append(outcome, openDeadline);
  const rowsOf = async (subject: string): Promise<Record<string, AttributeValue>[]> => {
    const { Items = [] } = await tables.client.send(
      new ScanCommand({ TableName: localTables.audit, ConsistentRead: true }),
    );
    return Items.filter((item) => item.pk?.S === subject);
  };

  test('appends one row for what happened, with its time and when it may go', async () => {
    const subject = freshSubject();
    await append({
      outcome: 'sent',
      subject,
      at: AT,
      medium: 'email',
      provider: 'ses',
      generation: 1,
      durationMs: 12.6,
    });

    expect(await rowsOf(subject)).toEqual([
      {
        pk: { S: subject },
        sk: { S: expect.stringMatching(/^2026-11-22T13:30:10\.500Z#[\w-]{8}$/) },
        at: { S: '2026-11-22T13:30:10.500Z' },
        outcome: { S: 'sent' },
        medium: { S: 'email' },
        provider: { S: 'ses' },
        generation: { N: '1' },
        durationMs: { N: '13' },
        ttl: { N: String(Math.ceil(AT / 1_000) + 90 * 86_400) },
      },
    ]);
  });

  test('keeps a row for each of two things that happened at once', async () => {
    const subject = freshSubject();
    await Promise.all([1, 2, 3].map(() => append({ outcome: 'wrong-answer', subject, at: AT })));

    expect(await rowsOf(subject)).toHaveLength(3);
  });

  test.each(['limited', 'reused', 'duplicate', 'unevaluated-answer', 'sign-up-refused'] as const)(
    'counts %s in one row a subject, reason and minute',
    async (outcome) => {
      const subject = freshSubject();
      const add = (at: number, reason: string) => append({ outcome, subject, at, reason });
      await Promise.all(Array.from({ length: 10 }, (_, at) => add(AT + at * 1_000, 'cooldown')));
      await add(AT, 'failures');
      await add(AT + 60_000, 'cooldown');

      const rows = await rowsOf(subject);
      expect(rows.map((row) => [row.reason?.S, row.count?.N]).sort()).toEqual([
        ['cooldown', '1'],
        ['cooldown', '10'],
        ['failures', '1'],
      ]);
    },
  );

  test.each([
    ['sent', { drop: true }, 'PutItem'],
    ['sent', { status: 500 }, 'PutItem'],
  ] as const)('has one row of %s after %j', async (outcome, change, operation) => {
    const subject = freshSubject();
    await tables.server.setFault({ service: 'dynamodb', operation, times: 1, ...change });
    await append({ outcome, subject, at: AT });

    expect(await rowsOf(subject)).toHaveLength(1);
  });

  test('fails when the row cannot be written', async () => {
    await tables.server.setFault({ service: 'dynamodb', times: -1, error: 'AccessDeniedException' });

    await expect(append({ outcome: 'sent', subject: freshSubject(), at: AT })).rejects.toThrow();
    await expect(append({ outcome: 'limited', subject: freshSubject(), at: AT })).rejects.toThrow();
  });
});
