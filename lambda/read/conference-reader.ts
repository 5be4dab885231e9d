import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ConferenceEntry } from '../../families/conference-summary/conference-entry.ts';
import type { StoredConference } from '../../families/conference-summary/item.ts';
import type { StoredParticipant } from '../../families/participant-summary/item.ts';
import type { Clock } from '../../shared/clock.ts';
import { utcTime } from '../../shared/utc-time.ts';
import { type ConferencePages, createConferencePages } from './conference-pages.ts';
import { type ConferenceQuery, conferenceFilter } from './conference-query.ts';
import { conferenceSources } from './conference-sources.ts';
import { newestStarted } from './started-source.ts';

/** Of each source, see `createSummaryReader`. */
const CONFERENCES_OF_A_READ = 250;
/** Of one call: nobody is in more of them. */
export const MOST_CONFERENCES = 50;

/** What is known of one conference that a call was in; of either part undefined where there is no row of it. */
export interface ConferenceOfCall {
  conferenceSid: string;
  participantSid: string;
  conference?: StoredConference;
  participant?: StoredParticipant;
}

/** Answers questions about conferences. */
export interface ConferenceReader {
  conferenceOf(conferenceSid: string): Promise<StoredConference | undefined>;
  /** In the order in which they joined. */
  participantsOf(conferenceSid: string): Promise<StoredParticipant[]>;
  /** The conferences that a call was in, in the order in which it joined them. */
  conferencesOfCall(callSid: string): Promise<ConferenceOfCall[]>;
  /** Newest first. */
  latestConferences(query: ConferenceQuery & { from: string }): AsyncGenerator<ConferenceEntry>;
}

export interface ConferenceReaderOptions {
  client: DynamoDBClient;
  tableName: string;
  clock: Pick<Clock, 'now' | 'sleep' | 'random'>;
}

export function createConferenceReader({ client, tableName, clock }: ConferenceReaderOptions): ConferenceReader {
  const pages = createConferencePages({ client, tableName, clock });
  return {
    conferenceOf: pages.conferenceOf,
    participantsOf: async (conferenceSid) => (await pages.participantsOf(conferenceSid)).toSorted(byJoin),
    conferencesOfCall: (callSid) => conferencesOfCall(pages, callSid),
    async *latestConferences(query) {
      const sources = conferenceSources(pages, query, { nowMs: clock.now() });
      const passes = conferenceFilter(query);
      for (;;) {
        const source = newestStarted(sources);
        const found = source?.head();
        if (source === undefined || found === undefined) {
          const lacking = sources.filter((one) => one.isLacking());
          if (lacking.length === 0) return;
          await Promise.all(lacking.map((one) => one.read(CONFERENCES_OF_A_READ)));
          continue;
        }
        source.pass();
        if (passes(found.entry)) yield found.entry;
      }
    },
  };
}

/** The conferences that a call was in, in the order in which it joined them, as far as anything is known of them. */
export async function conferencesOfCall(
  pages: Pick<ConferencePages, 'conferencesOfCall' | 'conferencesOf' | 'participantsIn'>,
  callSid: string,
): Promise<ConferenceOfCall[]> {
  const places = await pages.conferencesOfCall(callSid, MOST_CONFERENCES);
  if (places.length === 0) return [];
  const [conferences, participants] = await Promise.all([
    pages.conferencesOf(places.map(({ conferenceSid }) => conferenceSid)),
    pages.participantsIn(places),
  ]);
  return (
    places
      .map(({ conferenceSid, participantSid }): ConferenceOfCall => {
        const conference = conferences.get(conferenceSid)?.conference;
        const participant = participants.find(
          ({ event: { data } }) => data.conference_sid === conferenceSid && data.participant_sid === participantSid,
        );
        return {
          conferenceSid,
          participantSid,
          ...(conference && { conference }),
          ...(participant && { participant }),
        };
      })
      // A later version can have named another call: then this one was not in.
      .filter(({ participant }) => participant === undefined || participant.event.data.call_sid === callSid)
      .filter(({ conference, participant }) => conference ?? participant)
      .toSorted((one, other) => order(joinKey(one.participant), joinKey(other.participant)))
  );
}

/** In the order in which participants joined; of those that say no time, and of one time, in that of their SIDs. */
export function byJoin(one: StoredParticipant, other: StoredParticipant): number {
  return order(joinKey(one), joinKey(other));
}

/** The place of a participant among all of its conference, as text that sorts. */
export function joinKey(participant: StoredParticipant | undefined): string {
  const { data } = participant?.event ?? {};
  return `${utcTime(data?.join_time) ?? '~'}#${data?.participant_sid ?? ''}`;
}

function order(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
