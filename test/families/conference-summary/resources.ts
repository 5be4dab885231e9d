import type { ConferenceResource } from '../../../families/conference-summary/conference-resource.ts';
import type {
  ParticipantResource,
  ParticipantStream,
} from '../../../families/participant-summary/participant-resource.ts';
import { ACCOUNT_SID } from '../../../samples/builders.ts';

const URL = 'https://insights.twilio.com/v1/Conferences';
export const CONFERENCE = `CF${'0123456789abcdef'.repeat(2)}`;
const START_MS = Date.parse('2026-11-20T12:00:00Z');

/** A time of the conference, as Twilio writes it. @param seconds since it was made */
export const at = (seconds: number) => new Date(START_MS + seconds * 1_000).toISOString().replace('.000Z', 'Z');
/** The same in Unix milliseconds. */
export const ms = (seconds: number) => START_MS + seconds * 1_000;
export const callSid = (index: number) => `CA${index.toString(16).padStart(32, '0')}`;

/** A conference of twenty minutes that ended by itself, as the read API answers it. */
export function conferenceResource(members: Partial<ConferenceResource> = {}): ConferenceResource {
  return {
    conference_sid: CONFERENCE,
    account_sid: ACCOUNT_SID,
    friendly_name: 'Standup',
    create_time: at(0),
    start_time: at(10),
    end_time: at(1_200),
    duration_seconds: 1_200,
    connect_duration_seconds: 1_190,
    status: 'completed',
    max_participants: 250,
    max_concurrent_participants: 2,
    unique_participants: 2,
    end_reason: 'last_participant_left',
    ended_by: callSid(0),
    mixer_region: 'us1',
    mixer_region_requested: null,
    recording_enabled: false,
    detected_issues: null,
    tags: null,
    tag_info: null,
    processing_state: 'complete',
    url: `${URL}/${CONFERENCE}`,
    links: { conference_participants: `${URL}/${CONFERENCE}/Participants` },
    ...members,
  };
}

/** A participant that was in from the beginning to the end. @param index which of them: its call and its SID */
export function participantResource(index: number, members: Partial<ParticipantResource> = {}): ParticipantResource {
  const sid = `CP${index.toString(16).padStart(32, '0')}`;
  return {
    participant_sid: sid,
    label: null,
    conference_sid: CONFERENCE,
    call_sid: callSid(index),
    account_sid: ACCOUNT_SID,
    call_direction: 'inbound',
    from: `+1555010${String(index).padStart(4, '0')}`,
    to: '+15550199',
    call_status: 'completed',
    country_code: 'US',
    is_moderator: false,
    join_time: at(0),
    leave_time: at(1_200),
    duration_seconds: 1_200,
    outbound_queue_length: 0,
    outbound_time_in_queue: 0,
    jitter_buffer_size: 'large',
    is_coach: false,
    coached_participants: null,
    participant_region: 'us1',
    conference_region: 'us1',
    call_type: 'carrier',
    processing_state: 'complete',
    properties: null,
    events: null,
    metrics: { inbound: stream(), outbound: stream() },
    url: `${URL}/${CONFERENCE}/Participants/${sid}`,
    ...members,
  };
}

/** What was measured in one direction: nothing was bad. */
export function stream(members: Partial<ParticipantStream> = {}): ParticipantStream {
  return {
    total_packets_received: 60_000,
    total_packets_lost: 0,
    packet_loss_percentage: 0,
    jitter: { avg: 0.4, max: 0.9 },
    latency: { avg: 0.2, max: 0.4 },
    mos: 4.4,
    ...members,
  };
}
