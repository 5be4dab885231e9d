import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';

/** A span of the sort key's times: fixed-width UTC, see `utcTime`. Both ends belong to it. */
export interface TimeSpan {
  from?: string;
  to?: string;
}

// After every key of that millisecond: the tail starts with `#`, which sorts before `~`.
const END_OF_MILLISECOND = '~';
// An event's key begins with the digits of a year. Whatever else lies in a partition is none of a reader's.
const FIRST_KEY = '0';
const LAST_KEY = `9${END_OF_MILLISECOND}`;

/** Such a span holds nothing; DynamoDB answers a BETWEEN over it with a ValidationException. */
export function endsBeforeItStarts({ from, to }: TimeSpan): boolean {
  return from !== undefined && to !== undefined && from > to;
}

/** What selects the events of a partition within a span, or up to a key of it. */
export function keyCondition(
  keys: { partitionKey: string; sortKey: string },
  partition: string,
  { from, to, lastKey }: TimeSpan & { lastKey?: string },
): Omit<QueryCommandInput, 'TableName'> {
  return {
    KeyConditionExpression: '#partitionKey = :partition AND #sortKey BETWEEN :from AND :to',
    ExpressionAttributeNames: { '#partitionKey': keys.partitionKey, '#sortKey': keys.sortKey },
    ExpressionAttributeValues: {
      ':partition': { S: partition },
      ':from': { S: from ?? FIRST_KEY },
      ':to': { S: lastKey ?? (to === undefined ? LAST_KEY : `${to}${END_OF_MILLISECOND}`) },
    },
  };
}
