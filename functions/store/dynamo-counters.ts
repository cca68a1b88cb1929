import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { SignInError } from '../sign-in/errors.ts';
import type { Counters, Deadline } from '../sign-in/ports.ts';
import type { BudgetDraw } from '../sign-in/sms-budget.ts';

/** A budget's item is of no use once its day is over. */
const KEPT_SECONDS = 2 * 24 * 60 * 60;

/**
 * Shared budgets on DynamoDB: one item per budget and day with a number for the day and for each hour, counted up by a
 * conditional update, so that no two readers can both take the last one.
 */
export const dynamoCounters = (options: { readonly client: DynamoDBClient; readonly table: string }): Counters => {
  const { client, table } = options;

  const add = (draw: BudgetDraw, amount: 1 | -1, deadline: Deadline) =>
    client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { pk: { S: draw.key } },
        UpdateExpression: 'ADD #day :amount, #hour :amount SET #ttl = :ttl',
        ...(amount === 1 && {
          ConditionExpression:
            '(attribute_not_exists(#day) OR #day < :perDay) AND (attribute_not_exists(#hour) OR #hour < :perHour)',
        }),
        ExpressionAttributeNames: { '#day': 'day', '#hour': `hour${draw.hour}`, '#ttl': 'ttl' },
        ExpressionAttributeValues: {
          ':amount': { N: String(amount) },
          ':ttl': { N: String(Date.parse(draw.day) / 1_000 + KEPT_SECONDS) },
          ...(amount === 1 && { ':perDay': { N: String(draw.perDay) }, ':perHour': { N: String(draw.perHour) } }),
        },
      }),
      { abortSignal: deadline.signal },
    );

  return {
    async take(draw, deadline) {
      try {
        await add(draw, 1, deadline);
        return true;
      } catch (cause) {
        if (cause instanceof ConditionalCheckFailedException) return false;
        throw new SignInError('TRY_LATER', { cause: new Error('DynamoDB did not answer', { cause }) });
      }
    },
    async giveBack(draw, deadline) {
      // Over-counting is safe: whoever could not give back has only been stricter than needed.
      await add(draw, -1, deadline).catch(() => {});
    },
  };
};
