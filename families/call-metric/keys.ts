import { eventTime } from '../call-event/event-time.ts';
import { isMediaEdge, type MediaEdge, mediaEdge } from '../call-event/media-edge.ts';
import { oneOf } from '../call-summary/enumerations.ts';
import type { CallMetric } from './call-metric.ts';
import { METRIC_DIRECTIONS, type MetricDirection } from './metric-resource.ts';

/** What the sort key of a sample begins with in the partition of its call. */
const METRIC_PREFIX = 'metric#';
/** The first sort key that comes after those of all samples, whatever they end in. */
export const AFTER_METRICS = 'metric$';

/** What a sample is filed under. */
export interface MetricPlace {
  edge: MediaEdge;
  /** UTC with milliseconds. */
  time: string;
  direction: MetricDirection;
}

/**
 * The place of a sample; undefined where neither it nor its event has a time. `unknown_edge` is one of Twilio's five, so
 * a sample that says it stays there, whatever object it has: the example of Twilio's page has `carrier_edge` on an event
 * of the SDK, and which of the three is true nobody can tell. Events go by the same rule.
 */
export function placeOfMetric(data: CallMetric, envelopeTime: unknown): MetricPlace | undefined {
  const time = eventTime(data.timestamp, envelopeTime);
  if (time === undefined) return undefined;
  return {
    edge: mediaEdge(data) ?? 'unknown_edge',
    time,
    direction: oneOf(METRIC_DIRECTIONS, data.direction) ?? 'unknown',
  };
}

/**
 * The sort key of a sample, so that the samples of an edge are next to one another, in order of time. The tail makes two
 * samples of one millisecond two rows and a second delivery of one event the same rows.
 * @param tail the CloudEvent's id, and of one of several samples its place among them, from 0: `EZ…-3`
 */
export function metricPart({ edge, time, direction }: MetricPlace, tail: string): string {
  return `${metricPrefix(edge)}${time}#${direction}#${tail}`;
}

/** What the sort keys of an edge's samples begin with; of all edges without one. */
export function metricPrefix(edge?: MediaEdge): string {
  return edge === undefined ? METRIC_PREFIX : `${METRIC_PREFIX}${edge}#`;
}

/** The place that a sort key files its sample under; undefined for the key of another row. */
export function placeOfPart(part: string): MetricPlace | undefined {
  if (!part.startsWith(METRIC_PREFIX)) return undefined;
  const [edge, time = '', direction] = part.slice(METRIC_PREFIX.length).split('#', 3);
  const known = oneOf(METRIC_DIRECTIONS, direction);
  return isMediaEdge(edge) && known !== undefined ? { edge, time, direction: known } : undefined;
}

/** The tail of a sample's sort key. @param index its place among several, from 0 */
export function tailOfSample(id: string, index: number | undefined): string {
  return index === undefined ? id : `${id}-${index}`;
}

/** What a sample's sort key has after its place, see `metricPart`. */
export function tailOfPart(part: string): string {
  return part.split('#').slice(4).join('#');
}

/**
 * The place of a sample's sort key among those of an edge, in the order of time over all edges, in which of one moment
 * edges follow one another by their names: a key of the same order, which need not be in the table.
 */
export function besideInEdge(edge: MediaEdge, part: string): string {
  const place = placeOfPart(part);
  if (place === undefined || place.edge === edge) return part;
  // Of that moment, all samples of the edge are on one side of it: their keys go on with `#`.
  return `${metricPrefix(edge)}${place.time}${edge < place.edge ? '~' : ''}`;
}
