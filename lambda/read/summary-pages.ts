import {
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  ProvisionedThroughputExceededException,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { type CallEntry, callEntry } from '../../families/call-summary/call-entry.ts';
import { fromSummaryItem, type StoredSummary } from '../../families/call-summary/item.ts';
import { CHILD_PREFIX, dayBucket, EARLIEST, partsOfStartedId, SUMMARY_PART } from '../../families/call-summary/keys.ts';
import type { Clock } from '../../shared/clock.ts';
import { backoffMs } from '../../shared/retry.ts';
import { INSIGHTS_KEYS, STARTED_INDEX } from '../../shared/table.ts';
import type { Attributes } from '../store/attribute-value.ts';
import { dayBefore, endOfDay } from './days.ts';
import { endsBeforeItStarts, keyCondition, type TimeSpan } from './key-condition.ts';

/** Of BatchGetItem. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
export const MAX_KEYS = 100;
/** Days without a call that one read goes through: each costs half a read unit and a few milliseconds. */
const DAYS_OF_A_READ = 10;
/** Without an answer to any key. The waits before are 1.5 s together, at most. */
const MAX_ATTEMPTS = 5;

/** Where what follows begins: at a key, which belongs to it, or behind one. Keys are `<start, UTC, ms>#CA…`. */
export interface CallsPlace {
  upTo?: string;
  beyond?: string;
}

/** Calls newest first; there may be none of them and a place to go on. */
export interface CallsPage {
  calls: readonly FoundCall[];
  next?: CallsPlace;
}

/** A call of a list, and its summary where that was read with it. */
export interface FoundCall {
  entry: CallEntry;
  summary?: StoredSummary;
}

export interface PageOfCalls extends TimeSpan, CallsPlace {
  /** Times, fixed-width UTC: neither days nor pointers are gone through without an end. */
  from: string;
  to: string;
  limit?: number;
}

/** Reads of the table of call insights, a request to DynamoDB each or, where it says so, a few. */
export interface SummaryPages {
  summaryOf(callSid: string): Promise<StoredSummary | undefined>;
  /** Calls by SID, of those that have a summary: a request for each hundred, and more for what was not answered. */
  callsOf(callSids: readonly string[]): Promise<ReadonlyMap<string, Required<FoundCall>>>;
  /** Calls of a shard of the index; a few requests, where days have none. */
  pageOfShard(shard: number, page: PageOfCalls): Promise<CallsPage>;
  /** Calls of a number, client or SIP address, a hundred at most: a request for its pointers and one for the rows. */
  pageOfParty(party: string, page: PageOfCalls): Promise<CallsPage>;
  /** SIDs of the calls that a summary once called children of this one. */
  childrenOf(callSid: string): Promise<readonly string[]>;
}

export function createSummaryPages({
  client,
  tableName,
  clock,
}: {
  client: DynamoDBClient;
  tableName: string;
  clock: Pick<Clock, 'sleep' | 'random'>;
}): SummaryPages {
  const query = (input: Omit<QueryCommandInput, 'TableName'>) =>
    client.send(new QueryCommand({ ...input, TableName: tableName }));

  async function rowsOf(callSids: readonly string[]): Promise<Attributes[]> {
    const rows: Attributes[] = [];
    let keys: Attributes[] = callSids.map(summaryKey);
    for (let attempt = 0; keys.length > 0; attempt += 1) {
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: keys } } }),
      );
      const found = Responses?.[tableName] ?? [];
      rows.push(...found);
      keys = UnprocessedKeys?.[tableName]?.Keys ?? [];
      if (keys.length === 0) break;
      // An answer ends at 16 MB, too: that is no trouble.
      if (found.length > 0) attempt = 0;
      if (attempt === MAX_ATTEMPTS) throw throttled(tableName);
      await clock.sleep(backoffMs(attempt, clock.random));
    }
    return rows;
  }

  async function pageOfShard(shard: number, { to, limit, ...page }: PageOfCalls): Promise<CallsPage> {
    const from = page.from < EARLIEST ? EARLIEST : page.from;
    let place: CallsPlace = { upTo: page.upTo ?? `${to}~`, beyond: page.beyond };
    for (let days = 0; days < DAYS_OF_A_READ; days += 1) {
      if (endsBeforeItStarts({ from, to: firstKey(place) })) return { calls: [] };
      const day = firstKey(place).slice(0, 'yyyy-mm-dd'.length);
      const bucket = dayBucket(day, shard);
      const { Items = [], LastEvaluatedKey } = await query({
        ...keyCondition(STARTED_INDEX, bucket, { from, to, lastKey: place.upTo }),
        IndexName: STARTED_INDEX.name,
        ScanIndexForward: false,
        Limit: limit,
        ...(place.beyond !== undefined && { ExclusiveStartKey: indexKey(bucket, place.beyond) }),
      });
      const isFirstDay = LastEvaluatedKey === undefined && from.startsWith(day);
      place = LastEvaluatedKey
        ? { upTo: place.upTo, beyond: textOf(LastEvaluatedKey, STARTED_INDEX.sortKey) }
        : { upTo: endOfDay(dayBefore(day)) };
      if (Items.length > 0 || isFirstDay) {
        const calls = Items.map((row) => ({ entry: callEntry(row) }));
        return isFirstDay ? { calls } : { calls, next: place };
      }
    }
    return { calls: [], next: place };
  }

  return {
    async summaryOf(callSid) {
      const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key: summaryKey(callSid) }));
      return Item && fromSummaryItem(Item);
    },
    async callsOf(callSids) {
      const found = new Map<string, Required<FoundCall>>();
      for (const some of inHundreds([...new Set(callSids)])) {
        for (const row of await rowsOf(some)) found.set(textOf(row, INSIGHTS_KEYS.partitionKey), foundCall(row));
      }
      return found;
    },
    pageOfShard,
    async pageOfParty(party, { from, to, upTo, beyond, limit = MAX_KEYS }) {
      if (endsBeforeItStarts({ from, to: firstKey({ upTo: upTo ?? to, beyond }) })) return { calls: [] };
      const { Items = [], LastEvaluatedKey } = await query({
        ...keyCondition(INSIGHTS_KEYS, party, { from, to, lastKey: upTo }),
        ScanIndexForward: false,
        Limit: Math.min(limit, MAX_KEYS),
        ...(beyond !== undefined && { ExclusiveStartKey: keyOf(party, beyond) }),
      });
      const parts = Items.map((row) => textOf(row, INSIGHTS_KEYS.sortKey));
      const rows = await rowsOf([...new Set(parts.map((part) => partsOfStartedId(part).callSid))]);
      const byPlace = new Map(rows.map((row) => [textOf(row, STARTED_INDEX.sortKey), row]));
      // A version that said another start left its pointer behind: the call is where its summary says.
      const calls = parts.flatMap((part) => {
        const row = byPlace.get(part);
        return row === undefined ? [] : [foundCall(row)];
      });
      return {
        calls,
        ...(LastEvaluatedKey && { next: { beyond: textOf(LastEvaluatedKey, INSIGHTS_KEYS.sortKey) } }),
      };
    },
    async childrenOf(callSid) {
      const children: string[] = [];
      let start: Attributes | undefined;
      do {
        const { Items = [], LastEvaluatedKey } = await query({
          KeyConditionExpression: '#id = :id AND begins_with(#part, :prefix)',
          ExpressionAttributeNames: { '#id': INSIGHTS_KEYS.partitionKey, '#part': INSIGHTS_KEYS.sortKey },
          ExpressionAttributeValues: { ':id': { S: callSid }, ':prefix': { S: CHILD_PREFIX } },
          ExclusiveStartKey: start,
        });
        children.push(...Items.map((row) => textOf(row, INSIGHTS_KEYS.sortKey).slice(CHILD_PREFIX.length)));
        start = LastEvaluatedKey;
      } while (start !== undefined);
      return children;
    },
  };
}

function summaryKey(callSid: string): Attributes {
  return keyOf(callSid, SUMMARY_PART);
}

function keyOf(id: string, part: string): Attributes {
  return { [INSIGHTS_KEYS.partitionKey]: { S: id }, [INSIGHTS_KEYS.sortKey]: { S: part } };
}

/** A key of the index has the table's beside its own. */
function indexKey(bucket: string, startedId: string): Attributes {
  return {
    [STARTED_INDEX.partitionKey]: { S: bucket },
    [STARTED_INDEX.sortKey]: { S: startedId },
    ...summaryKey(partsOfStartedId(startedId).callSid),
  };
}

/** What the keys of a place are no greater than. */
export function firstKey({ upTo = '', beyond = upTo }: CallsPlace): string {
  return beyond;
}

function inHundreds(callSids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(callSids.length / MAX_KEYS) }, (_some, index) =>
    callSids.slice(index * MAX_KEYS, (index + 1) * MAX_KEYS),
  );
}

function textOf(row: Attributes, name: string): string {
  return row[name]?.S ?? '';
}

function foundCall(row: Attributes): Required<FoundCall> {
  return { entry: callEntry(row), summary: fromSummaryItem(row) };
}

function throttled(tableName: string): Error {
  return new ProvisionedThroughputExceededException({
    message: `the table ${tableName} answers nothing for the keys that it is asked for`,
    $metadata: {},
  });
}
