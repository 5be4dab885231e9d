import { type DynamoDBClient, GetItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { SUMMARY_PART, saidTime, startedId } from '../families/call-summary/keys.ts';
import {
  CONFERENCE_PART,
  conferenceId,
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
  /**
   * Rows of a call as a participant: where they are, and the numbers, clients and SIP addresses that they name.
   * @param parts sort keys of the rows that lead from the call to its parts in conferences
   */
  ofCall(callSid: string, parts: readonly string[]): Promise<{ participants: RowKey[]; parties: string[] }>;
  /** Rows that lead to the participants of a conference, and those of these and of its summary. */
  ofConference(conferenceSid: string): Promise<{ pointers: RowKey[]; rows: RowKey[] }>;
}

export function createConferenceRows(client: DynamoDBClient, tableName: string): ConferenceRows {
  async function participantsOf(id: string): Promise<Attributes[]> {
    const pages = paginateQuery(
      { client },
      {
        TableName: tableName,
        KeyConditionExpression: '#id = :id AND begins_with(#part, :prefix)',
        ExpressionAttributeNames: { '#id': partitionKey, '#part': sortKey },
        ExpressionAttributeValues: { ':id': { S: id }, ':prefix': { S: PARTICIPANT_PREFIX } },
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
    async ofCall(callSid, parts) {
      const places = parts.flatMap((part) => inConferenceOfPart(part) ?? []);
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
      const participantRows = await participantsOf(id);
      const participants = participantRows.map(fromParticipantItem);
      const leads = participants.map(async (participant): Promise<RowKey[]> => {
        const callSid = callOf(participant.event);
        if (callSid === undefined) return [];
        const place = { conferenceSid, participantSid: participant.event.data.participant_sid };
        return [{ partition: callSid, sortKey: inConferencePart(place) }, ...(await ofParties(participant))];
      });
      const pointers = (await Promise.all(leads)).flat();
      const isThere = await Promise.all(pointers.map(rowAt));
      const summary = { partition: id, sortKey: CONFERENCE_PART };
      const isSummaryThere = (await rowAt(summary)) !== undefined;
      return {
        pointers: distinct(pointers.filter((_, index) => isThere[index] !== undefined)),
        rows: [
          ...participantRows.map((row) => ({ partition: id, sortKey: row[sortKey]?.S ?? '' })),
          ...(isSummaryThere ? [summary] : []),
        ],
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
