import { type DynamoDBClient, GetItemCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { type CallEntry, callEntry } from '../../families/call-summary/call-entry.ts';
import { fromSummaryItem, type StoredSummary } from '../../families/call-summary/item.ts';
import { CHILD_PREFIX, partsOfStartedId, SUMMARY_PART } from '../../families/call-summary/keys.ts';
import { conferenceOfId } from '../../families/conference-summary/keys.ts';
import type { Clock } from '../../shared/clock.ts';
import { INSIGHTS_KEYS, STARTED_INDEX } from '../../shared/table.ts';
import type { Attributes } from '../store/attribute-value.ts';
import { endsBeforeItStarts, keyCondition } from './key-condition.ts';
import { createRowReader, MAX_KEYS } from './row-reader.ts';
import { rowsBeginning } from './rows-beginning.ts';
import { firstKey, type StartedPlace } from './started-place.ts';
import { type PageOfStarted, readShard } from './started-shard.ts';

/** Calls newest first; there may be none of them and a place to go on. */
export interface CallsPage {
  calls: readonly FoundCall[];
  next?: StartedPlace;
}

/** A call of a list, and its summary where that was read with it. */
export interface FoundCall {
  entry: CallEntry;
  summary?: StoredSummary;
}

/** Reads of the table of call insights, a request to DynamoDB each or, where it says so, a few. */
export interface SummaryPages {
  summaryOf(callSid: string): Promise<StoredSummary | undefined>;
  /** Calls by SID, of those that have a summary: a request for each hundred, and more for what was not answered. */
  callsOf(callSids: readonly string[]): Promise<ReadonlyMap<string, Required<FoundCall>>>;
  /** Calls of a shard of the index; a few requests, where days have none. */
  pageOfShard(shard: number, page: PageOfStarted): Promise<CallsPage>;
  /** Calls of a number, client or SIP address, a hundred at most: a request for its pointers and one for the rows. */
  pageOfParty(party: string, page: PageOfStarted): Promise<CallsPage>;
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
  const read = createRowReader({ client, tableName, clock });

  async function pageOfShard(shard: number, page: PageOfStarted): Promise<CallsPage> {
    const { rows, next } = await readShard({ query, kind: 'call', keyOf: summaryKey }, shard, page);
    return { calls: rows.map((row) => ({ entry: callEntry(row) })), ...(next && { next }) };
  }

  return {
    async summaryOf(callSid) {
      const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key: summaryKey(callSid) }));
      return Item && isOfCall(Item) ? fromSummaryItem(Item) : undefined;
    },
    async callsOf(callSids) {
      const found = new Map<string, Required<FoundCall>>();
      for (const row of await read([...new Set(callSids)].map(summaryKey))) {
        if (isOfCall(row)) found.set(textOf(row, INSIGHTS_KEYS.partitionKey), foundCall(row));
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
      const calls = [...new Set(parts.map((part) => partsOfStartedId(part).callSid))];
      const rows = await read(calls.map(summaryKey));
      const byPlace = new Map(rows.map((row) => [textOf(row, STARTED_INDEX.sortKey), row]));
      // A version that said another start left its pointer behind: the call is where its summary says.
      const found = parts.flatMap((part) => {
        const row = byPlace.get(part);
        return row === undefined ? [] : [foundCall(row)];
      });
      return {
        calls: found,
        ...(LastEvaluatedKey && { next: { beyond: textOf(LastEvaluatedKey, INSIGHTS_KEYS.sortKey) } }),
      };
    },
    async childrenOf(callSid) {
      const rows = await rowsBeginning(query, callSid, CHILD_PREFIX);
      return rows.map((row) => textOf(row, INSIGHTS_KEYS.sortKey).slice(CHILD_PREFIX.length));
    },
  };
}

function summaryKey(callSid: string): Attributes {
  return keyOf(callSid, SUMMARY_PART);
}

function keyOf(id: string, part: string): Attributes {
  return { [INSIGHTS_KEYS.partitionKey]: { S: id }, [INSIGHTS_KEYS.sortKey]: { S: part } };
}

/** A conference has its summary under the same key, in a partition of its own. */
function isOfCall(row: Attributes): boolean {
  return conferenceOfId(textOf(row, INSIGHTS_KEYS.partitionKey)) === undefined;
}

function textOf(row: Attributes, name: string): string {
  return row[name]?.S ?? '';
}

function foundCall(row: Attributes): Required<FoundCall> {
  return { entry: callEntry(row), summary: fromSummaryItem(row) };
}
