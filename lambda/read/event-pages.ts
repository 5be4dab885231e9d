import { type DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { fromItem, type StoredEvent } from '../../families/call-event/item.ts';
import { LEVELS, type Level } from '../../shared/level.ts';
import { LEVEL_INDEX, TABLE_KEYS } from '../../shared/table.ts';
import type { Attributes } from '../store/attribute-value.ts';
import { endsBeforeItStarts, keyCondition, type TimeSpan } from './key-condition.ts';

/** Items of one read, in the order asked for. */
export interface EventPage<Place> {
  events: StoredEvent[];
  /** Where what follows begins, if there may be any; never of a page without an item. */
  next?: Place;
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
  /** Leaves the others out before they are sent; none means any. */
  levels?: readonly Level[];
  /** Sees whatever was written before, for twice the read units. @default false */
  consistent?: boolean;
  /** Items at most, before levels are left out. There are fewer where they are large: a request reads 1 MB. */
  limit?: number;
}

export interface PageOfLevel extends TimeSpan {
  /** An event, which need not be in the index: what is older. */
  beyond?: IndexPlace;
  /** A sort key of the index: nothing newer. */
  upTo?: string;
  limit?: number;
  /** Oldest first; then nothing is `beyond`. @default false */
  forward?: boolean;
  /** Paths of attributes, beside the keys; the events lack all else. @default everything */
  only?: readonly string[];
}

/** The half of the store that answers in pages: one request to DynamoDB each, so that a caller knows what it reads. */
export interface EventPages {
  /** Events of one call, in the table's order. A place in it is a sort key. */
  pageOfCall(callSid: string, page: PageOfCall): Promise<EventPage<string>>;
  /** Indexed events of one level across calls, newest first unless it is `forward`. */
  pageOfLevel(level: Level, page: PageOfLevel): Promise<EventPage<IndexPlace>>;
}

export function createEventPages({ client, tableName }: { client: DynamoDBClient; tableName: string }): EventPages {
  async function read<Place>(
    span: TimeSpan,
    input: Omit<QueryCommandInput, 'TableName'>,
    placeOf: (key: Attributes) => Place,
  ): Promise<EventPage<Place>> {
    if (endsBeforeItStarts(span)) return { events: [] };
    const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand({ ...input, TableName: tableName }));
    if (LastEvaluatedKey === undefined) return { events: Items.map(fromItem) };
    // Of a request whose levels are all left out: there is nothing to show for it.
    if (Items.length === 0) return read(span, { ...input, ExclusiveStartKey: LastEvaluatedKey }, placeOf);
    return { events: Items.map(fromItem), next: placeOf(LastEvaluatedKey) };
  }

  return {
    pageOfCall: (callSid, { beyond, upTo, backwards = false, levels = [], consistent = false, limit, ...span }) =>
      read(
        span,
        {
          ...ofLevels(keyCondition(TABLE_KEYS, callSid, { ...span, lastKey: upTo }), levels),
          ScanIndexForward: !backwards,
          Limit: limit,
          ...(consistent && { ConsistentRead: true }),
          ...(beyond !== undefined && {
            ExclusiveStartKey: { [TABLE_KEYS.partitionKey]: { S: callSid }, [TABLE_KEYS.sortKey]: { S: beyond } },
          }),
        },
        (key) => textOf(key, TABLE_KEYS.sortKey),
      ),
    pageOfLevel: (level, { beyond, upTo, limit, forward = false, only, ...span }) =>
      read(
        span,
        {
          ...projected(keyCondition(LEVEL_INDEX, level, { ...span, lastKey: upTo }), only),
          IndexName: LEVEL_INDEX.name,
          ScanIndexForward: forward,
          Limit: limit,
          ...(beyond !== undefined && {
            ExclusiveStartKey: {
              [LEVEL_INDEX.partitionKey]: { S: level },
              [LEVEL_INDEX.sortKey]: { S: beyond.levelTimestamp },
              [TABLE_KEYS.partitionKey]: { S: beyond.callSid },
              [TABLE_KEYS.sortKey]: { S: beyond.sortKey },
            },
          }),
        },
        (key) => ({
          levelTimestamp: textOf(key, LEVEL_INDEX.sortKey),
          callSid: textOf(key, TABLE_KEYS.partitionKey),
          sortKey: textOf(key, TABLE_KEYS.sortKey),
        }),
      ),
  };
}

type Condition = ReturnType<typeof keyCondition>;

function ofLevels(condition: Condition, levels: readonly Level[]): Condition {
  if (levels.length === 0 || levels.length === LEVELS.length) return condition;
  const values = levels.map((level, index) => [`:level${index}`, { S: level }] as const);
  return {
    ...condition,
    FilterExpression: `#level IN (${values.map(([name]) => name).join(', ')})`,
    ExpressionAttributeNames: { ...condition.ExpressionAttributeNames, '#level': LEVEL_INDEX.partitionKey },
    ExpressionAttributeValues: { ...condition.ExpressionAttributeValues, ...Object.fromEntries(values) },
  };
}

/** A name can be a word of DynamoDB's own, so each stands behind a `#`. */
function projected(condition: Condition, only: readonly string[] | undefined): Condition {
  if (only === undefined) return condition;
  const { partitionKey, sortKey } = TABLE_KEYS;
  const paths = [partitionKey, sortKey, LEVEL_INDEX.partitionKey, LEVEL_INDEX.sortKey, ...only];
  const names = [...new Set(paths.flatMap((path) => path.split('.')))];
  const alias = new Map(names.map((name, index) => [name, `#p${index}`]));
  return {
    ...condition,
    ProjectionExpression: paths
      .map((path) =>
        path
          .split('.')
          .map((name) => alias.get(name))
          .join('.'),
      )
      .join(', '),
    ExpressionAttributeNames: {
      ...condition.ExpressionAttributeNames,
      ...Object.fromEntries(Array.from(alias, ([name, short]) => [short, name])),
    },
  };
}

function textOf(key: Attributes, name: string): string {
  return key[name]?.S ?? '';
}
