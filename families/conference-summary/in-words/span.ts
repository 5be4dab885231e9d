import { utcTime } from '../../../shared/utc-time.ts';
import { presenceOf } from '../../participant-summary/in-words/presence.ts';
import type { ParticipantResource } from '../../participant-summary/participant-resource.ts';
import type { ConferenceResource } from '../conference-resource.ts';

/** From when to when a conference was, epoch milliseconds. */
export interface ConferenceSpan {
  fromMs: number;
  toMs: number;
  /** Whether it goes on: `toMs` is then the last that is known of it. */
  isOpen: boolean;
}

/**
 * When a conference was: from when it was made, or the first came, to its end, or until the last left. Undefined where
 * nothing has a time.
 */
export function conferenceSpan(
  conference: ConferenceResource | null,
  participants: readonly ParticipantResource[],
): ConferenceSpan | undefined {
  const presences = participants.map(presenceOf);
  const joins = presences.flatMap(({ joinMs }) => joinMs ?? []);
  const all = [...joins, ...presences.flatMap(({ leaveMs }) => leaveMs ?? [])];
  const made = msOf(conference?.create_time) ?? msOf(conference?.start_time);
  const end = msOf(conference?.end_time);
  const fromMs = least([...joins, ...(made === undefined ? [] : [made])]) ?? least(all) ?? end;
  if (fromMs === undefined) return undefined;
  // Somebody can be a second behind the end.
  const toMs = Math.max(fromMs, ...all, ...(end === undefined ? [] : [end]));
  return { fromMs, toMs, isOpen: end === undefined && isGoingOn(conference) };
}

/** Whether a conference has not ended, as far as its summary says. */
export function isGoingOn(conference: ConferenceResource | null): boolean {
  return conference?.status === 'in_progress' || conference?.status === 'not_started';
}

function msOf(time: string | null | undefined): number | undefined {
  const utc = utcTime(time);
  return utc === undefined ? undefined : Date.parse(utc);
}

function least(times: readonly number[]): number | undefined {
  return times.length === 0 ? undefined : Math.min(...times);
}
