import type { ConferenceEntry } from '../../families/conference-summary/conference-entry.ts';
import type {
  ConferenceRegion,
  ConferenceStatus,
  ConferenceTag,
  DetectedIssue,
  EndReason,
} from '../../families/conference-summary/enumerations.ts';
import { shortName } from '../../families/conference-summary/facets.ts';
import { anyOf } from './any-of.ts';
import type { TimeSpan } from './key-condition.ts';

/**
 * Which conferences are asked for. What is left out demands nothing, and a list is for any of its values. The span of time
 * is that in which they were made, both ends included.
 */
export interface ConferenceQuery extends TimeSpan {
  /** Of these accounts alone. A conference that says no account is of none of them. */
  accounts?: readonly string[];
  accountSids?: readonly string[];
  conferenceSids?: readonly string[];
  names?: readonly string[];
  statuses?: readonly ConferenceStatus[];
  regions?: readonly ConferenceRegion[];
  tags?: readonly ConferenceTag[];
  issues?: readonly DetectedIssue[];
  endReasons?: readonly EndReason[];
}

type Condition = (conference: ConferenceEntry) => boolean;

/** What each member of a query demands of a conference; undefined where it demands nothing. */
type Conditions = Readonly<Record<Exclude<keyof ConferenceQuery, keyof TimeSpan>, Condition | undefined>>;

/** Whether a conference is one of those that are asked for. A span of time is no part of it: keys have it. */
export function conferenceFilter(query: ConferenceQuery): Condition {
  const conditions: Conditions = {
    accounts: anyOf(query.accounts, ({ accountSid }) => [accountSid]),
    accountSids: anyOf(query.accountSids, ({ accountSid }) => [accountSid]),
    conferenceSids: anyOf(query.conferenceSids, ({ conferenceSid }) => [conferenceSid]),
    names: anyOf(query.names?.map(shortName), ({ facets }) => [facets.friendly_name]),
    statuses: anyOf(query.statuses, ({ facets }) => [facets.status]),
    regions: anyOf(query.regions, ({ facets }) => [facets.mixer_region]),
    tags: anyOf(query.tags, ({ tags }) => tags),
    issues: anyOf(query.issues, ({ facets }) => facets.issues ?? []),
    endReasons: anyOf(query.endReasons, ({ facets }) => [facets.end_reason]),
  };
  const demanded = Object.values(conditions).filter((condition) => condition !== undefined);
  return (conference) => demanded.every((passes) => passes(conference));
}
