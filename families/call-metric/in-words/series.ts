import { isJsonObject, type JsonObject } from '../../../shared/json.ts';
import { utcTime } from '../../../shared/utc-time.ts';
import { isMediaEdge, MEDIA_EDGES, type MediaEdge } from '../../call-event/media-edge.ts';
import { objectAt } from '../../call-summary/said.ts';
import { gapMs } from './gap.ts';
import { MEASURES, type Measure, worse } from './measures.ts';

/** The samples of one edge and direction, in the order of their times. */
export interface MetricSeries {
  edge: MediaEdge;
  direction: string;
  /** Epoch ms, each once. A sample is of the interval before. */
  times: Float64Array;
  /** The usual time from one to the next, in ms. */
  stepMs: number;
  /** Of each time; NaN where nothing was measured. */
  values: Readonly<Record<Measure, Float64Array>>;
}

const [SHORTEST_MS, LONGEST_MS] = [500, 60_000];
/** Of a single sample: an SDK measures each second, a gateway each ten. */
const usualMs = (edge: string) => (edge === 'sdk_edge' ? 1_000 : 10_000);
const SENT = 'outbound';
const DIRECTIONS: readonly unknown[] = ['inbound', SENT, 'both'];
/** More is no measure of a call. */
const [MOST_MS, LOUDEST, MOST_PACKETS] = [600_000, 32_767, 1e12];

/** What one sample says, and the counters behind it. */
interface Reading extends Record<Measure, number> {
  carried: number;
  lost: number;
}

/**
 * Samples by edge and direction. Whatever a sample carries: what is no number, or none that can be measured, is left
 * out, and what has no time. The order of the samples says nothing, and of two at one time the worse values count.
 * @param samples each in the form of Twilio's resource, see `MetricResource`
 */
export function metricSeries(samples: readonly JsonObject[]): MetricSeries[] {
  const found = new Map<string, { edge: MediaEdge; direction: string; readings: Map<number, Reading> }>();
  for (const sample of samples) {
    const edge = edgeOf(sample);
    const atMs = Date.parse(utcTime(sample.timestamp) ?? '');
    if (edge === undefined || Number.isNaN(atMs)) continue;
    const direction = DIRECTIONS.includes(sample.direction) ? String(sample.direction) : 'unknown';
    const reading = readingOf(sample[edge] as JsonObject, direction === SENT);
    if (reading === undefined) continue;
    const key = `${edge} ${direction}`;
    const series = found.get(key) ?? { edge, direction, readings: new Map() };
    found.set(key, series);
    const before = series.readings.get(atMs);
    series.readings.set(atMs, before === undefined ? reading : worseOf(before, reading));
  }
  return [...found.values()].map(({ readings, ...of }) => ({ ...of, ...inOrder(readings, of) }));
}

/** The edge that a sample has an object of; its own first of all. */
function edgeOf(sample: JsonObject): MediaEdge | undefined {
  const has = (edge: MediaEdge) => isJsonObject(sample[edge]);
  return isMediaEdge(sample.edge) && has(sample.edge) ? sample.edge : MEDIA_EDGES.find(has);
}

/** Undefined where nothing was measured. */
function readingOf(metrics: JsonObject, isSent: boolean): Reading | undefined {
  const [interval, cumulative] = [objectAt(metrics, 'interval'), objectAt(metrics, 'cumulative')];
  const either = (name: string, most: number, least = 0) => {
    const now = measured(interval[name], most, least);
    return Number.isNaN(now) ? measured(cumulative[name], most, least) : now;
  };
  const carriedName = isSent ? 'packets_sent' : 'packets_received';
  const count = (of: JsonObject, name: string) => measured(of[name], MOST_PACKETS);
  const packets = count(interval, carriedName);
  const told = measured(interval.packets_loss_percentage, 100);
  const reading = {
    packets,
    loss: Number.isNaN(told) ? lossOf(packets, count(interval, 'packets_lost'), isSent) : told,
    jitter: either('jitter', MOST_MS),
    jitterMax: measured(objectAt(interval, 'jitter').max, MOST_MS),
    rtt: either('rtt', MOST_MS),
    latency: either('latency', MOST_MS),
    mos: either('mos', 5, 1),
    audioIn: either('audio_in', LOUDEST),
    audioOut: either('audio_out', LOUDEST),
    carried: count(cumulative, carriedName),
    lost: count(cumulative, 'packets_lost'),
  };
  for (const name in reading) if (!Number.isNaN(reading[name as keyof Reading])) return reading;
  return undefined;
}

/** Of an SDK `value`, of a gateway `avg`, and `max` where there is nothing else; NaN where nothing was measured. */
function measured(said: unknown, most: number, least = 0): number {
  if (typeof said === 'number') return said >= least && said <= most ? said : Number.NaN;
  if (!isJsonObject(said)) return Number.NaN;
  for (const value of [said.value, said.avg, said.max]) {
    if (typeof value === 'number' && value >= least && value <= most) return value;
  }
  return Number.NaN;
}

/** Percent. What was sent counts what was lost, what was received does not. */
function lossOf(carried: number, lost: number, isSent: boolean): number {
  const all = isSent ? Math.max(carried, lost) : carried + lost;
  return all > 0 ? (lost / all) * 100 : Number.NaN;
}

function worseOf(one: Reading, other: Reading): Reading {
  const both = MEASURES.map((measure) => [measure, worse(measure, one[measure], other[measure])]);
  const most = (name: 'carried' | 'lost') => worse('loss', one[name], other[name]);
  return { ...Object.fromEntries(both), carried: most('carried'), lost: most('lost') } as Reading;
}

function inOrder(
  readings: ReadonlyMap<number, Reading>,
  { edge, direction }: Pick<MetricSeries, 'edge' | 'direction'>,
): Pick<MetricSeries, 'times' | 'stepMs' | 'values'> {
  const times = Float64Array.from(readings.keys()).sort();
  const ordered = Array.from(times, (atMs) => readings.get(atMs) as Reading);
  const steps = times.subarray(1).map((atMs, position) => atMs - (times[position] ?? 0));
  const usual = steps.sort()[steps.length >> 1] ?? usualMs(edge);
  const stepMs = Math.min(Math.max(usual, SHORTEST_MS), LONGEST_MS);
  ordered.forEach((reading, position) => {
    const before = ordered[position - 1];
    const isNext = (times[position] ?? 0) - (times[position - 1] ?? 0) <= gapMs({ stepMs });
    if (before !== undefined && isNext) fillFromCounters(reading, before, direction === SENT);
  });
  const column = (measure: Measure) => Float64Array.from(ordered, (reading) => reading[measure]);
  const values = Object.fromEntries(MEASURES.map((measure) => [measure, column(measure)]));
  return { times, stepMs, values: values as MetricSeries['values'] };
}

/** What an interval did not say, from what was counted since the beginning of the call. */
function fillFromCounters(reading: Reading, before: Reading, isSent: boolean): void {
  const [carried, lost] = [reading.carried - before.carried, reading.lost - before.lost];
  if (Number.isNaN(reading.packets) && carried >= 0) reading.packets = carried;
  if (Number.isNaN(reading.loss) && carried >= 0 && lost >= 0) reading.loss = lossOf(carried, lost, isSent);
}
