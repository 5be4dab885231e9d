import { limitsOf, type Measure, worse } from './measures.ts';
import { gapMs, type MetricSeries } from './series.ts';

/** A part of a call during which a measure of one edge and direction was bad. */
export interface Stretch {
  measure: Measure;
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
  /** What was bad, what people hear first of all: at least one. */
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
/** Of 32767: less than a quiet room. */
const SILENCE = 10;
/** How much worse than its limit a value can count. */
const MOST_RATIO = 5;
/** In the order in which they are told. */
const BAD: readonly Measure[] = ['packets', 'loss', 'jitter', 'rtt', 'latency', 'mos'];

/** When each measure was bad by Twilio's limits, and when no packets came at all. */
export function badStretches(series: MetricSeries): Stretch[] {
  return BAD.flatMap((measure) => stretchesOf(series, measure, isBad(series, measure)));
}

/** When microphone and speaker had no sound for so long that somebody may ask why. */
export function silentStretches(series: MetricSeries): Stretch[] {
  return (['audioIn', 'audioOut'] as const).flatMap((measure) => {
    const levels = series.values[measure];
    const found = stretchesOf(series, measure, (position) => (levels[position] ?? SILENCE) < SILENCE);
    return found.filter(({ startMs, endMs }) => endMs - startMs >= SILENT_MS);
  });
}

/** Stretches that overlap as one time, the worst first. */
export function badTimes(stretches: readonly Stretch[]): BadTime[] {
  const times: { startMs: number; endMs: number; stretches: Stretch[] }[] = [];
  for (const stretch of stretches.toSorted((one, other) => one.startMs - other.startMs)) {
    const last = times.at(-1);
    if (last !== undefined && stretch.startMs <= last.endMs) {
      last.endMs = Math.max(last.endMs, stretch.endMs);
      last.stretches.push(stretch);
    } else times.push({ startMs: stretch.startMs, endMs: stretch.endMs, stretches: [stretch] });
  }
  return times
    .map((time) => ({ ...time, stretches: worstOfEach(time.stretches), weight: weightOf(time.stretches) }))
    .toSorted((one, other) => other.weight - one.weight);
}

function isBad({ edge, values }: MetricSeries, measure: Measure): (position: number) => boolean {
  const [column, isSdk] = [values[measure], edge === 'sdk_edge'];
  const limits = limitsOf(measure);
  const limit = limits.at(-1) ?? Number.NaN;
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
    return Number.isNaN(most) ? isSdk && mean > limit : mean > (limits[0] ?? 0) && most > limit;
  };
}

function stretchesOf(series: MetricSeries, measure: Measure, isMeant: (position: number) => boolean): Stretch[] {
  const { times, stepMs, values } = series;
  const [column, peaks] = [values[measure], measure === 'jitter' ? values.jitterMax : values[measure]];
  const apartMs = gapMs(series);
  const joinedMs = Math.max(apartMs, JOINED_MS);
  const found: Stretch[] = [];
  let open: { from: number; to: number } | undefined;
  const close = () => {
    if (open === undefined) return;
    const stretch = stretchOf(open.from, open.to);
    if (stretch.endMs - stretch.startMs >= SHORTEST_MS) found.push(stretch);
    open = undefined;
  };
  const stretchOf = (from: number, to: number): Stretch => {
    const [startMs, endMs] = [(times[from] ?? 0) - stepMs, times[to] ?? 0];
    let [worst, sum, count] = [Number.NaN, 0, 0];
    for (let position = from; position <= to; position += 1) {
      const [value, peak] = [column[position] ?? Number.NaN, peaks[position] ?? Number.NaN];
      if (Number.isNaN(value)) continue;
      worst = worse(measure, worst, Number.isNaN(peak) ? value : peak);
      sum += value;
      count += 1;
    }
    return { measure, startMs, endMs, worst, mean: sum / count };
  };
  times.forEach((atMs, position) => {
    if (open !== undefined) {
      const isGap = atMs - (times[position - 1] ?? 0) > apartMs;
      if (isGap || atMs - (times[open.to] ?? 0) > joinedMs) close();
    }
    if (!isMeant(position)) return;
    open = { from: open?.from ?? position, to: position };
  });
  close();
  return found;
}

/** One of each measure: told as one, however often it came and went. */
function worstOfEach(stretches: readonly Stretch[]): Stretch[] {
  return BAD.flatMap((measure) => {
    const of = stretches.filter((stretch) => stretch.measure === measure);
    return of.length === 0
      ? []
      : of.reduce((one, other) => (worse(measure, one.worst, other.worst) === one.worst ? one : other));
  });
}

function weightOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { measure, startMs, endMs, worst, mean }) => {
    const limit = limitsOf(measure).at(-1) ?? 0;
    const ratio = measure === 'packets' ? MOST_RATIO : measure === 'mos' ? limit / mean : worst / limit;
    return sum + (endMs - startMs) * Math.min(ratio, MOST_RATIO);
  }, 0);
}
