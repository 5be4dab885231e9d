import type { QueryCommandInput, QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { INSIGHTS_KEYS } from '../../shared/table.ts';
import type { Attributes } from '../store/attribute-value.ts';

/**
 * Rows of a partition of call insights whose sort keys begin alike, in the order of these; a request for each megabyte.
 * @param query of the table
 */
export async function rowsBeginning(
  query: (
    input: Omit<QueryCommandInput, 'TableName'>,
  ) => Promise<Pick<QueryCommandOutput, 'Items' | 'LastEvaluatedKey'>>,
  id: string,
  prefix: string,
  limit = Number.POSITIVE_INFINITY,
): Promise<Attributes[]> {
  const rows: Attributes[] = [];
  let start: Attributes | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await query({
      KeyConditionExpression: '#id = :id AND begins_with(#part, :prefix)',
      ExpressionAttributeNames: { '#id': INSIGHTS_KEYS.partitionKey, '#part': INSIGHTS_KEYS.sortKey },
      ExpressionAttributeValues: { ':id': { S: id }, ':prefix': { S: prefix } },
      ExclusiveStartKey: start,
      ...(Number.isFinite(limit) && { Limit: limit - rows.length }),
    });
    rows.push(...Items);
    start = LastEvaluatedKey;
  } while (start !== undefined && rows.length < limit);
  return rows;
}
