/** The index of the audit table that finds rows by where a code went: rows that name no destination are not in it. */
export const DESTINATION_INDEX = 'byDestination';

/** The two tables, as every deployment of them is made: the keys here are the keys in the adapters. */
export const tableDefinitions = {
  /** One item per user, destination and unknown name. */
  records: { partitionKey: 'pk', sortKey: null, ttl: 'ttl', indexes: [] },
  /** Append-only: one row per outcome, by subject and time. All of a row is in the index. */
  audit: {
    partitionKey: 'pk',
    sortKey: 'sk',
    ttl: 'ttl',
    indexes: [{ name: DESTINATION_INDEX, partitionKey: 'destination', sortKey: 'sk' }],
  },
} as const;

export type TableName = keyof typeof tableDefinitions;
