import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CallEntry } from '../../families/call-summary/call-entry.ts';
import type { StoredSummary } from '../../families/call-summary/item.ts';
import { said } from '../../families/call-summary/said.ts';
import type { Clock } from '../../shared/clock.ts';
import { type CallQuery, callFilter } from './call-query.ts';
import { callSources } from './call-sources.ts';
import { newestStarted } from './started-source.ts';
import { createSummaryPages } from './summary-pages.ts';
import { told } from './told.ts';

/** Of each source: whoever wants the newest few has them at once, and memory stays as it is. */
const CALLS_OF_A_READ = 250;

export interface CallsAskedFor extends CallQuery {
  /** A time: neither days without calls nor those of a number are gone through without an end. */
  from: string;
}

/** Answers questions about calls. Every answer is read to its last page, as far as it is consumed. */
export interface SummaryReader {
  /** The best version of a call's summary that there is. */
  summaryOf(callSid: string): Promise<StoredSummary | undefined>;
  /** Summaries by call, of those that have one. */
  summariesOf(callSids: readonly string[]): Promise<ReadonlyMap<string, StoredSummary>>;
  /** The calls that this one made, as far as they have a summary, in the order of their starts. */
  childrenOf(callSid: string): Promise<readonly StoredSummary[]>;
  /** Calls newest first. Those of a number, client or SIP address are found by it; all others by their start. */
  latestCalls(query: CallsAskedFor): AsyncGenerator<CallEntry>;
}

export interface SummaryReaderOptions {
  client: DynamoDBClient;
  tableName: string;
  clock: Pick<Clock, 'now' | 'sleep' | 'random'>;
  /** Whether the table has pointers from numbers to calls. @default true */
  partyLookup?: boolean;
}

export function createSummaryReader({
  client,
  tableName,
  clock,
  partyLookup = true,
}: SummaryReaderOptions): SummaryReader {
  const pages = createSummaryPages({ client, tableName, clock });

  async function summariesOf(callSids: readonly string[]): Promise<ReadonlyMap<string, StoredSummary>> {
    const calls = await told(tableName, pages.callsOf(callSids));
    return new Map(Array.from(calls, ([callSid, { summary }]) => [callSid, summary]));
  }

  return {
    summaryOf: (callSid) => told(tableName, pages.summaryOf(callSid)),
    summariesOf,
    async childrenOf(callSid) {
      const summaries = await summariesOf(await told(tableName, pages.childrenOf(callSid)));
      // Twilio's REST API names no parent: a summary from there is no reason to doubt one that did.
      return [...summaries.values()]
        .filter(({ event }) => (said(event.data.parent_call_sid) ?? callSid) === callSid)
        .toSorted((one, other) => (one.startedId < other.startedId ? -1 : 1));
    },
    async *latestCalls(query) {
      const sources = callSources(pages, query, { nowMs: clock.now(), partyLookup });
      const passes = callFilter(query);
      let last: string | undefined;
      for (;;) {
        const source = newestStarted(sources);
        const call = source?.head();
        if (source === undefined || call === undefined) {
          const lacking = sources.filter((one) => one.isLacking());
          if (lacking.length === 0) return;
          await told(tableName, Promise.all(lacking.map((one) => one.read(CALLS_OF_A_READ))));
          continue;
        }
        source.pass();
        // Two numbers that are asked for can lead to one call.
        if (call.entry.startedId !== last && (passes === undefined || passes(call.entry))) yield call.entry;
        last = call.entry.startedId;
      }
    },
  };
}
