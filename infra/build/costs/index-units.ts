/** The partition keys of the indexes of each table, by the table's name. */
export type DestinationIndexes = Readonly<Record<string, readonly string[]>>;

type Write = {
  readonly TableName: string;
  readonly Item?: Readonly<Record<string, unknown>>;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
};

/**
 * Write units that a table's indexes add to one write: as many again for each index that holds the item. An index holds
 * the items that have its partition key, and all of their attributes; none of ours is ever moved to another key.
 * Source: DynamoDB Developer Guide, "Using global secondary indexes", "Provisioned throughput considerations"
 * @param units what the write consumed of the table itself
 */
export const indexUnits = (write: Write, indexes: DestinationIndexes, units: number): number => {
  const attributes = new Set([
    ...Object.keys(write.Item ?? {}),
    ...Object.values(write.ExpressionAttributeNames ?? {}),
  ]);
  const holding = (indexes[write.TableName] ?? []).filter((key) => attributes.has(key));
  return holding.length * units;
};
