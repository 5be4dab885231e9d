import { type DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { INSIGHTS_KEYS } from '../../shared/table.ts';
import type { Attributes } from '../store/attribute-value.ts';

/** The key of a row of the page. @param partition one of `PAGE_PARTITIONS` */
export function keyOf(partition: string, part: string): Attributes {
  return { [INSIGHTS_KEYS.partitionKey]: { S: partition }, [INSIGHTS_KEYS.sortKey]: { S: part } };
}

/**
 * All rows of a partition, as they were last written.
 * @param partition one of `PAGE_PARTITIONS`
 * @param start what their sort keys begin with; every row where it is empty
 * @param filter a condition on attributes that need no other name
 */
export async function rowsOf(
  { client, tableName }: { client: DynamoDBClient; tableName: string },
  partition: string,
  { start = '', filter }: { start?: string; filter?: string } = {},
): Promise<Attributes[]> {
  const query: QueryCommandInput = {
    TableName: tableName,
    ConsistentRead: true,
    KeyConditionExpression: start === '' ? '#id = :id' : '#id = :id AND begins_with(#part, :start)',
    FilterExpression: filter,
    ExpressionAttributeNames: {
      '#id': INSIGHTS_KEYS.partitionKey,
      ...(start !== '' && { '#part': INSIGHTS_KEYS.sortKey }),
    },
    ExpressionAttributeValues: { ':id': { S: partition }, ...(start !== '' && { ':start': { S: start } }) },
  };
  const rows: Attributes[] = [];
  let behind: Attributes | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({ ...query, ExclusiveStartKey: behind }),
    );
    rows.push(...Items);
    behind = LastEvaluatedKey;
  } while (behind !== undefined);
  return rows;
}
