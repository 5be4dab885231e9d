import type { ConferenceSummary } from '../families/conference-summary/conference-summary.ts';
import { CONFERENCE_COMPLETE } from '../families/conference-summary/facts.ts';
import {
  type ConferenceMembers,
  conferenceSample,
  type SampleConference,
} from '../families/conference-summary/sample.ts';
import { PARTICIPANT_COMPLETE } from '../families/participant-summary/facts.ts';
import type { ParticipantSummary } from '../families/participant-summary/participant-summary.ts';
import {
  type ParticipantMembers,
  participantSample,
  type SampleParticipant,
} from '../families/participant-summary/sample.ts';
import { ACCOUNT_SID, CALL_SID, eventId } from './builders.ts';
import { CALLEE, CALLER } from './call-summary.ts';
import { conferenceForm, participantForm } from './conference/conference-form.ts';
import { type Members, merged } from './stream-form.ts';

export const CONFERENCE_SID = `CF${'0123456789abcdef'.repeat(2)}`;
export const PARTICIPANT_SID = `CP${'0123456789abcdef'.repeat(2)}`;

/** A conference of two that took a minute. */
const GOOD_CONFERENCE = {
  conference_sid: CONFERENCE_SID,
  account_sid: ACCOUNT_SID,
  friendly_name: 'Standup',
  create_time: '2026-11-20T11:30:00Z',
  start_time: '2026-11-20T11:30:04Z',
  end_time: '2026-11-20T11:31:16Z',
  duration_seconds: 76,
  connect_duration_seconds: 72,
  status: 'completed',
  max_concurrent_participants: 2,
  unique_participants: 2,
  end_reason: 'last_participant_left',
  ended_by: CALL_SID,
  mixer_region: 'us1',
  mixer_region_requested: 'us1',
};

/** One of the two. */
const GOOD_PARTICIPANT = {
  participant_sid: PARTICIPANT_SID,
  conference_sid: CONFERENCE_SID,
  call_sid: CALL_SID,
  account_sid: ACCOUNT_SID,
  call_direction: 'outbound',
  from: CALLER,
  to: CALLEE,
  call_state: 'completed',
  country_code: 'US',
  is_moderator: true,
  join_time: '2026-11-20T11:30:04Z',
  leave_time: '2026-11-20T11:31:16Z',
  duration_seconds: 72,
  participant_region: 'us1',
  conference_region: 'us1',
  call_type: 'carrier',
  processing_state: 'complete',
  properties: { start_conference_on_enter: true },
  metrics: { inbound: stream(3_600), outbound: stream(3_598) },
};

/** `data` of a conference in the form of the stream. Members are merged into it at any depth, and may have any type. */
export function conferenceData(members: Members = {}): ConferenceSummary {
  return conferenceForm(merged(GOOD_CONFERENCE, members));
}

/** What Twilio puts on the stream, around such `data`. */
export function conferenceEvent(members: Partial<ConferenceMembers> = {}, data: Members = {}): SampleConference {
  return conferenceSample({
    id: eventId(1),
    type: CONFERENCE_COMPLETE,
    version: 2,
    time: '2026-11-20T11:31:17.000Z',
    data: conferenceData(data),
    ...members,
  });
}

/** `data` of a participant in the form of the stream. Members are merged into it at any depth, and may have any type. */
export function participantData(members: Members = {}): ParticipantSummary {
  return participantForm(merged(GOOD_PARTICIPANT, members));
}

/** What Twilio puts on the stream, around such `data`. */
export function participantEvent(members: Partial<ParticipantMembers> = {}, data: Members = {}): SampleParticipant {
  return participantSample({
    id: eventId(2),
    type: PARTICIPANT_COMPLETE,
    version: 2,
    time: '2026-11-20T11:31:16.500Z',
    data: participantData(data),
    ...members,
  });
}

function stream(packets: number) {
  return {
    total_packets_received: packets,
    total_packets_lost: 0,
    packet_loss_percentage: 0,
    jitter: { avg: 0.34, max: 0.53 },
    latency: { avg: 0.2, max: 0.4 },
    mos: 4.4,
    tags: [],
  };
}
