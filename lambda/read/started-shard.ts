import type { QueryCommandInput, QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { dayBucket, EARLIEST, partsOfStartedId, type StartedKind } from '../../families/call-summary/keys.ts';
import { STARTED_INDEX } from '../../shared/table.ts';
import { dayBefore } from '../../shared/utc-day.ts';
import type { Attributes } from '../store/attribute-value.ts';
import { endOfDay } from './days.ts';
import { endsBeforeItStarts, keyCondition, type TimeSpan } from './key-condition.ts';
import { firstKey, type StartedPlace } from './started-place.ts';

/** Days without anything that one read goes through: each costs half a read unit and a few milliseconds. */
const DAYS_OF_A_READ = 10;

/** Which part of a list is read. */
export interface PageOfStarted extends TimeSpan, StartedPlace {
  /** Times, fixed-width UTC: neither days nor pointers are gone through without an end. */
  from: string;
  to: string;
  limit?: number;
}

export interface ShardOptions {
  query(input: Omit<QueryCommandInput, 'TableName'>): Promise<Pick<QueryCommandOutput, 'Items' | 'LastEvaluatedKey'>>;
  kind: StartedKind;
  /** The key that a row has in the table. */
  keyOf(sid: string): Attributes;
}

/** Reads a shard of the index of calls or conferences, newest first; a few requests, where days have none. */
export async function readShard(
  { query, kind, keyOf }: ShardOptions,
  shard: number,
  { to, limit, ...page }: PageOfStarted,
): Promise<{ rows: readonly Attributes[]; next?: StartedPlace }> {
  const from = page.from < EARLIEST ? EARLIEST : page.from;
  let place: StartedPlace = { upTo: page.upTo ?? `${to}~`, beyond: page.beyond };
  for (let days = 0; days < DAYS_OF_A_READ; days += 1) {
    if (endsBeforeItStarts({ from, to: firstKey(place) })) return { rows: [] };
    const day = firstKey(place).slice(0, 'yyyy-mm-dd'.length);
    const bucket = dayBucket(day, shard, kind);
    const { Items: rows = [], LastEvaluatedKey } = await query({
      ...keyCondition(STARTED_INDEX, bucket, { from, to, lastKey: place.upTo }),
      IndexName: STARTED_INDEX.name,
      ScanIndexForward: false,
      Limit: limit,
      ...(place.beyond !== undefined && { ExclusiveStartKey: indexKey(bucket, place.beyond) }),
    });
    const isFirstDay = LastEvaluatedKey === undefined && from.startsWith(day);
    place = LastEvaluatedKey
      ? { upTo: place.upTo, beyond: LastEvaluatedKey[STARTED_INDEX.sortKey]?.S ?? '' }
      : { upTo: endOfDay(dayBefore(day)) };
    if (isFirstDay) return { rows };
    if (rows.length > 0) return { rows, next: place };
  }
  return { rows: [], next: place };

  /** A key of the index has the table's beside its own. */
  function indexKey(bucket: string, startedId: string): Attributes {
    return {
      [STARTED_INDEX.partitionKey]: { S: bucket },
      [STARTED_INDEX.sortKey]: { S: startedId },
      ...keyOf(partsOfStartedId(startedId).callSid),
    };
  }
}
