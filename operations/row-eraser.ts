import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import pLimit from 'p-limit';
import { AFTER_METRICS, metricPrefix } from '../families/call-metric/keys.ts';
import { CHILD_PREFIX, callLedTo, SUMMARY_PART } from '../families/call-summary/keys.ts';
import { objectAt } from '../families/call-summary/said.ts';
import {
  CONFERENCE_PART,
  conferenceId,
  IN_CONFERENCE_PREFIX,
  participantOfPart,
} from '../families/conference-summary/keys.ts';
import { fromAttributes } from '../lambda/store/attribute-value.ts';
import { isCallSid } from '../shared/call-sid.ts';
import { INSIGHTS_KEYS, type TableNames } from '../shared/table.ts';
import { type CallsOfParties, findCallsOf, isOfParty } from './calls-of-parties.ts';
import { createConferenceRows } from './conference-rows.ts';
import { createPartitionEraser, type IsMeant, type PartitionEraserOptions, type RowKey } from './partition-eraser.ts';

/** Rows of calls: of call events, of call insights, and rows that lead to those calls or from them to others. */
export interface RowCount {
  events: number;
  /** Summaries and annotations. */
  insights: number;
  /** Samples. */
  metrics: number;
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
   * Deletes the events of calls, then what leads to them, then their samples, and their summaries last: they say what leads
   * to a call, and a sample can be all that says whose call it is. So it can be killed anywhere and run again.
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
  /**
   * Deletes what leads to the participants of a conference, then whatever else is filed under its SID, then these and its
   * summary. @throws as `erase`
   */
  eraseConference(conferenceSid: string): Promise<RowCount>;
}

export interface RowEraserOptions extends Pick<PartitionEraserOptions, 'client' | 'clock'> {
  /** Without `call-insights` for a stack that has no such table. */
  tables: Pick<TableNames, 'call-events'> & Partial<TableNames>;
}

/** The most calls of one `count` or `erase`: the partition of a number is read once for all of them. */
export const MAX_CALLS_AT_ONCE = 1_000;

const NO_ROWS: RowCount = { events: 0, insights: 0, metrics: 0, conferences: 0, pointers: 0 };
const OF_SAMPLES = { span: { startsWith: metricPrefix() } };
const BEFORE_SAMPLES = { before: metricPrefix() };
const AFTER_SAMPLES = { from: AFTER_METRICS };

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
    if (insights === undefined || conferences === undefined) return NO_ROWS;
    const { pointers, rows } = await conferences.ofConference(conferenceSid);
    if (does === 'erase') await insights.eraseRows(pointers);
    // An event, a sample or an annotation can name any SID as its call.
    const others = await each(does, [conferenceId(conferenceSid)], {}, (part) => !isOfConference(part));
    if (does === 'erase') await insights.eraseRows(rows);
    return {
      ...others,
      conferences: others.conferences + rows.length,
      pointers: others.pointers + pointers.length,
    };
  }

  /** What is filed under a call's SID beside its samples, of which there can be thousands: those are not read for it. */
  async function ownRows(callSid: string, isMeant: IsMeant): Promise<RowKey[]> {
    const spans = [BEFORE_SAMPLES, AFTER_SAMPLES];
    const rows = spans.map(async (span) => (await insights?.rows(callSid, { span, isMeant })) ?? []);
    return (await Promise.all(rows)).flat();
  }

  async function each(
    does: 'count' | 'erase',
    callSids: readonly string[],
    { stay = false }: Leads = {},
    isMeant: IsMeant = () => true,
  ): Promise<RowCount> {
    const inFlight = pLimit(REQUESTS_IN_FLIGHT);
    const ofAll = <Id, Found>(ids: Iterable<Id>, find: (id: Id) => Promise<Found>) =>
      inFlight.map(ids, find).finally(() => inFlight.clearQueue());
    const inAll = async (ids: Iterable<string>, rowsOf: (id: string) => Promise<number>) => {
      const counts = await ofAll(ids, rowsOf);
      return counts.reduce((sum, count) => sum + count, 0);
    };
    const counted = { ...NO_ROWS, events: await inAll(callSids, (callSid) => events[does](callSid)) };
    if (insights === undefined || conferences === undefined) return counted;
    const wanted = new Set(callSids);
    const own = await ofAll(wanted, async (callSid) => ({ callSid, rows: await ownRows(callSid, isMeant) }));
    const inConferences = await ofAll(own, ({ callSid, rows }) =>
      conferences.ofCall(callSid, rows.map(({ sortKey }) => sortKey).filter(isInConference)),
    );
    const named: string[] = [];
    if (!stay) {
      const summarised = own.filter(({ rows }) => rows.some(isSummary));
      named.push(...(await ofAll(summarised, ({ callSid }) => leadsTo(callSid))).flat());
      named.push(...inConferences.flatMap(({ parties }) => parties.filter(isCallSid)));
    }
    // The rows of a parent that goes too go with it.
    const leads = new Set(named.filter((lead) => !wanted.has(lead)));
    const isLead = (part: string) => wanted.has(callLedTo(part) ?? '');
    counted.pointers = await inAll(leads, (lead) => insights[does](lead, { span: BEFORE_SAMPLES, isMeant: isLead }));
    const rows = own.flatMap((call) => call.rows);
    const children = rows.filter(({ sortKey }) => sortKey.startsWith(CHILD_PREFIX));
    const participants = inConferences.flatMap((found) => found.participants);
    const parts = rows.filter(({ sortKey }) => isInConference(sortKey));
    const annotations = rows.filter((row) => isOfInsights(row) && !isSummary(row));
    const summaries = rows.filter(isSummary);
    const eraseRows = async (some: readonly RowKey[]) => {
      if (does === 'erase') await insights.eraseRows(some);
    };
    for (const some of [children, participants, parts, annotations]) await eraseRows(some);
    counted.metrics = await inAll(wanted, (callSid) => insights[does](callSid, OF_SAMPLES));
    await eraseRows(summaries);
    counted.pointers += children.length + parts.length;
    counted.conferences = participants.length;
    counted.insights = annotations.length + summaries.length;
    return counted;
  }

  return {
    hasInsights: insights !== undefined,
    count: (...asked) => each('count', ...asked),
    erase: (...asked) => each('erase', ...asked),
    async find(parties, others) {
      if (tableName === undefined) return { callSids: new Set(), pointers: [], participants: [], conferenceSids: [] };
      return findCallsOf(parties, others, { client, tableName });
    },
    erasePointers: async (rows) => insights?.eraseRows(rows),
    countPointersOf: async (party) => (await insights?.count(party, { span: BEFORE_SAMPLES, isMeant: isOfParty })) ?? 0,
    erasePointersOf: async (party) => (await insights?.erase(party, { span: BEFORE_SAMPLES, isMeant: isOfParty })) ?? 0,
    eraseParticipants: async (rows) => insights?.eraseRows(rows),
    countConference: (conferenceSid) => conference('count', conferenceSid),
    eraseConference: (conferenceSid) => conference('erase', conferenceSid),
  };
}

function isSummary({ sortKey }: RowKey): boolean {
  return sortKey === SUMMARY_PART;
}

/** Those that lead from a number with this SID to its calls are neither the call's nor of its insights. */
function isOfInsights({ sortKey }: RowKey): boolean {
  return callLedTo(sortKey) === undefined && !isInConference(sortKey);
}

function isInConference(part: string): boolean {
  return part.startsWith(IN_CONFERENCE_PREFIX);
}

function isOfConference(part: string): boolean {
  return part === CONFERENCE_PART || participantOfPart(part) !== undefined;
}
