import { type DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { INSIGHTS_KEYS } from '../../shared/table.ts';
import type { Attributes } from '../store/attribute-value.ts';

/** The key of a row of the page. @param partition one of `PAGE_PARTITIONS` */
export function keyOf(partition: string, part: string): Attributes {
  return { [INSIGHTS_KEYS.partitionKey]: { S: partition }, [INSIGHTS_KEYS.sortKey]: { S: part } };
}

/** All rows of a query, as they were last written. */
export async function queried(
  client: DynamoDBClient,
  query: Partial<QueryCommandInput>,
  tableName: string,
): Promise<Attributes[]> {
  const rows: Attributes[] = [];
  let start: Attributes | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({ ...query, TableName: tableName, ConsistentRead: true, ExclusiveStartKey: start }),
    );
    rows.push(...Items);
    start = LastEvaluatedKey;
  } while (start !== undefined);
  return rows;
}
