import type { CallMetric, MetricCloudEvent } from '../../families/call-metric/call-metric.ts';
import { GATEWAY_METRICS, SDK_METRICS } from '../../families/call-metric/facts.ts';
import type { StoredMetric } from '../../families/call-metric/item.ts';
import { type MetricPlace, placeOfMetric, tailOfPart } from '../../families/call-metric/keys.ts';
import { groupBy } from '../../shared/group-by.ts';
import { isJsonObject } from '../../shared/json.ts';
import { canonical } from './canonical.ts';
import { madeId, withoutOwn } from './made-id.ts';
import { match } from './match.ts';

/** The difference between Twilio's REST resource and the table, for the samples of one call. */
export interface MetricPlan {
  /** How many of Twilio's samples the table has. */
  matched: number;
  /** Those it lacks, ready to be rows. */
  missing: MetricCloudEvent[];
  /** The table lacks as many, but which of several is not to be told; nothing is written for them. */
  ambiguous: CallMetric[];
  /** How many rows of the table Twilio does not show. */
  onlyStored: number;
}

/** A sample and its natural key. */
interface Known {
  content: string;
  data: CallMetric;
  place?: MetricPlace;
}

/** The same moment and the same values, the same moment, the same second and values, the same second. */
const RANKS = 4;
const SECOND = '2026-11-20T11:30:10'.length;
const WITHOUT_FRACTION = /:\d{2}(Z|[+-]\d{2}:?\d{2})$/i;

/**
 * Says what the table lacks; pure. REST samples have no id: one counts as there if there is a row of its media edge,
 * direction and time, and as many rows for as many of one key. A time of whole seconds can be any moment of its second.
 * What is missing gets an id made of its content, see `madeId`.
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-metrics-resource
 * @param rest redacted as rows are
 */
export function planMetrics(rest: readonly CallMetric[], stored: readonly StoredMetric[]): MetricPlan {
  const ids = new Set(stored.map(({ part }) => tailOfPart(part)));
  const { left, rows } = withoutOwn(
    rest.map((data): Known => ({ content: canonical(data), data, place: placeOfMetric(data, undefined) })),
    stored,
    ({ part }) => tailOfPart(part),
  );
  const plan: MetricPlan = { matched: rest.length - left.length, missing: [], ambiguous: [], onlyStored: 0 };
  const rowsOf = groupBy(
    rows.map(({ data, place }): Known => ({ content: '', data, place })),
    bucketOf,
  );
  const missing: Known[] = [];
  for (const [bucket, group] of groupBy(left, bucketOf)) {
    if (bucket === undefined) {
      // Without a time, like no other; whoever makes a row of it says what is wrong.
      missing.push(...group);
      continue;
    }
    const contents = group.map(({ content }) => content);
    const found = match(group, rowsOf.get(bucket) ?? [], contents, { ranks: RANKS, rankOf });
    plan.matched += found.matched.length;
    plan.ambiguous.push(...found.ambiguous.flatMap((at) => group[at]?.data ?? []));
    missing.push(...found.missing.flatMap((at) => group[at] ?? []));
  }
  plan.onlyStored = stored.length - plan.matched;
  plan.missing = missing.map((sample) => named(sample, ids));
  return plan;
}

function bucketOf({ place }: Known): string | undefined {
  return place && `${place.edge}#${place.direction}#${place.time.slice(0, SECOND)}`;
}

function rankOf(one: Known, row: Known): number | undefined {
  const isAlike = says(row.data, one.data) ? 0 : 1;
  if (one.place?.time === row.place?.time) return isAlike;
  return WITHOUT_FRACTION.test(String(one.data.timestamp)) ? 2 + isAlike : undefined;
}

/** Whether a row says all that Twilio shows of a sample, but for its time. */
function says({ timestamp: _other, ...row }: CallMetric, { timestamp: _time, ...shown }: CallMetric): boolean {
  return holds(row, shown);
}

function holds(value: unknown, part: unknown): boolean {
  if (part === null || part === undefined) return true;
  if (!isJsonObject(part)) return canonical(value) === canonical(part);
  return Object.entries(part).every(([name, member]) => holds(isJsonObject(value) ? value[name] : undefined, member));
}

function named({ content, data, place }: Known, ids: Set<string>): MetricCloudEvent {
  // The resource does not say; the SDK measures its own side, gateways all others.
  const type = place?.edge === 'sdk_edge' ? SDK_METRICS : GATEWAY_METRICS;
  return { id: madeId(content, ids), type, data: [data], isList: false };
}
