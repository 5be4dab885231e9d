import {
  type AttributeValue,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { isError } from '../../families/call-event/call-error.ts';
import { fromItem, type StoredEvent } from '../../families/call-event/item.ts';
import { LEVELS, type Level } from '../../shared/level.ts';
import { LEVEL_INDEX, TABLE_KEYS } from '../../shared/table.ts';
import { endsBeforeItStarts, keyCondition, type TimeSpan } from './key-condition.ts';
import { newestFirst } from './newest-first.ts';

export interface EventsOfCall extends TimeSpan {
  /** Leaves the others out before they are sent. @default all */
  levels?: readonly Level[];
  /** Sees whatever was written before, for twice the read units. @default false */
  consistent?: boolean;
}

/** The half of the store that answers questions. Every answer is read to its last page, as far as it is consumed. */
export interface EventReader {
  /** Events of one call in the table's order. */
  eventsOfCall(callSid: string, options?: EventsOfCall): AsyncGenerator<StoredEvent>;
  /** The first event of a call, whatever it is; undefined where there is none. */
  firstOfCall(callSid: string): Promise<StoredEvent | undefined>;
  /** The errors of one call, in the table's order. */
  errorsOfCall(callSid: string, span?: TimeSpan): AsyncGenerator<StoredEvent>;
  /** Indexed events of one level across calls, newest first. */
  latestOfLevel(level: Level, span?: TimeSpan): AsyncGenerator<StoredEvent>;
  /** Errors across calls, newest first: those of level ERROR and those of a level nobody knows. */
  latestErrors(span?: TimeSpan): AsyncGenerator<StoredEvent>;
}

export function createEventReader({ client, tableName }: { client: DynamoDBClient; tableName: string }): EventReader {
  async function read(input: QueryCommandInput): Promise<QueryCommandOutput> {
    try {
      return await client.send(new QueryCommand(input));
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
      throw new Error(`there is no table ${tableName}, or it is not this project's`, { cause: error });
    }
  }

  async function* query(span: TimeSpan, input: Omit<QueryCommandInput, 'TableName'>): AsyncGenerator<StoredEvent> {
    if (endsBeforeItStarts(span)) return;
    let startKey: Record<string, AttributeValue> | undefined;
    do {
      const page = await read({ ...input, TableName: tableName, ExclusiveStartKey: startKey });
      for (const item of page.Items ?? []) yield fromItem(item);
      startKey = page.LastEvaluatedKey;
    } while (startKey !== undefined);
  }

  function eventsOfCall(callSid: string, options: EventsOfCall = {}) {
    const { levels = LEVELS, consistent = false } = options;
    const names = levels.map((_level, index) => `:level${index}`);
    const someLevels = levels.length < LEVELS.length;
    return query(options, {
      ...keyCondition(TABLE_KEYS, callSid, options, {
        names: someLevels ? { '#level': LEVEL_INDEX.partitionKey } : {},
        values: someLevels ? Object.fromEntries(levels.map((level, index) => [`:level${index}`, { S: level }])) : {},
      }),
      ...(someLevels && { FilterExpression: `#level IN (${names.join(', ')})` }),
      ...(consistent && { ConsistentRead: true }),
    });
  }

  async function firstOfCall(callSid: string) {
    const { Items: [first] = [] } = await read({
      ...keyCondition(TABLE_KEYS, callSid, {}),
      TableName: tableName,
      Limit: 1,
    });
    return first === undefined ? undefined : fromItem(first);
  }

  async function* errorsOfCall(callSid: string, span: TimeSpan = {}) {
    for await (const stored of eventsOfCall(callSid, { ...span, levels: ['ERROR', 'UNKNOWN'] })) {
      if (isError(stored.event.data)) yield stored;
    }
  }

  function latestOfLevel(level: Level, span: TimeSpan = {}) {
    return query(span, {
      ...keyCondition(LEVEL_INDEX, level, span),
      IndexName: LEVEL_INDEX.name,
      ScanIndexForward: false,
    });
  }

  async function* latestErrors(span: TimeSpan = {}) {
    for await (const stored of newestFirst(latestOfLevel('ERROR', span), latestOfLevel('UNKNOWN', span))) {
      // With every level indexed, the partition UNKNOWN holds more than errors.
      if (isError(stored.event.data)) yield stored;
    }
  }

  return { eventsOfCall, firstOfCall, errorsOfCall, latestOfLevel, latestErrors };
}
