import { gapMs } from './gap.ts';
import { limitsOf, type Measure, worse } from './measures.ts';
import type { MetricSeries } from './series.ts';

/** Measures that can be bad, in the order in which they are told. */
const BAD = ['packets', 'loss', 'jitter', 'rtt', 'latency', 'mos'] as const satisfies readonly Measure[];
export type BadMeasure = (typeof BAD)[number];

/** A part of a call during which a measure of one edge and direction was bad. */
export interface Stretch {
  measure: BadMeasure;
  /** Epoch ms, by the clock of the edge. */
  startMs: number;
  endMs: number;
  /** The worst value, and the mean of all in it. */
  worst: number;
  mean: number;
}

/** When a series was bad, in one or more measures at once. */
export interface BadTime {
  startMs: number;
  endMs: number;
  /** What was bad, each measure once, the longest first: at least one. */
  stretches: readonly Stretch[];
  /** How bad it was beside others: by how far it passed its limits, and for how long. */
  weight: number;
}

/** Bad samples that are no further apart are of one stretch. */
const JOINED_MS = 3_500;
/** A shorter one nobody notices. */
const SHORTEST_MS = 2_500;
/** Two people who listen to each other are silent for less. */
const SILENT_MS = 30_000;
/** Missing samples of so long do not end a silence: nobody spoke before them, nor behind them. */
const SILENT_GAP_MS = 10_000;
/** Of 32767: less than a quiet room. */
const SILENCE = 10;
/** How much worse than its limit a value can count. */
const MOST_RATIO = 5;

/** When each measure was bad by Twilio's limits, and when no packets came at all. */
export function badStretches(series: MetricSeries): Stretch[] {
  return BAD.flatMap((measure) => {
    const column = series.values[measure];
    const peaks = measure === 'jitter' ? series.values.jitterMax : column;
    return spansOf(series, isBad(series, measure), SHORTEST_MS).map(({ startMs, endMs, from, to }) => {
      const values = column.slice(from, to + 1).filter((value) => !Number.isNaN(value));
      const worst = [...values, ...peaks.slice(from, to + 1)].reduce((one, other) => worse(measure, one, other));
      return { measure, startMs, endMs, worst, mean: values.reduce((sum, value) => sum + value, 0) / values.length };
    });
  });
}

/** When microphone or speaker had no sound for so long that somebody may ask why, the longest time first. */
export function silentTimes(series: MetricSeries, measure: 'audioIn' | 'audioOut'): Span[] {
  const levels = series.values[measure];
  const isSilent = (position: number) => (levels[position] ?? SILENCE) < SILENCE;
  return spansOf(series, isSilent, SILENT_MS, SILENT_GAP_MS).toSorted((one, other) => lengthOf(other) - lengthOf(one));
}

/** Stretches that overlap as one time, the worst first. */
export function badTimes(stretches: readonly Stretch[]): BadTime[] {
  const times: { startMs: number; endMs: number; stretches: Stretch[]; weight: number }[] = [];
  for (const stretch of stretches.toSorted((one, other) => one.startMs - other.startMs)) {
    const { startMs, endMs } = stretch;
    const last = times.at(-1);
    if (last !== undefined && startMs <= last.endMs) {
      last.endMs = Math.max(last.endMs, endMs);
      last.stretches.push(stretch);
      last.weight += weightOf(stretch);
    } else times.push({ startMs, endMs, stretches: [stretch], weight: weightOf(stretch) });
  }
  return times
    .map((time) => ({ ...time, stretches: longestOfEach(time.stretches) }))
    .toSorted((one, other) => other.weight - one.weight);
}

function isBad({ edge, values }: MetricSeries, measure: BadMeasure): (position: number) => boolean {
  const [column, limits] = [values[measure], limitsOf(measure)];
  const limit = limits.at(-1) ?? 0;
  if (measure === 'packets') {
    // Nothing is bad about what never began.
    const first = column.findIndex((count) => count > 0);
    return (position) => column[position] === 0 && first !== -1 && position > first;
  }
  if (measure === 'mos') return (position) => (column[position] ?? limit) < limit;
  if (measure !== 'jitter') return (position) => (column[position] ?? 0) > limit;
  // A gateway tells the mean of ten seconds and the most in them, a device the value of a moment.
  return (position) => {
    const [mean, most] = [column[position] ?? 0, values.jitterMax[position] ?? Number.NaN];
    return Number.isNaN(most) ? edge === 'sdk_edge' && mean > limit : mean > (limits[0] ?? 0) && most > limit;
  };
}

/** A part of the time, and the positions of its first and its last sample. */
interface Span {
  startMs: number;
  endMs: number;
  from: number;
  to: number;
}

/**
 * When something was so, without a gap, and but for a sample here and there.
 * @param acrossMs a gap up to that ends nothing, between two samples that were so
 */
function spansOf(series: MetricSeries, isSo: (position: number) => boolean, leastMs: number, acrossMs = 0): Span[] {
  const { times, stepMs } = series;
  const apartMs = gapMs(series);
  const joinedMs = Math.max(apartMs, JOINED_MS);
  const spans: Span[] = [];
  let open: Span | undefined;
  times.forEach((atMs, position) => {
    const isNext = open?.to === position - 1 && isSo(position);
    const isGap = atMs - (times[position - 1] ?? atMs) > Math.max(apartMs, isNext ? acrossMs : 0);
    if (isGap || (open !== undefined && !isNext && atMs - open.endMs > joinedMs)) open = undefined;
    if (!isSo(position)) return;
    if (open === undefined) {
      open = { startMs: atMs - stepMs, endMs: atMs, from: position, to: position };
      spans.push(open);
    } else Object.assign(open, { endMs: atMs, to: position });
  });
  return spans.filter(({ startMs, endMs }) => endMs - startMs >= leastMs);
}

/** One of each measure, however often it came and went, the longest first. */
function longestOfEach(stretches: readonly Stretch[]): Stretch[] {
  const longest = BAD.flatMap((measure) => {
    const [first, ...others] = stretches.filter((stretch) => stretch.measure === measure);
    if (first === undefined) return [];
    return others.reduce(
      (one, other) => ({
        ...(lengthOf(other) > lengthOf(one) ? other : one),
        worst: worse(measure, one.worst, other.worst),
      }),
      first,
    );
  });
  return longest.toSorted((one, other) => lengthOf(other) - lengthOf(one));
}

function lengthOf({ startMs, endMs }: Pick<Stretch, 'startMs' | 'endMs'>): number {
  return endMs - startMs;
}

function weightOf({ measure, startMs, endMs, worst, mean }: Stretch): number {
  const limit = limitsOf(measure).at(-1) ?? 0;
  const ratio = measure === 'packets' ? MOST_RATIO : measure === 'mos' ? limit / mean : worst / limit;
  return (endMs - startMs) * Math.min(ratio, MOST_RATIO);
}
