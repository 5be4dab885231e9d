import { type DynamoDBClient, GetItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { SUMMARY_PART, saidTime, startedId } from '../families/call-summary/keys.ts';
import {
  conferenceId,
  IN_CONFERENCE_PREFIX,
  type InConference,
  inConferenceOfPart,
  inConferencePart,
  PARTICIPANT_PREFIX,
  participantPart,
} from '../families/conference-summary/keys.ts';
import {
  callOf,
  fromParticipantItem,
  partiesOf,
  type StoredParticipant,
} from '../families/participant-summary/item.ts';
import type { Attributes } from '../lambda/store/attribute-value.ts';
import { INSIGHTS_KEYS, STARTED_INDEX } from '../shared/table.ts';
import type { RowKey } from './partition-eraser.ts';

const { partitionKey, sortKey } = INSIGHTS_KEYS;

/** Finds rows of conferences, for whoever erases them. It reads consistently. */
export interface ConferenceRows {
  /** Rows of a call as a participant: where they are, and the numbers, clients and SIP addresses that they name. */
  ofCall(callSid: string): Promise<{ participants: RowKey[]; parties: string[] }>;
  /** All that there is of a conference: rows that lead to its participants, and its own. */
  ofConference(conferenceSid: string): Promise<{ pointers: RowKey[]; rows: RowKey[] }>;
}

export function createConferenceRows(client: DynamoDBClient, tableName: string): ConferenceRows {
  async function rowsOf(id: string, prefix: string): Promise<Attributes[]> {
    const pages = paginateQuery(
      { client },
      {
        TableName: tableName,
        KeyConditionExpression: '#id = :id AND begins_with(#part, :prefix)',
        ExpressionAttributeNames: { '#id': partitionKey, '#part': sortKey },
        ExpressionAttributeValues: { ':id': { S: id }, ':prefix': { S: prefix } },
        ConsistentRead: true,
      },
    );
    const rows: Attributes[] = [];
    for await (const { Items = [] } of pages) rows.push(...Items);
    return rows;
  }

  async function rowAt({ partition, sortKey: part }: RowKey): Promise<Attributes | undefined> {
    const Key = { [partitionKey]: { S: partition }, [sortKey]: { S: part } };
    return (await client.send(new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }))).Item;
  }

  /** Rows that lead from parties to the call of a participant, but for those that its summary made too. */
  async function ofParties(participant: StoredParticipant): Promise<RowKey[]> {
    const { data, time } = participant.event;
    const [callSid, joined] = [callOf(participant.event), saidTime(data.join_time) ?? saidTime(time)];
    if (callSid === undefined || joined === undefined) return [];
    const part = startedId(joined, callSid);
    const summary = await rowAt({ partition: callSid, sortKey: SUMMARY_PART });
    if (summary?.[STARTED_INDEX.sortKey]?.S === part) return [];
    return partiesOf(participant.event).map((party) => ({ partition: party, sortKey: part }));
  }

  return {
    async ofCall(callSid) {
      const places = (await rowsOf(callSid, IN_CONFERENCE_PREFIX)).flatMap(
        (row) => inConferenceOfPart(row[sortKey]?.S ?? '') ?? [],
      );
      const found = await Promise.all(
        places.map(async (place) => {
          const key = keyOf(place);
          const row = await rowAt(key);
          const participant = row && fromParticipantItem(row);
          // A later version can have named another call, whose row it is then.
          return participant && callOf(participant.event) === callSid ? { key, participant } : undefined;
        }),
      );
      const known = found.filter((one) => one !== undefined);
      return {
        participants: known.map(({ key }) => key),
        parties: known.flatMap(({ participant }) => partiesOf(participant.event)),
      };
    },
    async ofConference(conferenceSid) {
      const id = conferenceId(conferenceSid);
      const participants = (await rowsOf(id, PARTICIPANT_PREFIX)).map(fromParticipantItem);
      const leads = participants.map(async (participant): Promise<RowKey[]> => {
        const callSid = callOf(participant.event);
        if (callSid === undefined) return [];
        const place = { conferenceSid, participantSid: participant.event.data.participant_sid };
        return [{ partition: callSid, sortKey: inConferencePart(place) }, ...(await ofParties(participant))];
      });
      const pointers = (await Promise.all(leads)).flat();
      const isThere = await Promise.all(pointers.map(rowAt));
      const own = [
        ...participants.map(({ event }) => keyOf({ conferenceSid, participantSid: event.data.participant_sid })),
        { partition: id, sortKey: SUMMARY_PART },
      ];
      const isOwnThere = await Promise.all(own.map(rowAt));
      return {
        pointers: distinct(pointers.filter((_, index) => isThere[index] !== undefined)),
        rows: own.filter((_, index) => isOwnThere[index] !== undefined),
      };
    },
  };
}

function keyOf({ conferenceSid, participantSid }: InConference): RowKey {
  return { partition: conferenceId(conferenceSid), sortKey: participantPart(participantSid) };
}

function distinct(keys: readonly RowKey[]): RowKey[] {
  return [...new Map(keys.map((key) => [`${key.partition.length} ${key.partition} ${key.sortKey}`, key])).values()];
}
