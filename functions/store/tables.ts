/** The two tables, as every deployment of them is made: the keys here are the keys in the adapters. */
export const tableDefinitions = {
  /** One item per user, destination and unknown name. */
  records: { partitionKey: 'pk', sortKey: null, ttl: 'ttl' },
  /** Append-only: one row per outcome, by subject and time. */
  audit: { partitionKey: 'pk', sortKey: 'sk', ttl: 'ttl' },
} as const;

export type TableName = keyof typeof tableDefinitions;
