import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import pLimit from 'p-limit';
import { CHILD_PREFIX, callLedTo, SUMMARY_PART } from '../families/call-summary/keys.ts';
import { objectAt } from '../families/call-summary/said.ts';
import { IN_CONFERENCE_PREFIX } from '../families/conference-summary/keys.ts';
import { fromAttributes } from '../lambda/store/attribute-value.ts';
import { isCallSid } from '../shared/call-sid.ts';
import { INSIGHTS_KEYS, type TableNames } from '../shared/table.ts';
import { type CallsOfParties, findCallsOf, isOfParty } from './calls-of-parties.ts';
import { createConferenceRows } from './conference-rows.ts';
import { createPartitionEraser, type PartitionEraserOptions } from './partition-eraser.ts';

/** Rows of calls: of call events, summaries, and rows that lead to those calls or from them to others. */
export interface RowCount {
  events: number;
  insights: number;
  /** Rows of conferences and of participants. */
  conferences: number;
  pointers: number;
}

/** Whether rows that lead to the calls from elsewhere stay: `find` has them. @default false */
export interface Leads {
  stay?: boolean;
}

/** Deletes calls out of both tables. */
export interface RowEraser {
  /** False for a stack of before there was a table of call insights: calls of a party are not known of it then. */
  hasInsights: boolean;
  count(callSids: readonly string[], leads?: Leads): Promise<RowCount>;
  /**
   * Deletes the events of calls, then what leads to their summaries, and those last: they say what that is. So it can be
   * killed anywhere and run again.
   * @throws the table's error; some of the rows may be gone then
   */
  erase(callSids: readonly string[], leads?: Leads): Promise<RowCount>;
  /** @see findCallsOf */
  find(parties: ReadonlySet<string>, others: ReadonlySet<string>): Promise<CallsOfParties>;
  /** Deletes rows that `find` found, to be done before those of the calls: nothing else says whose they are. */
  erasePointers(rows: CallsOfParties['pointers']): Promise<void>;
  countPointersOf(party: string): Promise<number>;
  /** Deletes the rows that lead from a party to calls, to be done when those are gone. */
  erasePointersOf(party: string): Promise<number>;
  /** Deletes participants that `find` found. */
  eraseParticipants(rows: CallsOfParties['participants']): Promise<void>;
  countConference(conferenceSid: string): Promise<RowCount>;
  /** Deletes what leads to the participants of a conference, then these and its summary. @throws as `erase` */
  eraseConference(conferenceSid: string): Promise<RowCount>;
}

export interface RowEraserOptions extends Pick<PartitionEraserOptions, 'client' | 'clock'> {
  /** Without `call-insights` for a stack that has no such table. */
  tables: Pick<TableNames, 'call-events'> & Partial<TableNames>;
}

/** The most calls of one `count` or `erase`: the partition of a number is read once for all of them. */
export const MAX_CALLS_AT_ONCE = 1_000;

const REQUESTS_IN_FLIGHT = 8;
const PARTIES = [
  ['facets', 'from'],
  ['facets', 'to'],
  ['from', 'caller'],
  ['from', 'callee'],
  ['to', 'caller'],
  ['to', 'callee'],
] as const;

export function createRowEraser({ client, tables, clock }: RowEraserOptions): RowEraser {
  const tableName = tables['call-insights'];
  const events = createPartitionEraser({ client, clock, table: 'call-events', tableName: tables['call-events'] });
  const insights =
    tableName === undefined ? undefined : createPartitionEraser({ client, clock, table: 'call-insights', tableName });

  const conferences = tableName === undefined ? undefined : createConferenceRows(client, tableName);

  /** Partitions that hold rows that lead to a call: of its parent, and of whoever took part. */
  async function leadsTo(callSid: string): Promise<string[]> {
    const summary = new GetItemCommand({
      TableName: tableName,
      Key: { [INSIGHTS_KEYS.partitionKey]: { S: callSid }, [INSIGHTS_KEYS.sortKey]: { S: SUMMARY_PART } },
      ProjectionExpression: 'parent_call_sid, facets, #from, #to',
      ExpressionAttributeNames: { '#from': 'from', '#to': 'to' },
      ConsistentRead: true,
    });
    const { Item = {} } = await client.send(summary);
    const row = fromAttributes(Item);
    const named = [row.parent_call_sid, ...PARTIES.map(([object, member]) => objectAt(row, object)[member])];
    return named.filter(isCallSid);
  }

  async function conference(does: 'count' | 'erase', conferenceSid: string): Promise<RowCount> {
    const nothing = { events: 0, insights: 0, conferences: 0, pointers: 0 };
    if (insights === undefined || conferences === undefined) return nothing;
    const { pointers, rows } = await conferences.ofConference(conferenceSid);
    if (does === 'erase') {
      await insights.eraseRows(pointers);
      await insights.eraseRows(rows);
    }
    return { ...nothing, conferences: rows.length, pointers: pointers.length };
  }

  async function each(
    does: 'count' | 'erase',
    callSids: readonly string[],
    { stay = false }: Leads = {},
  ): Promise<RowCount> {
    const inFlight = pLimit(REQUESTS_IN_FLIGHT);
    const inAll = async (ids: Iterable<string>, rowsOf: (id: string) => Promise<number>) => {
      const counts = await inFlight.map(ids, rowsOf).finally(() => inFlight.clearQueue());
      return counts.reduce((sum, count) => sum + count, 0);
    };
    const counted = {
      events: await inAll(callSids, (callSid) => events[does](callSid)),
      insights: 0,
      conferences: 0,
      pointers: 0,
    };
    if (insights === undefined || conferences === undefined) return counted;
    const wanted = new Set(callSids);
    const inConferences = await inFlight.map(wanted, conferences.ofCall).finally(() => inFlight.clearQueue());
    const named = stay ? [] : (await inFlight.map(wanted, leadsTo).finally(() => inFlight.clearQueue())).flat();
    if (!stay) named.push(...inConferences.flatMap(({ parties }) => parties.filter(isCallSid)));
    // The rows of a parent that goes too go with it.
    const leads = new Set(named.filter((lead) => !wanted.has(lead)));
    const isPointer = (part: string) => wanted.has(callLedTo(part) ?? '');
    counted.pointers = await inAll(leads, (lead) => insights[does](lead, isPointer));
    counted.pointers += await inAll(wanted, (callSid) => insights[does](callSid, isOfChild));
    const participants = inConferences.flatMap((found) => found.participants);
    if (does === 'erase') await insights.eraseRows(participants);
    counted.conferences = participants.length;
    counted.pointers += await inAll(wanted, (callSid) => insights[does](callSid, isInConference));
    counted.insights = await inAll(wanted, (callSid) => insights[does](callSid, isSummary));
    return counted;
  }

  return {
    hasInsights: insights !== undefined,
    count: (...asked) => each('count', ...asked),
    erase: (...asked) => each('erase', ...asked),
    async find(parties, others) {
      if (tableName === undefined) return { callSids: new Set(), pointers: [], participants: [] };
      return findCallsOf(parties, others, { client, tableName });
    },
    erasePointers: async (rows) => insights?.eraseRows(rows),
    countPointersOf: async (party) => (await insights?.count(party, isOfParty)) ?? 0,
    erasePointersOf: async (party) => (await insights?.erase(party, isOfParty)) ?? 0,
    eraseParticipants: async (rows) => insights?.eraseRows(rows),
    countConference: (conferenceSid) => conference('count', conferenceSid),
    eraseConference: (conferenceSid) => conference('erase', conferenceSid),
  };
}

function isSummary(part: string): boolean {
  return callLedTo(part) === undefined && !isInConference(part);
}

function isInConference(part: string): boolean {
  return part.startsWith(IN_CONFERENCE_PREFIX);
}

function isOfChild(part: string): boolean {
  return part.startsWith(CHILD_PREFIX);
}
