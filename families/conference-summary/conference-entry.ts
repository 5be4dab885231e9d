import { type Attributes, fromAttributes } from '../../lambda/store/attribute-value.ts';
import { INSIGHTS_KEYS, STARTED_INDEX } from '../../shared/table.ts';
import { partsOfStartedId, saidTime } from '../call-summary/keys.ts';
import { said } from '../call-summary/said.ts';
import type { ConferenceTag } from './enumerations.ts';
import { type ConferenceFacets, conferenceFacetsIn, conferenceTags } from './facets.ts';
import { conferenceOfId } from './keys.ts';

/** A conference as lists know it: what they filter by and show. What nobody said is undefined. */
export interface ConferenceEntry {
  conferenceSid: string;
  /** When it was made, UTC with milliseconds. */
  created: string;
  /** Its place among all conferences, as keys have it: `<made, UTC, ms>#CF…`. */
  startedId: string;
  accountSid?: string;
  /** UTC with milliseconds; undefined of one that goes on. */
  endTime?: string;
  tags: readonly ConferenceTag[];
  facets: ConferenceFacets;
}

/** The entry of a row, or of what the index of conferences by time holds of it. */
export function conferenceEntry(attributes: Readonly<Attributes>): ConferenceEntry {
  const item = fromAttributes(attributes);
  const startedId = String(item[STARTED_INDEX.sortKey] ?? '');
  const id = String(item[INSIGHTS_KEYS.partitionKey]);
  return {
    conferenceSid: conferenceOfId(id) ?? id,
    created: partsOfStartedId(startedId).started,
    startedId,
    accountSid: said(item.account_sid),
    endTime: saidTime(item.end_time),
    tags: conferenceTags(item.tags),
    facets: conferenceFacetsIn(item.facets),
  };
}
