import { gapMs } from '../../families/call-metric/in-words/gap.ts';
import { limitsOf } from '../../families/call-metric/in-words/measures.ts';
import type { SeriesVerdict } from '../../families/call-metric/in-words/metrics-in-words.ts';
import { firstFrom } from './lanes.ts';
import { CHARTS, mergedBands, type QualityChart, valueRange } from './quality-data.ts';
import type { TimeView } from './time-view.ts';

/** One measure of quality over the time of a call, ready to be drawn. */
export interface Strip {
  title: string;
  unit: string;
  /** In order, epoch ms. */
  times: ArrayLike<number>;
  /** Of each time; NaN where there is none. */
  values: ArrayLike<number>;
  /** The most that each value is the mean of. */
  peaks?: ArrayLike<number>;
  /** Values further apart have nothing to do with each other; ms. */
  connectedMs: number;
  /** The last one is the limit, the others come before it. */
  thresholds: readonly number[];
  /** When the SDK warned. */
  bands: readonly TimeView[];
  /** When the values were bad. */
  bad: readonly TimeView[];
  /** What its height stands for. */
  range: readonly [least: number, most: number];
}

/** A strip's place, in CSS pixels from the top. */
export interface PlacedStrip extends Strip {
  top: number;
  height: number;
  /** Where its values are drawn. */
  plotTop: number;
  plotHeight: number;
}

/** What the samples of one column of pixels come to. */
export interface Column {
  x: number;
  least: number;
  most: number;
  first: number;
  last: number;
  /** The column before is of the second before: a line connects them. */
  isConnected: boolean;
}

export const STRIP_HEIGHT = 52;
const PADDING = 5;
/** The SDK looks once a second. Between samples that are further apart nobody knows anything. */
const CONNECTED_MS = 1_600;

/** Of what came with the SDK's warnings. */
export function stripsOf(charts: readonly QualityChart[]): Strip[] {
  return charts.map(({ title, unit, samples, thresholds, bands, atLeast }) => {
    const values = samples.map(({ value }) => value);
    return {
      title,
      unit,
      times: samples.map(({ atMs }) => atMs),
      values,
      connectedMs: CONNECTED_MS,
      thresholds,
      bands: viewsOf(bands),
      bad: [],
      range: rangeOf(valueRange([...values, ...thresholds]), atLeast),
    };
  });
}

/** Of the samples of one edge and direction; the warnings of the SDK stand behind them. */
export function metricStrips(
  charts: readonly QualityChart[],
  { series, stretches }: Pick<SeriesVerdict, 'series' | 'stretches'>,
): Strip[] {
  return CHARTS.flatMap(({ title, unit, atLeast, measure }) => {
    const values = series.values[measure];
    const measured = valueRange(values);
    const warned = charts.find((chart) => chart.title === title);
    if (measured[0] > measured[1]) return series.edge === 'sdk_edge' && warned ? stripsOf([warned]) : [];
    const thresholds = limitsOf(measure);
    const peaks = measure === 'jitter' ? series.values.jitterMax : [];
    // A gateway tells of ten seconds, not of their end.
    const isStepped = series.edge !== 'sdk_edge';
    const over = (of: ArrayLike<number>) => (isStepped ? Array.from(of).flatMap((value) => [value, value]) : of);
    return {
      title,
      unit,
      times: isStepped ? endsOf(series) : series.times,
      values: over(values),
      peaks: over(peaks),
      connectedMs: gapMs(series),
      thresholds,
      bands: viewsOf(warned?.bands ?? []),
      bad: stretches.filter((stretch) => stretch.measure === measure),
      range: rangeOf(valueRange([...measured, ...valueRange(peaks), ...thresholds]), atLeast),
    };
  });
}

/** Both ends of each interval, in order. */
function endsOf({ times, stepMs }: SeriesVerdict['series']): number[] {
  return Array.from(times).flatMap((atMs, position) => {
    const beforeMs = times[position - 1] ?? Number.NEGATIVE_INFINITY;
    return [Math.max(atMs - stepMs, beforeMs) + 1, atMs];
  });
}

function viewsOf(bands: QualityChart['bands']): TimeView[] {
  return mergedBands(bands).map(({ fromMs, toMs }) => ({ startMs: fromMs, endMs: toMs }));
}

/** @param caption room above the values for the name, in CSS pixels */
export function placeStrips(strips: readonly Strip[], top: number, caption: number): PlacedStrip[] {
  const height = STRIP_HEIGHT + caption;
  return strips.map((strip, position) => {
    const stripTop = top + position * height;
    const plotTop = stripTop + caption + PADDING;
    return { ...strip, top: stripTop, height, plotTop, plotHeight: STRIP_HEIGHT - 2 * PADDING };
  });
}

/** The smallest and the largest value of each column of pixels in view, and how the columns are connected. */
export function columnsOf(
  { times, values, connectedMs }: Pick<Strip, 'times' | 'values' | 'connectedMs'>,
  view: TimeView,
  width: number,
): Column[] {
  const perMs = width / (view.endMs - view.startMs);
  const columns: Column[] = [];
  let [lastMs, last]: [number, Column | undefined] = [Number.NEGATIVE_INFINITY, undefined];
  // One beyond each end, so that lines lead out of the view.
  for (let position = Math.max(firstFrom(times, view.startMs) - 1, 0); position < times.length; position += 1) {
    const [atMs, value] = [times[position] ?? 0, values[position] ?? Number.NaN];
    if (Number.isNaN(value)) continue;
    const x = Math.round((atMs - view.startMs) * perMs);
    const isConnected = atMs - lastMs <= connectedMs;
    if (last !== undefined && last.x === x && isConnected) {
      last.least = Math.min(last.least, value);
      last.most = Math.max(last.most, value);
      last.last = value;
    } else {
      last = { x, least: value, most: value, first: value, last: value, isConnected };
      columns.push(last);
    }
    if (atMs > view.endMs) break;
    lastMs = atMs;
  }
  return columns;
}

/** The position of the value nearest to a time, undefined where it has nothing to do with it, nor is as near as that. */
export function valueNear(
  { times, values, connectedMs }: Pick<Strip, 'times' | 'values' | 'connectedMs'>,
  atMs: number,
  nearMs: number,
): number | undefined {
  const next = firstFrom(times, atMs);
  const away = (position: number) => {
    const isThere = !Number.isNaN(values[position] ?? Number.NaN);
    return isThere ? Math.abs((times[position] ?? 0) - atMs) : Number.POSITIVE_INFINITY;
  };
  const nearest = away(next - 1) <= away(next) ? next - 1 : next;
  return away(nearest) <= Math.max(nearMs, connectedMs) ? nearest : undefined;
}

/** Where a value stands on a strip, in CSS pixels from the top. */
export function yOf({ range: [least, most], plotTop, plotHeight }: PlacedStrip, value: number): number {
  return plotTop + plotHeight * (1 - (value - least) / (most - least));
}

function rangeOf([least, most]: Strip['range'], [lowest, highest]: Strip['range']): [number, number] {
  const [from, to] = [Math.min(least, lowest), Math.max(most, highest)];
  return from < to ? [from, to] : [Number.isFinite(from) ? from - 1 : 0, Number.isFinite(to) ? to + 1 : 1];
}
