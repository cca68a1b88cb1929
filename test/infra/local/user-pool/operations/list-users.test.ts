import { afterEach, describe, expect, test } from '@jest/globals';
import { type Json, startPool, stopPools } from '../pool-client.ts';

afterEach(stopPools);

describe('ListUsers', () => {
  test('filters, and pages without gaps or repeats', async () => {
    const pool = await startPool();
    for (const name of ['a1', 'b', 'a2', 'a3']) await pool.signUp(`${name}@example.com`);
    const names: string[] = [];
    let PaginationToken: unknown;
    const Filter = 'email ^= "a"';

    do {
      const { body } = await pool.admin('ListUsers', {
        Filter,
        Limit: 2,
        AttributesToGet: ['email'],
        ...(PaginationToken !== undefined && { PaginationToken }),
      });
      for (const user of body.Users as Json[]) names.push((user.Attributes as Json[])[0]?.Value as string);
      PaginationToken = body.PaginationToken;
    } while (PaginationToken !== undefined);

    expect(names).toEqual(['a1@example.com', 'a2@example.com', 'a3@example.com']);
  });

  test('refuses a token that is not its own', async () => {
    const pool = await startPool();

    for (const PaginationToken of ['junk', Buffer.from('{"after":1,"filter":"other"}').toString('base64url')]) {
      const refused = await pool.admin('ListUsers', { PaginationToken });
      expect(refused.body).toEqual({
        __type: 'InvalidParameterException',
        message: 'Invalid pagination token given.',
      });
    }
  });
});
