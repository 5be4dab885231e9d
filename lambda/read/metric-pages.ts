import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { MediaEdge } from '../../families/call-event/media-edge.ts';
import { fromMetricItem, type StoredMetric } from '../../families/call-metric/item.ts';
import { metricPrefix } from '../../families/call-metric/keys.ts';
import { INSIGHTS_KEYS } from '../../shared/table.ts';
import type { Part } from './source.ts';

export interface PageOfMetrics {
  /** Samples of this media edge, in order of time; without it of all, edge by edge. */
  edge?: MediaEdge;
  /** A sort key: what comes after it, or before it with `backwards`; it need not be in the table. */
  beyond?: string;
  /** A sort key: nothing after it. */
  upTo?: string;
  /** Latest first. */
  backwards?: boolean;
  /** Rows at most. There are fewer where they are large: a request reads 1 MB. */
  limit?: number;
}

/** Reads samples in pages: one request to DynamoDB each, so that a caller knows what it reads. */
export interface MetricPages {
  /** Samples of one call. A place among them is a sort key. */
  pageOfMetrics(callSid: string, page: PageOfMetrics): Promise<Part<StoredMetric, string>>;
}

export function createMetricPages({ client, tableName }: { client: DynamoDBClient; tableName: string }): MetricPages {
  const { partitionKey, sortKey } = INSIGHTS_KEYS;
  return {
    async pageOfMetrics(callSid, { edge, beyond, upTo, backwards = false, limit }) {
      const prefix = metricPrefix(edge);
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: `#id = :id AND ${upTo === undefined ? 'begins_with(#part, :prefix)' : '#part BETWEEN :prefix AND :upTo'}`,
          ExpressionAttributeNames: { '#id': partitionKey, '#part': sortKey },
          ExpressionAttributeValues: {
            ':id': { S: callSid },
            ':prefix': { S: prefix },
            ...(upTo !== undefined && { ':upTo': { S: upTo } }),
          },
          ScanIndexForward: !backwards,
          Limit: limit,
          ...(beyond !== undefined && {
            ExclusiveStartKey: { [partitionKey]: { S: callSid }, [sortKey]: { S: beyond } },
          }),
        }),
      );
      const next = LastEvaluatedKey?.[sortKey]?.S;
      return { rows: Items.flatMap((row) => fromMetricItem(row) ?? []), ...(next !== undefined && { next }) };
    },
  };
}
