import { type DynamoDBClient, GetItemCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { type ConferenceEntry, conferenceEntry } from '../../families/conference-summary/conference-entry.ts';
import { CONFERENCE_SUMMARY_FACTS } from '../../families/conference-summary/facts.ts';
import { fromConferenceItem, type StoredConference } from '../../families/conference-summary/item.ts';
import {
  CONFERENCE_PART,
  conferenceId,
  IN_CONFERENCE_PREFIX,
  type InConference,
  inConferenceOfPart,
  isConferenceSid,
  PARTICIPANT_PREFIX,
  participantPart,
} from '../../families/conference-summary/keys.ts';
import { fromParticipantItem, type StoredParticipant } from '../../families/participant-summary/item.ts';
import type { Clock } from '../../shared/clock.ts';
import { INSIGHTS_KEYS } from '../../shared/table.ts';
import type { Attributes } from '../store/attribute-value.ts';
import { createRowReader } from './row-reader.ts';
import { rowsBeginning } from './rows-beginning.ts';
import { type PageOfStarted, readShard, type ShardOptions } from './started-shard.ts';
import type { StartedPage } from './started-source.ts';

/** A conference of a list, and its summary where that was read with it. */
export interface FoundConference {
  entry: ConferenceEntry;
  conference?: StoredConference;
}

/** Reads of conferences and their participants in the table of call insights. */
export interface ConferencePages {
  conferenceOf(conferenceSid: string): Promise<StoredConference | undefined>;
  participantOf(place: InConference): Promise<StoredParticipant | undefined>;
  /** All that are known of a conference, in no order; a request for each megabyte. */
  participantsOf(conferenceSid: string): Promise<StoredParticipant[]>;
  /** The conferences that a call was in, and as whom, in no order. @param limit of them at most */
  conferencesOfCall(callSid: string, limit: number): Promise<InConference[]>;
  /** Conferences by SID, of those that have a summary: a request for each hundred. */
  conferencesOf(conferenceSids: readonly string[]): Promise<ReadonlyMap<string, Required<FoundConference>>>;
  /** Participants that are there, of those asked for. */
  participantsIn(places: readonly InConference[]): Promise<StoredParticipant[]>;
  /** Conferences of a shard of the index; a few requests, where days have none. */
  pageOfShard(shard: number, page: PageOfStarted): Promise<StartedPage<FoundConference>>;
}

const CONFERENCE_TYPES: ReadonlySet<unknown> = new Set(CONFERENCE_SUMMARY_FACTS.types.map(({ type }) => type));

export function createConferencePages({
  client,
  tableName,
  clock,
}: {
  client: DynamoDBClient;
  tableName: string;
  clock: Pick<Clock, 'sleep' | 'random'>;
}): ConferencePages {
  const query = (input: Omit<QueryCommandInput, 'TableName'>) =>
    client.send(new QueryCommand({ ...input, TableName: tableName }));
  const get = async (key: Attributes) =>
    (await client.send(new GetItemCommand({ TableName: tableName, Key: key }))).Item;
  const read = createRowReader({ client, tableName, clock });
  const shards: ShardOptions = { query, kind: 'conference', keyOf: conferenceKey };

  return {
    async conferenceOf(conferenceSid) {
      const row = await get(conferenceKey(conferenceSid));
      return row !== undefined && isConference(row) ? fromConferenceItem(row) : undefined;
    },
    async participantOf(place) {
      const row = await get(participantKey(place));
      return row && fromParticipantItem(row);
    },
    async participantsOf(conferenceSid) {
      return (await rowsBeginning(query, conferenceId(conferenceSid), PARTICIPANT_PREFIX)).map(fromParticipantItem);
    },
    async conferencesOfCall(callSid, limit) {
      const rows = await rowsBeginning(query, callSid, IN_CONFERENCE_PREFIX, limit);
      return rows.flatMap((row) => inConferenceOfPart(row[INSIGHTS_KEYS.sortKey]?.S ?? '') ?? []);
    },
    async conferencesOf(conferenceSids) {
      const rows = await read([...new Set(conferenceSids.filter(isConferenceSid))].map(conferenceKey));
      return new Map(
        rows.filter(isConference).map((row) => {
          const entry = conferenceEntry(row);
          return [entry.conferenceSid, { entry, conference: fromConferenceItem(row) }];
        }),
      );
    },
    async participantsIn(places) {
      return (await read(places.map(participantKey))).map(fromParticipantItem);
    },
    async pageOfShard(shard, page) {
      const { rows, next } = await readShard(shards, shard, page);
      return { found: rows.map((row) => ({ entry: conferenceEntry(row) })), ...(next && { next }) };
    },
  };
}

/** A call can have any SID, and its summary the same sort key: such a row is no conference's. */
function isConference(row: Attributes): boolean {
  return CONFERENCE_TYPES.has(row.event_type?.S);
}

function conferenceKey(conferenceSid: string): Attributes {
  return keyOf(conferenceId(conferenceSid), CONFERENCE_PART);
}

function participantKey({ conferenceSid, participantSid }: InConference): Attributes {
  return keyOf(conferenceId(conferenceSid), participantPart(participantSid));
}

function keyOf(id: string, part: string): Attributes {
  return { [INSIGHTS_KEYS.partitionKey]: { S: id }, [INSIGHTS_KEYS.sortKey]: { S: part } };
}
