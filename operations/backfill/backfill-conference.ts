import { said } from '../../families/call-summary/said.ts';
import type { ConferenceCloudEvent, ConferenceSummary } from '../../families/conference-summary/conference-summary.ts';
import { CONFERENCE_COMPLETE, CONFERENCE_PARTIAL } from '../../families/conference-summary/facts.ts';
import { conferenceSummaries } from '../../families/conference-summary/family.ts';
import { conferenceRank, isProcessed } from '../../families/conference-summary/rank.ts';
import type { ReadEnvelope } from '../../families/event-data.ts';
import type { EventFamily } from '../../families/family.ts';
import type { IngestConfig } from '../../families/ingest-config.ts';
import { PARTICIPANT_COMPLETE } from '../../families/participant-summary/facts.ts';
import { participantSummaries } from '../../families/participant-summary/family.ts';
import type {
  ParticipantCloudEvent,
  ParticipantSummary,
} from '../../families/participant-summary/participant-summary.ts';
import { redact } from '../../families/redact.ts';
import type { ConferenceReader } from '../../lambda/read/conference-reader.ts';
import type { ItemWriter } from '../../lambda/store/item-writer.ts';
import type { Clock } from '../../shared/clock.ts';
import type { JsonObject } from '../../shared/json.ts';
import { Trouble } from '../../shared/trouble.ts';
import type { FilledArchive } from '../archive/filled-archive.ts';
import { explain } from '../explain.ts';
import { canonical } from './canonical.ts';
import { filled } from './filled.ts';
import { isAboutTheCall } from './twilio-calls.ts';
import type { TwilioConferences } from './twilio-conferences.ts';
import { isGreaterRank, writeRows } from './write-rows.ts';

export interface ConferenceBackfillOptions {
  twilio: Pick<TwilioConferences, 'conferenceOf' | 'participantsOf'>;
  conferences: Pick<ConferenceReader, 'conferenceOf' | 'participantsOf'>;
  writer: ItemWriter;
  /** Gets what is written too; undefined where there is no archive. */
  archive?: FilledArchive;
  /** That of the ingest function. */
  config: IngestConfig;
  clock: Clock;
  /** Report the difference, write nothing. */
  check: boolean;
}

/** What came of one conference; as it stands in the JSON of the answer. */
export interface ConferenceOutcome {
  conference_sid: string;
  /** How what Twilio has of it and of its participants compares with what the table has. */
  result: 'better' | 'not_better' | 'not_found' | 'refused';
  /** Rows of it and of its participants that Twilio has in a better version, and those that were written. */
  better: number;
  stored: number;
  participants: number;
  /** Whether Twilio has looked at it to its end. */
  complete?: boolean;
  /** Why it is not known, or something of it not stored. */
  problem?: string;
}

type Kept = { event: ReadEnvelope & { data: JsonObject }; rank: string };

/**
 * Stores what Twilio has of a conference and its participants, where it is better than what the table has. A refusal of
 * Twilio's that is about this conference is part of the outcome.
 * @throws what would stop every other one too
 */
export async function backfillConference(
  { conferenceSid, conference }: { conferenceSid: string; conference?: JsonObject },
  options: ConferenceBackfillOptions,
): Promise<ConferenceOutcome> {
  const { twilio, conferences } = options;
  const outcome: ConferenceOutcome = {
    conference_sid: conferenceSid,
    result: 'not_better',
    better: 0,
    stored: 0,
    participants: 0,
  };
  try {
    const summary = conference ?? (await twilio.conferenceOf(conferenceSid));
    if (summary !== undefined) {
      const known = await conferences.conferenceOf(conferenceSid);
      const event = conferenceEvent(conferenceSid, summary, known);
      outcome.complete = isProcessed(event.data.processing_state);
      await store(event, conferenceSummaries, known, options, outcome);
    }
    const stored = await conferences.participantsOf(conferenceSid);
    const there = new Map(stored.map((one) => [one.event.data.participant_sid, one]));
    for await (const participant of twilio.participantsOf(conferenceSid)) {
      const known = there.get(String(participant.participant_sid));
      await store(participantEvent(conferenceSid, participant, known), participantSummaries, known, options, outcome);
      outcome.participants += 1;
    }
    if (summary === undefined && outcome.participants === 0) return { ...outcome, result: 'not_found' };
  } catch (error) {
    if (!isAboutTheCall(error)) throw error;
    return { ...outcome, result: 'refused', problem: explain(error) };
  }
  if (outcome.problem !== undefined) return { ...outcome, result: 'refused' };
  return { ...outcome, result: outcome.better > 0 ? 'better' : 'not_better' };
}

/** What the stream would have brought. An event of the stream that says as much is the better one: it has a time. */
function conferenceEvent(
  conferenceSid: string,
  { url: _url, links: _links, ...data }: JsonObject,
  there: Kept | undefined,
): ConferenceCloudEvent {
  mustBeOf(conferenceSid, data.conference_sid);
  const isOver = isProcessed(data.processing_state) || data.status === 'completed';
  return {
    id: `backfill-${conferenceSid}`,
    type: isOver ? CONFERENCE_COMPLETE : CONFERENCE_PARTIAL,
    data: { ...filled(data, there?.event.data ?? {}), conference_sid: conferenceSid } as ConferenceSummary,
  };
}

function participantEvent(
  conferenceSid: string,
  { url: _url, ...data }: JsonObject,
  there: Kept | undefined,
): ParticipantCloudEvent {
  mustBeOf(conferenceSid, data.conference_sid);
  const { participant_sid: sid } = data;
  if (typeof sid !== 'string' || sid === '') throw new Trouble(`Twilio answered with a participant without a SID`);
  return {
    id: `backfill-${sid}`,
    type: PARTICIPANT_COMPLETE,
    data: {
      ...withOneState(filled(data, there?.event.data ?? {})),
      conference_sid: conferenceSid,
    } as ParticipantSummary,
  };
}

/** The event's name for the state of the call only where the resource's says nothing. */
function withOneState(data: JsonObject): JsonObject {
  if (said(data.call_status) === undefined) return data;
  const { call_state: _ofEvent, ...others } = data;
  return others;
}

function mustBeOf(conferenceSid: string, named: unknown): void {
  if ((named ?? conferenceSid) === conferenceSid) return;
  throw new Trouble(`Twilio answered for ${conferenceSid} with another conference`);
}

async function store<Event extends ReadEnvelope & { data: ConferenceSummary | ParticipantSummary }>(
  event: Event,
  family: EventFamily<Event>,
  there: Kept | undefined,
  { config, clock, check, writer, archive }: ConferenceBackfillOptions,
  outcome: ConferenceOutcome,
): Promise<void> {
  const arrivalMs = clock.now();
  const made = family.outcome(event, { arrivalMs, config });
  if (!made.ok) {
    outcome.problem = `cannot be a row, ${made.reason}: ${made.detail}`;
    return;
  }
  const shown = redact(event.data, config.redactFields);
  const rank = conferenceRank(event);
  // One of an earlier backfill: Twilio's may have changed.
  const isSame = there?.rank === rank && canonical(there.event.data) === canonical(shown);
  if (there !== undefined && (isSame || isGreaterRank(there.rank, rank))) return;
  outcome.better += 1;
  if (check) return;
  const put = await writeRows(made.value.rows, { writer, clock });
  if (put.refused !== undefined) outcome.problem = `cannot be a row: ${put.refused}`;
  if (!put.stored) return;
  outcome.stored += 1;
  await archive?.add(family, event, arrivalMs);
}
