import { type Attributes, fromAttributes } from '../../lambda/store/attribute-value.ts';
import { type ItemForm, makeItem } from '../../lambda/store/item.ts';
import type { JsonObject } from '../../shared/json.ts';
import { type Result, rejected } from '../../shared/rejection.ts';
import { INSIGHTS_KEYS, MAX_SORT_KEY_BYTES, STARTED_INDEX, TTL_ATTRIBUTE } from '../../shared/table.ts';
import { envelopeAttributes, eventOfRow } from '../event-row.ts';
import { expiresAt } from '../expiry.ts';
import type { FinishedCall, Row, RowContext } from '../family.ts';
import type { CallSummary, SummaryCloudEvent } from './call-summary.ts';
import { facetsOf } from './facets.ts';
import { OUR_ATTRIBUTES } from './facts.ts';
import { bucketOf, partsOfStartedId, SUMMARY_PART, startedId } from './keys.ts';
import { rankOf } from './rank.ts';

const FORM: ItemForm = {
  table: 'call-insights',
  partitionKey: { name: INSIGHTS_KEYS.partitionKey, inWords: 'call_sid' },
  sortKey: { name: INSIGHTS_KEYS.sortKey, inWords: 'part' },
  ours: OUR_ATTRIBUTES,
  replaced: new Set(),
};

/** A summary as the table holds it. */
export interface StoredSummary {
  event: SummaryCloudEvent;
  /** When the call started, UTC with milliseconds. */
  started: string;
  /** Its place among all calls, as keys have it: `<start, UTC, ms>#CA…`. */
  startedId: string;
  /** Its place among the versions of the summary, see `rankOf`. */
  rank: string;
}

/**
 * The row of a summary: Twilio's members as they came, each once and nulls left out, and beside them what its event was,
 * its rank among all versions, and what the index of calls by time holds. The rank guards the row: a version that is
 * worse than what is there changes nothing.
 * @param started see `startedOf`
 * @param finished what is counted of the call, of which nothing is hidden: it has names of closed lists only
 */
export function summaryRow(
  event: SummaryCloudEvent,
  started: string,
  context: RowContext,
  finished?: FinishedCall,
): Result<Row> {
  const { call_sid: callSid } = event.data;
  const startedKey = startedId(started, callSid);
  if (Buffer.byteLength(startedKey) > MAX_SORT_KEY_BYTES) {
    return rejected(
      'key-too-long',
      `call_sid: with the start it is a key, and DynamoDB holds ${MAX_SORT_KEY_BYTES} bytes`,
    );
  }
  const rank = rankOf(event);
  const ours = {
    [INSIGHTS_KEYS.partitionKey]: callSid,
    [INSIGHTS_KEYS.sortKey]: SUMMARY_PART,
    ...envelopeAttributes(event),
    rank,
    [STARTED_INDEX.partitionKey]: bucketOf(started, callSid),
    [STARTED_INDEX.sortKey]: startedKey,
    facets: facetsOf(event.data),
    [TTL_ATTRIBUTE]: expiresAt(context),
  };
  const item = makeItem(FORM, ours, event.data as JsonObject, context.isPlain);
  if (!item.ok) return item;
  return {
    ok: true,
    value: {
      ...item.value,
      type: event.type,
      guard: { attribute: 'rank', value: rank },
      ...(finished !== undefined && { finished }),
    },
  };
}

/** The summary a row was made of: Twilio's data as it came, but for nulls, which are absent. */
export function fromSummaryItem(attributes: Readonly<Attributes>): StoredSummary {
  const item = fromAttributes(attributes);
  const startedId = String(item[STARTED_INDEX.sortKey] ?? '');
  return {
    event: eventOfRow<CallSummary>(item, OUR_ATTRIBUTES),
    started: partsOfStartedId(startedId).started,
    startedId,
    rank: String(item.rank ?? ''),
  };
}
