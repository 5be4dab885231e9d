import { type Attributes, fromAttributes } from '../../lambda/store/attribute-value.ts';
import { type ItemForm, makeItem } from '../../lambda/store/item.ts';
import type { JsonObject } from '../../shared/json.ts';
import type { Result } from '../../shared/rejection.ts';
import { INSIGHTS_KEYS, TTL_ATTRIBUTE } from '../../shared/table.ts';
import type { ReadEnvelope } from '../event-data.ts';
import { dataOfRow, envelopeAttributes } from '../event-row.ts';
import { expiresAt } from '../expiry.ts';
import type { Row, RowContext } from '../family.ts';
import type { CallMetric } from './call-metric.ts';
import { CALL_METRIC_FACTS, OUR_ATTRIBUTES } from './facts.ts';
import { type MetricPlace, metricPart, placeOfPart } from './keys.ts';

const FORM: ItemForm = {
  table: 'call-insights',
  partitionKey: { name: INSIGHTS_KEYS.partitionKey, inWords: 'call_sid' },
  sortKey: { name: INSIGHTS_KEYS.sortKey, inWords: 'id, with the time' },
  ours: OUR_ATTRIBUTES,
  replaced: new Set(),
};

/** A sample as the table holds it. */
export interface StoredMetric {
  data: CallMetric;
  place: MetricPlace;
  /** The table's sort key. */
  part: string;
}

/** A sample, with what is to be hidden hidden, and where it is filed: by what it said before that. */
export interface PlacedMetric {
  data: CallMetric;
  place: MetricPlace;
  /** See `metricPart`. */
  tail: string;
}

/**
 * The row of a sample: Twilio's members as they came, each once and nulls left out, and beside them what its event was. A
 * pure function of its arguments, so that any replay writes the same bytes.
 */
export function metricRow(
  envelope: ReadEnvelope,
  { data, place, tail }: PlacedMetric,
  context: RowContext,
): Result<Row> {
  const ours = {
    [INSIGHTS_KEYS.partitionKey]: data.call_sid,
    [INSIGHTS_KEYS.sortKey]: metricPart(place, tail),
    ...envelopeAttributes(envelope),
    [TTL_ATTRIBUTE]: expiresAt(context, CALL_METRIC_FACTS.lifetime),
  };
  const item = makeItem(FORM, ours, data as JsonObject, context.isPlain);
  return item.ok ? { ok: true, value: { ...item.value, type: envelope.type } } : item;
}

/** The client that a row of a sample names, as the SDK said it: with `client:` or without. Nothing else of it is read. */
export function clientOf({ sdk_edge: edge }: Readonly<Attributes>): string | undefined {
  return edge?.M?.metadata?.M?.client_name?.S;
}

/** The sample a row was made of, but for nulls, which are absent; undefined for a row that is no sample. */
export function fromMetricItem(attributes: Readonly<Attributes>): StoredMetric | undefined {
  const part = attributes[INSIGHTS_KEYS.sortKey]?.S ?? '';
  const place = placeOfPart(part);
  if (place === undefined) return undefined;
  // The schema says what is documented, the table keeps what came: see CallMetric.
  return { data: dataOfRow(fromAttributes(attributes), OUR_ATTRIBUTES) as CallMetric, place, part };
}
