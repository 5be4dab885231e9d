import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PAGE_PARTITIONS, TTL_ATTRIBUTE } from '../../shared/table.ts';
import { keyOf } from './page-rows.ts';

/** Sessions that somebody ended before their time was over. */
export interface EndedSessions {
  /** Ends a session. @param untilMs when its time is over, epoch ms: from then on nobody needs to know */
  end(id: string, untilMs: number): Promise<void>;
  isEnded(id: string): Promise<boolean>;
}

/** Kept in the table of call insights, a row for each until its time is over. */
export function createEndedSessions({
  client,
  tableName,
}: {
  client: DynamoDBClient;
  tableName: string;
}): EndedSessions {
  const rowOf = (id: string) => keyOf(PAGE_PARTITIONS.endedSessions, id);
  return {
    async end(id, untilMs) {
      const expires = { N: String(Math.ceil(untilMs / 1_000)) };
      await client.send(new PutItemCommand({ TableName: tableName, Item: { ...rowOf(id), [TTL_ATTRIBUTE]: expires } }));
    },
    async isEnded(id) {
      // A copy of a cookie shall be of no use from the moment on in which its owner was told so.
      const { Item } = await client.send(
        new GetItemCommand({ TableName: tableName, Key: rowOf(id), ConsistentRead: true }),
      );
      return Item !== undefined;
    },
  };
}
