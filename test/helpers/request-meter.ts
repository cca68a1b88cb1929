import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What some work asked of DynamoDB. */
export type Counted<Result> = {
  readonly result: Result;
  readonly requests: number;
  readonly roundTrips: number;
};

type Span = { readonly from: number; to: number };

/** Counts what goes over this client, tries and not commands, while `work` runs: one work at a time. */
export const requestMeter = (client: DynamoDBClient) => {
  let spans: Span[] = [];
  client.middlewareStack.add(
    (next) => async (args) => {
      const span = { from: performance.now(), to: Number.POSITIVE_INFINITY };
      spans.push(span);
      const answer = await next(args);
      span.to = performance.now();
      return answer;
    },
    // The last step before the wire: here tries are counted.
    { step: 'deserialize', priority: 'low', name: 'requestMeter' },
  );
  return async <Result>(work: () => Promise<Result>): Promise<Counted<Result>> => {
    spans = [];
    const result = await work();
    return { result, requests: spans.length, roundTrips: roundTripsOf(spans) };
  };
};

/** A round trip is a wait: requests that overlap are one. */
const roundTripsOf = (spans: readonly Span[]): number => {
  let [count, end] = [0, Number.NEGATIVE_INFINITY];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    if (from >= end) count += 1;
    end = Math.max(end, to);
  }
  return count;
};
