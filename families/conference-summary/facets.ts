import { REDACTED } from '../../shared/redacted.ts';
import { oneOf } from '../call-summary/enumerations.ts';
import { objectAt, saidCount, saidNumber, saidTexts } from '../call-summary/said.ts';
import type { ConferenceSummary } from './conference-summary.ts';
import {
  CONFERENCE_REGIONS,
  CONFERENCE_STATUSES,
  CONFERENCE_TAGS,
  type ConferenceRegion,
  type ConferenceStatus,
  type ConferenceTag,
  DETECTED_ISSUES,
  type DetectedIssue,
  END_REASONS,
  type EndReason,
} from './enumerations.ts';

/** What lists of conferences filter by and show, which the index of calls has no attribute for. */
export interface ConferenceFacets {
  friendly_name?: string;
  status?: ConferenceStatus;
  end_reason?: EndReason;
  mixer_region?: ConferenceRegion;
  /** Kinds of trouble that Twilio found, whatever their number. */
  issues?: readonly DetectedIssue[];
  /** Seconds. */
  duration?: number;
  /** At one time, at most; else how many there were by caller ID. */
  participants?: number;
}

/** Characters: an entry of the index is billed by the kilobyte, and Twilio's names have 64 at most. */
const MAX_NAME = 256;

/** The facets of a conference; pure. @param data as it is written, with what is to be hidden hidden */
export function conferenceFacets(data: ConferenceSummary): ConferenceFacets {
  const issues = objectAt(data, 'detected_issues');
  return facets({
    friendly_name: data.friendly_name,
    status: data.status,
    end_reason: data.end_reason,
    mixer_region: data.mixer_region,
    issues: DETECTED_ISSUES.filter((issue) => saidNumber(issues[issue]) !== undefined),
    duration: data.duration_seconds,
    participants: data.max_concurrent_participants ?? data.unique_participants,
  });
}

/** The facets that a row holds, as far as they are of their types: a row can have been written by anybody. */
export function conferenceFacetsIn(stored: unknown): ConferenceFacets {
  return facets(objectAt(stored));
}

/** Tags of a conference in Twilio's spelling; of the stream's own words for them, `silent` is one. */
export function conferenceTags(value: unknown): readonly ConferenceTag[] {
  const known = saidTexts(value).flatMap((tag) =>
    tag === 'silent' ? 'detected_silence' : (oneOf(CONFERENCE_TAGS, tag) ?? []),
  );
  return [...new Set(known)];
}

/** A name as it is compared. */
export function shortName(name: string): string {
  return name.slice(0, MAX_NAME);
}

function facets(values: Readonly<Record<string, unknown>>): ConferenceFacets {
  const name = nameOf(values.friendly_name);
  const issues = saidTexts(values.issues).flatMap((issue) => oneOf(DETECTED_ISSUES, issue) ?? []);
  const all = {
    friendly_name: name,
    status: oneOf(CONFERENCE_STATUSES, values.status),
    end_reason: oneOf(END_REASONS, values.end_reason),
    mixer_region: oneOf(CONFERENCE_REGIONS, values.mixer_region),
    issues: issues.length === 0 ? undefined : issues,
    duration: saidCount(values.duration),
    participants: saidCount(values.participants),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** A conference may be called `unknown_`: people named it. */
function nameOf(value: unknown): string | undefined {
  if (value === REDACTED) return value;
  return typeof value === 'string' && value.trim() !== '' ? shortName(value) : undefined;
}
