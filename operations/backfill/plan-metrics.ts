import type { CallMetric, MetricCloudEvent } from '../../families/call-metric/call-metric.ts';
import { GATEWAY_METRICS, SDK_METRICS } from '../../families/call-metric/facts.ts';
import type { StoredMetric } from '../../families/call-metric/item.ts';
import { type MetricPlace, placeOfMetric, tailOfPart } from '../../families/call-metric/keys.ts';
import { redact } from '../../families/redact.ts';
import { groupBy } from '../../shared/group-by.ts';
import { isJsonObject } from '../../shared/json.ts';
import { REDACTED } from '../../shared/redacted.ts';
import { utcTime } from '../../shared/utc-time.ts';
import { canonical } from './canonical.ts';
import { precisionMs } from './likeness.ts';
import { madeId, withoutOwn } from './made-id.ts';
import { match } from './match.ts';

/** The difference between Twilio's REST resource and the table, for the samples of one call. */
export interface MetricPlan {
  /** How many of Twilio's samples the table has. */
  matched: number;
  /** Those it lacks, ready to be rows, which hide what is to be hidden. */
  missing: MetricCloudEvent[];
  /** The table lacks as many, but which of several is not to be told; nothing is written for them. */
  ambiguous: CallMetric[];
  /** How many rows of the table Twilio does not show. */
  onlyStored: number;
}

/** A sample as a row shows it, and its natural key. */
interface Known {
  data: CallMetric;
  place?: MetricPlace;
}

/** One of Twilio's. */
interface Shown extends Known {
  /** What it and its key say, with what is to be hidden hidden. */
  content: string;
  /** With nothing hidden. */
  sample: CallMetric;
}

/** Whether the edge and the direction of both are known and the same, whether the time is, whether the values are. */
const RANKS = 8;
const SECOND = '2026-11-20T11:30:10'.length;

/**
 * Says what the table lacks; pure. REST samples have no id: one counts as there if there is a row of its media edge,
 * direction and time, and as many rows for as many of one key. A time counts as exactly as both say it, and an edge or
 * direction that is not known fits any. What is missing gets an id made of its content, see `madeId`.
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-metrics-resource
 * @param rest as they came: a row is filed by what its sample said before anything was hidden
 * @param redactFields what rows hide
 */
export function planMetrics(
  rest: readonly CallMetric[],
  stored: readonly StoredMetric[],
  redactFields: readonly string[] = [],
): MetricPlan {
  const ids = new Set(stored.map(({ part }) => tailOfPart(part)));
  const { left, rows } = withoutOwn(
    rest.map((sample): Shown => {
      const [data, place] = [redact(sample, redactFields), placeOfMetric(sample, undefined)];
      const content = canonical({ data, edge: place?.edge, direction: place?.direction });
      return { content, data, place, sample };
    }),
    stored,
    ({ part }) => tailOfPart(part),
  );
  const plan: MetricPlan = { matched: rest.length - left.length, missing: [], ambiguous: [], onlyStored: 0 };
  const rowsOf = groupBy(rows, bucketOf);
  const missing: Shown[] = [];
  for (const [bucket, group] of groupBy(left, bucketOf)) {
    if (bucket === undefined) {
      // Without a time, like no other; whoever makes a row of it says what is wrong.
      missing.push(...group);
      continue;
    }
    const contents = group.map(({ content }) => content);
    const found = match<Known>(group, rowsOf.get(bucket) ?? [], contents, { ranks: RANKS, rankOf });
    plan.matched += found.matched.length;
    plan.ambiguous.push(...found.ambiguous.flatMap((at) => group[at]?.sample ?? []));
    missing.push(...found.missing.flatMap((at) => group[at] ?? []));
  }
  plan.onlyStored = stored.length - plan.matched;
  plan.missing = missing.map((sample) => named(sample, ids));
  return plan;
}

/** The coarsest times have seconds, cut, so those of one sample agree. */
function bucketOf({ place }: Known): string | undefined {
  return place?.time.slice(0, SECOND);
}

function rankOf(one: Known, row: Known): number | undefined {
  if (one.place === undefined || row.place === undefined) return undefined;
  const [shown, stored] = [one.place, row.place];
  if (!agree(shown.edge, stored.edge, 'unknown_edge')) return undefined;
  if (!agree(shown.direction, stored.direction, 'unknown')) return undefined;
  const [precision, other] = [precisionOf(one), precisionOf(row)];
  const coarser = Math.max(precision, other);
  if (cut(shown.time, coarser) !== cut(stored.time, coarser)) return undefined;
  const isSameKey = shown.edge === stored.edge && shown.direction === stored.direction;
  // A time with less precision than the other is no evidence where it happens to be the same.
  const isSameTime = precision === other;
  return (isSameKey ? 0 : 4) + (isSameTime ? 0 : 2) + (says(row.data, one.data) ? 0 : 1);
}

function agree<Word>(one: Word, other: Word, unknown: Word): boolean {
  return one === other || one === unknown || other === unknown;
}

function precisionOf({ data: { timestamp } }: Known): number {
  // Without a time of its own, it has that of its event.
  return utcTime(timestamp) === undefined ? 1 : precisionMs(String(timestamp));
}

function cut(time: string, precision: number): number {
  return Math.floor(Date.parse(time) / precision);
}

/** Whether a row says all that Twilio shows of a sample, but for its key. */
function says(
  row: CallMetric,
  { timestamp: _time, edge: _edge, direction: _direction, ...shown }: CallMetric,
): boolean {
  return holds(row, shown);
}

function holds(value: unknown, part: unknown): boolean {
  if (part === null || part === undefined || value === REDACTED || part === REDACTED) return true;
  if (!isJsonObject(part)) return canonical(value) === canonical(part);
  return Object.entries(part).every(([name, member]) => holds(isJsonObject(value) ? value[name] : undefined, member));
}

function named({ content, sample, place }: Shown, ids: Set<string>): MetricCloudEvent {
  // The resource does not say; the SDK measures its own side, gateways all others.
  const type = place?.edge === 'sdk_edge' ? SDK_METRICS : GATEWAY_METRICS;
  return { id: madeId(content, ids), type, data: [sample], isList: false };
}
