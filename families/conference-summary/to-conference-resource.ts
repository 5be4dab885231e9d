import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { oneOf } from '../call-summary/enumerations.ts';
import { said, saidCount, writtenText } from '../call-summary/said.ts';
import { timeOrNull } from '../call-summary/time-or-null.ts';
import type { ConferenceResource } from './conference-resource.ts';
import { CONFERENCE_PROCESSING_STATES, CONFERENCE_REGIONS, CONFERENCE_STATUSES, END_REASONS } from './enumerations.ts';
import { conferenceTags } from './facets.ts';
import type { StoredConference } from './item.ts';

/**
 * A conference of the table as the read API answers it: enumerations in Twilio's spelling, and null for a member that has
 * no value or one of another type.
 * @param url where the resource is
 */
export function toConferenceResource({ event }: Pick<StoredConference, 'event'>, url: string): ConferenceResource {
  const data: JsonObject = event.data;
  const tags = conferenceTags(data.tags);
  return {
    conference_sid: event.data.conference_sid,
    account_sid: said(data.account_sid) ?? null,
    friendly_name: writtenText(data.friendly_name) ?? null,
    create_time: timeOrNull(data.create_time),
    start_time: timeOrNull(data.start_time),
    end_time: timeOrNull(data.end_time),
    duration_seconds: wholeCount(data.duration_seconds),
    connect_duration_seconds: wholeCount(data.connect_duration_seconds),
    status: oneOf(CONFERENCE_STATUSES, data.status) ?? null,
    max_participants: wholeCount(data.max_participants),
    max_concurrent_participants: wholeCount(data.max_concurrent_participants),
    unique_participants: wholeCount(data.unique_participants),
    end_reason: oneOf(END_REASONS, data.end_reason) ?? null,
    ended_by: said(data.ended_by) ?? null,
    mixer_region: oneOf(CONFERENCE_REGIONS, data.mixer_region) ?? null,
    mixer_region_requested: oneOf(CONFERENCE_REGIONS, data.mixer_region_requested) ?? null,
    recording_enabled: flagOrNull(data.recording_enabled),
    detected_issues: countsOf(data.detected_issues),
    tags: tags.length === 0 ? null : [...tags],
    tag_info: someObject(data.tag_info),
    processing_state: oneOf(CONFERENCE_PROCESSING_STATES, data.processing_state) ?? null,
    url,
    links: { conference_participants: `${url}/Participants` },
  };
}

/** A whole number of zero or more. */
export function wholeCount(value: unknown): number | null {
  return Number.isSafeInteger(value) ? (saidCount(value) ?? null) : null;
}

export function flagOrNull(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** An object with members that are something; null for any other value. */
export function someObject(value: unknown): JsonObject | null {
  if (!isJsonObject(value)) return null;
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return members.length === 0 ? null : Object.fromEntries(members);
}

function countsOf(value: unknown): Record<string, number> | null {
  const counts = Object.entries(someObject(value) ?? {}).flatMap(([name, member]) => {
    const count = saidCount(member);
    return count === undefined ? [] : [[name, count] as const];
  });
  return counts.length === 0 ? null : Object.fromEntries(counts);
}
