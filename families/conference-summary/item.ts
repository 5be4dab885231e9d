import { type Attributes, fromAttributes } from '../../lambda/store/attribute-value.ts';
import { type ItemForm, makeItem } from '../../lambda/store/item.ts';
import type { JsonObject } from '../../shared/json.ts';
import type { Result } from '../../shared/rejection.ts';
import { INSIGHTS_KEYS, STARTED_INDEX, TTL_ATTRIBUTE } from '../../shared/table.ts';
import { bucketOf, startedId } from '../call-summary/keys.ts';
import { envelopeAttributes, eventOfRow } from '../event-row.ts';
import { expiresAt } from '../expiry.ts';
import type { Row, RowContext } from '../family.ts';
import type { ConferenceCloudEvent, ConferenceSummary } from './conference-summary.ts';
import { conferenceFacets } from './facets.ts';
import { OUR_ATTRIBUTES } from './facts.ts';
import { CONFERENCE_PART, conferenceId, createdOf } from './keys.ts';
import { conferenceRank } from './rank.ts';

const FORM: ItemForm = {
  table: 'call-insights',
  partitionKey: { name: INSIGHTS_KEYS.partitionKey, inWords: 'conference_sid' },
  sortKey: { name: INSIGHTS_KEYS.sortKey, inWords: 'part' },
  ours: OUR_ATTRIBUTES,
  replaced: new Set(),
};

/** Also of the index: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const STARTED_FORM: ItemForm = {
  ...FORM,
  partitionKey: { name: STARTED_INDEX.partitionKey, inWords: 'day' },
  sortKey: { name: STARTED_INDEX.sortKey, inWords: 'conference_sid with its time' },
};

/** A conference as the table holds it. */
export interface StoredConference {
  event: ConferenceCloudEvent;
  /** Its place among the versions of the summary, see `conferenceRank`. */
  rank: string;
}

/**
 * The row of a conference: Twilio's members as they came, each once and nulls left out, beside them what its event was, its
 * rank, and what the index of conferences by time holds. The rank guards the row.
 */
export function conferenceRow(event: ConferenceCloudEvent, context: RowContext): Result<Row> {
  const { conference_sid: conferenceSid } = event.data;
  const created = createdOf(event, context);
  const rank = conferenceRank(event);
  const index = {
    [STARTED_INDEX.partitionKey]: bucketOf(created, conferenceSid, 'conference'),
    [STARTED_INDEX.sortKey]: startedId(created, conferenceSid),
  };
  const inIndex = makeItem(STARTED_FORM, index, {}, context.isPlain);
  if (!inIndex.ok) return inIndex;
  const ours = {
    [INSIGHTS_KEYS.partitionKey]: conferenceId(conferenceSid),
    [INSIGHTS_KEYS.sortKey]: CONFERENCE_PART,
    ...envelopeAttributes(event),
    rank,
    ...index,
    facets: conferenceFacets(event.data),
    [TTL_ATTRIBUTE]: expiresAt(context),
  };
  const item = makeItem(FORM, ours, event.data as JsonObject, context.isPlain);
  return item.ok
    ? { ok: true, value: { ...item.value, type: event.type, guard: { attribute: 'rank', value: rank } } }
    : item;
}

/** The conference a row was made of. */
export function fromConferenceItem(attributes: Readonly<Attributes>): StoredConference {
  const item = fromAttributes(attributes);
  return { event: eventOfRow<ConferenceSummary>(item, OUR_ATTRIBUTES), rank: String(item.rank ?? '') };
}
