import { type DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { fromItem, type StoredEvent } from '../../families/call-event/item.ts';
import type { Level } from '../../shared/level.ts';
import { LEVEL_INDEX, TABLE_KEYS } from '../../shared/table.ts';
import { endsBeforeItStarts, keyCondition, type TimeSpan } from './key-condition.ts';

/** Items of one read, in the order asked for. `more`: whether there may be any behind them; never of a page without one. */
export interface EventPage {
  events: StoredEvent[];
  more: boolean;
}

/** An event's place in the index of a level: its keys there, and those of the table, for the index's need not be unique. */
export interface IndexPlace {
  levelTimestamp: string;
  callSid: string;
  sortKey: string;
}

export interface PageOfCall extends TimeSpan {
  /** A sort key: what comes after it, or before it with `backwards`; it need not be in the table. */
  beyond?: string;
  /** A sort key: nothing after it. */
  upTo?: string;
  /** Latest first. */
  backwards?: boolean;
  /** Items at most; there are fewer where they are large. */
  limit: number;
}

export interface PageOfLevel extends TimeSpan {
  /** An event, which need not be in the index: what is older. */
  beyond?: IndexPlace;
  /** A sort key of the index: nothing newer. */
  upTo?: string;
  limit: number;
}

/** The half of the store that answers in pages: one request to DynamoDB each, so that a caller knows what it reads. */
export interface EventPages {
  /** Events of one call, in the table's order. */
  pageOfCall(callSid: string, page: PageOfCall): Promise<EventPage>;
  /** Indexed events of one level across calls, newest first. */
  pageOfLevel(level: Level, page: PageOfLevel): Promise<EventPage>;
}

export function createEventPages({ client, tableName }: { client: DynamoDBClient; tableName: string }): EventPages {
  async function read(span: TimeSpan, input: Omit<QueryCommandInput, 'TableName'>): Promise<EventPage> {
    if (endsBeforeItStarts(span)) return { events: [], more: false };
    const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand({ ...input, TableName: tableName }));
    // Without an item a caller could not go on behind it.
    if (Items.length === 0 && LastEvaluatedKey !== undefined) {
      return read(span, { ...input, ExclusiveStartKey: LastEvaluatedKey });
    }
    return { events: Items.map(fromItem), more: LastEvaluatedKey !== undefined };
  }

  return {
    pageOfCall: (callSid, { beyond, upTo, backwards = false, limit, ...span }) =>
      read(span, {
        ...keyCondition(TABLE_KEYS, callSid, { ...span, lastKey: upTo }),
        ScanIndexForward: !backwards,
        Limit: limit,
        ...(beyond !== undefined && {
          ExclusiveStartKey: { [TABLE_KEYS.partitionKey]: { S: callSid }, [TABLE_KEYS.sortKey]: { S: beyond } },
        }),
      }),
    pageOfLevel: (level, { beyond, upTo, limit, ...span }) =>
      read(span, {
        ...keyCondition(LEVEL_INDEX, level, { ...span, lastKey: upTo }),
        IndexName: LEVEL_INDEX.name,
        ScanIndexForward: false,
        Limit: limit,
        ...(beyond !== undefined && {
          ExclusiveStartKey: {
            [LEVEL_INDEX.partitionKey]: { S: level },
            [LEVEL_INDEX.sortKey]: { S: beyond.levelTimestamp },
            [TABLE_KEYS.partitionKey]: { S: beyond.callSid },
            [TABLE_KEYS.sortKey]: { S: beyond.sortKey },
          },
        }),
      }),
  };
}
