import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { clientOf } from '../families/call-metric/item.ts';
import { metricPrefix } from '../families/call-metric/keys.ts';
import { callLedTo, SUMMARY_PART } from '../families/call-summary/keys.ts';
import { conferenceOfId, participantOfPart } from '../families/conference-summary/keys.ts';
import { fromParticipantItem, callOf as participantCall } from '../families/participant-summary/item.ts';
import { type Attributes, fromAttributes } from '../lambda/store/attribute-value.ts';
import { INSIGHTS_KEYS } from '../shared/table.ts';
import type { RowKey } from './partition-eraser.ts';
import { namesAnyOf } from './set-aside/is-named.ts';
import { namedInValue } from './set-aside/named-calls.ts';

/** What the table of call insights has of numbers, clients and SIP addresses. */
export interface CallsOfParties {
  /** Calls that rows lead to from a party, and calls whose summary, sample or part in a conference names one. */
  callSids: ReadonlySet<string>;
  /** Rows that lead to one of the calls from elsewhere, as an earlier version of its summary had it. */
  pointers: readonly RowKey[];
  /** Participants of no call that name one of the parties. */
  participants: readonly RowKey[];
  /** SIDs of conferences whose summary names one of the parties, in order. */
  conferenceSids: readonly string[];
}

export interface ScanOptions {
  client: DynamoDBClient;
  tableName: string;
}

const { partitionKey, sortKey } = INSIGHTS_KEYS;
const NO_CALLS: ReadonlySet<string> = new Set();

/**
 * Reads the whole table for the calls of parties. A row can stand before the summary that says whose call it leads to:
 * so the table is read again, up to where the last of the calls was found, and nothing is kept of other calls' rows.
 * @param others more calls, rows that lead to which are wanted too
 */
export async function findCallsOf(
  parties: ReadonlySet<string>,
  others: ReadonlySet<string>,
  options: ScanOptions,
): Promise<CallsOfParties> {
  const callSids = new Set<string>();
  const pointers = new Map<string, RowKey>();
  const ofNoCall = { participants: [] as RowKey[], conferenceSids: new Set<string>() };
  const callOf = callReader(parties, ofNoCall);
  const collect = (rows: readonly Attributes[]) => {
    for (const row of rows) {
      const { partition, sortKey: part } = keyOf(row);
      const callSid = callLedTo(part) ?? '';
      if (!callSids.has(callSid) && !others.has(callSid)) continue;
      pointers.set(`${part} ${partition}`, { partition, sortKey: part });
    }
  };
  let last: RowKey | undefined;
  for await (const rows of pagesOf(options)) {
    const before = callSids.size;
    for (const row of rows) {
      const callSid = callOf(row);
      if (callSid !== undefined) callSids.add(callSid);
    }
    const end = rows.at(-1);
    if (callSids.size > before && end !== undefined) last = keyOf(end);
    collect(rows);
  }
  if (last !== undefined) {
    for await (const rows of pagesOf(options, '#id, #part')) {
      collect(rows);
      if (rows.some((row) => isSame(keyOf(row), last))) break;
    }
  }
  const goesAnyway = ({ partition, sortKey: part }: RowKey) =>
    isOfParty(part) ? parties.has(partition) : callSids.has(partition) || others.has(partition);
  return {
    callSids,
    pointers: [...pointers.values()].filter((row) => !goesAnyway(row)),
    participants: ofNoCall.participants,
    conferenceSids: [...ofNoCall.conferenceSids].sort(),
  };
}

/** Whether a sort key is that of a row that leads from a party to one of its calls: those lead from a call to its children. */
export function isOfParty(part: string): boolean {
  return /^\d/.test(part) && callLedTo(part) !== undefined;
}

/**
 * The call of a party that a row leads to, or whose summary, sample or part in a conference it is.
 * @param ofNoCall gets participants without a call, and conferences
 */
function callReader(
  parties: ReadonlySet<string>,
  ofNoCall: { participants: RowKey[]; conferenceSids: Set<string> },
): (row: Attributes) => string | undefined {
  const names = namesAnyOf({ callSids: NO_CALLS, parties });
  const mayName = textFilter(parties);
  return (row) => {
    const { partition, sortKey: part } = keyOf(row);
    const isParticipant = participantOfPart(part) !== undefined;
    const isSample = part.startsWith(metricPrefix());
    // The SDK says its client with the scheme or without.
    if (isSample && clientsOf(row).some((client) => parties.has(client))) return partition;
    if (part !== SUMMARY_PART && !isParticipant && !isSample) {
      return parties.has(partition) && isOfParty(part) ? callLedTo(part) : undefined;
    }
    const summary = fromAttributes(row);
    if (!mayName(JSON.stringify(summary)) || names(namedInValue(summary)) !== true) return undefined;
    if (isParticipant) {
      const callSid = participantCall(fromParticipantItem(row).event);
      if (callSid === undefined) ofNoCall.participants.push(keyOf(row));
      return callSid;
    }
    const conferenceSid = conferenceOfId(partition);
    if (conferenceSid === undefined || isSample) return partition;
    // The name of a conference can be a number; it is no call all the same.
    ofNoCall.conferenceSids.add(conferenceSid);
    return undefined;
  };
}

function clientsOf(row: Attributes): string[] {
  const client = clientOf(row);
  return client === undefined ? [] : [client, `client:${client}`];
}

/** Few rows are read as thoroughly as what is set aside: JSON has no second way to write these characters. */
function textFilter(parties: ReadonlySet<string>): (json: string) => boolean {
  const texts = [...parties].map((party) => (/^[\w+:@. ;=-]+$/.test(party) ? party.replace(/^\+/, '') : ''));
  return (json) => texts.some((text) => json.includes(text));
}

async function* pagesOf({ client, tableName }: ScanOptions, projection?: string): AsyncGenerator<Attributes[]> {
  const pages = paginateScan(
    { client },
    {
      TableName: tableName,
      ConsistentRead: true,
      ...(projection !== undefined && {
        ProjectionExpression: projection,
        ExpressionAttributeNames: { '#id': partitionKey, '#part': sortKey },
      }),
    },
  );
  for await (const { Items = [] } of pages) yield Items;
}

function keyOf(row: Attributes): RowKey {
  return { partition: row[partitionKey]?.S ?? '', sortKey: row[sortKey]?.S ?? '' };
}

function isSame(one: RowKey, other: RowKey | undefined): boolean {
  return one.partition === other?.partition && one.sortKey === other.sortKey;
}
