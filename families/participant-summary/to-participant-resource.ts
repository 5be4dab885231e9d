import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { oneOf, STREAMS } from '../call-summary/enumerations.ts';
import { said, saidCount, saidTexts, writtenText } from '../call-summary/said.ts';
import { timeOrNull } from '../call-summary/time-or-null.ts';
import { CONFERENCE_PROCESSING_STATES, CONFERENCE_REGIONS } from '../conference-summary/enumerations.ts';
import { flagOrNull, someObject, wholeCount } from '../conference-summary/to-conference-resource.ts';
import {
  JITTER_BUFFER_SIZES,
  PARTICIPANT_CALL_STATUSES,
  PARTICIPANT_CALL_TYPES,
  PARTICIPANT_DIRECTIONS,
  PARTICIPANT_EVENTS,
} from './enumerations.ts';
import type { StoredParticipant } from './item.ts';
import type { ParticipantResource, ParticipantStream } from './participant-resource.ts';

/** https://tc39.es/ecma262/#sec-time-values-and-time-range */
const MAX_TIME_MS = 8.64e15;
const [MIN_MOS, MAX_MOS] = [1, 5];

/**
 * A participant of the table as the read API answers it: enumerations in Twilio's spelling, and null for a member that has
 * no value or one of another type.
 * @param url where the resource is
 */
export function toParticipantResource({ event }: Pick<StoredParticipant, 'event'>, url: string): ParticipantResource {
  const data: JsonObject = event.data;
  const coached = saidTexts(data.coached_participants);
  return {
    participant_sid: event.data.participant_sid,
    label: writtenText(data.label) ?? null,
    conference_sid: event.data.conference_sid,
    call_sid: said(data.call_sid) ?? null,
    account_sid: said(data.account_sid) ?? null,
    call_direction: oneOf(PARTICIPANT_DIRECTIONS, data.call_direction) ?? null,
    from: said(data.from) ?? null,
    to: said(data.to) ?? null,
    // The resource's name for it, then the event's.
    call_status:
      [data.call_status, data.call_state].flatMap((state) => oneOf(PARTICIPANT_CALL_STATUSES, state) ?? [])[0] ?? null,
    country_code: said(data.country_code) ?? null,
    is_moderator: flagOrNull(data.is_moderator),
    join_time: timeOrNull(data.join_time),
    leave_time: timeOrNull(data.leave_time),
    duration_seconds: wholeCount(data.duration_seconds),
    outbound_queue_length: wholeCount(data.outbound_queue_length),
    outbound_time_in_queue: wholeCount(data.outbound_time_in_queue),
    jitter_buffer_size: oneOf(JITTER_BUFFER_SIZES, data.jitter_buffer_size) ?? null,
    is_coach: flagOrNull(data.is_coach),
    coached_participants: coached.length === 0 ? null : coached,
    participant_region: oneOf(CONFERENCE_REGIONS, data.participant_region) ?? null,
    conference_region: oneOf(CONFERENCE_REGIONS, data.conference_region) ?? null,
    call_type: oneOf(PARTICIPANT_CALL_TYPES, data.call_type) ?? null,
    processing_state: oneOf(CONFERENCE_PROCESSING_STATES, data.processing_state) ?? null,
    properties: someObject(data.properties),
    events: eventsOf(data.events),
    metrics: metricsOf(data.metrics),
    url,
  };
}

/** The times of each action, in their order; null where there is none. */
function eventsOf(value: unknown): Record<string, number[]> | null {
  const events = Object.entries(someObject(value) ?? {}).flatMap(([name, times]) => {
    const known = [times]
      .flat()
      .filter(isTime)
      .toSorted((one, other) => one - other);
    return known.length === 0 ? [] : [[oneOf(PARTICIPANT_EVENTS, name) ?? name, known] as const];
  });
  return events.length === 0 ? null : Object.fromEntries(events);
}

/** Unix milliseconds of a time that a clock can show. */
function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0 && Number(value) <= MAX_TIME_MS;
}

function metricsOf(value: unknown): ParticipantResource['metrics'] {
  const metrics = STREAMS.flatMap((stream) => {
    const measured = streamOf(isJsonObject(value) ? value[stream] : undefined);
    return measured === undefined ? [] : [[stream, measured] as const];
  });
  return metrics.length === 0 ? null : Object.fromEntries(metrics);
}

/** What Twilio documents of a stream, and what else there is as it came. */
function streamOf(value: unknown): ParticipantStream | undefined {
  const all = someObject(value);
  if (all === null) return undefined;
  const { total_packets_received, total_packets_lost, packet_loss_percentage, jitter, latency, mos, tags, ...others } =
    all;
  const marks = saidTexts(tags);
  const measured = {
    total_packets_received: saidCount(total_packets_received),
    total_packets_lost: saidCount(total_packets_lost),
    packet_loss_percentage: saidCount(packet_loss_percentage),
    jitter: spreadOf(jitter),
    latency: spreadOf(latency),
    mos: typeof mos === 'number' && mos >= MIN_MOS && mos <= MAX_MOS ? mos : undefined,
    tags: marks.length === 0 ? undefined : marks,
    ...others,
  };
  const kept = Object.entries(measured).filter(([, member]) => member !== undefined);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function spreadOf(value: unknown): JsonObject | undefined {
  const { avg, max, ...others } = someObject(value) ?? {};
  const spread = { avg: saidCount(avg), max: saidCount(max), ...others };
  const kept = Object.entries(spread).filter(([, member]) => member !== undefined);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
