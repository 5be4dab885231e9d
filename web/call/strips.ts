import { firstFrom } from './lanes.ts';
import { mergedBands, type QualityChart, type Sample, valueRange } from './quality-data.ts';
import type { TimeView } from './time-view.ts';

/** One measure of quality over the time of a call, ready to be drawn. */
export interface Strip {
  title: string;
  unit: string;
  samples: readonly Sample[];
  /** Of the samples, to look them up. */
  times: readonly number[];
  thresholds: readonly number[];
  bands: readonly TimeView[];
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

export function stripsOf(charts: readonly QualityChart[]): Strip[] {
  return charts.map((chart) => ({
    title: chart.title,
    unit: chart.unit,
    samples: chart.samples,
    times: chart.samples.map(({ atMs }) => atMs),
    thresholds: chart.thresholds,
    bands: mergedBands(chart.bands).map(({ fromMs, toMs }) => ({ startMs: fromMs, endMs: toMs })),
    range: rangeOf(chart),
  }));
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
  { samples, times }: Pick<Strip, 'samples' | 'times'>,
  view: TimeView,
  width: number,
): Column[] {
  const perMs = width / (view.endMs - view.startMs);
  const columns: Column[] = [];
  let [lastMs, last]: [number, Column | undefined] = [Number.NEGATIVE_INFINITY, undefined];
  // One beyond each end, so that lines lead out of the view.
  for (let position = Math.max(firstFrom(times, view.startMs) - 1, 0); position < samples.length; position += 1) {
    const { atMs, value } = samples[position] as Sample;
    const x = Math.round((atMs - view.startMs) * perMs);
    const isConnected = atMs - lastMs <= CONNECTED_MS;
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

/** The sample nearest to a time, undefined where none is as near as that. */
export function sampleNear({ samples, times }: Pick<Strip, 'samples' | 'times'>, atMs: number, nearMs: number) {
  const next = firstFrom(times, atMs);
  const [before, after] = [samples[next - 1], samples[next]];
  const away = (sample: Sample | undefined) =>
    sample === undefined ? Number.POSITIVE_INFINITY : Math.abs(sample.atMs - atMs);
  const nearest = away(before) <= away(after) ? before : after;
  return away(nearest) <= nearMs ? nearest : undefined;
}

/** Where a value stands on a strip, in CSS pixels from the top. */
export function yOf({ range: [least, most], plotTop, plotHeight }: PlacedStrip, value: number): number {
  return plotTop + plotHeight * (1 - (value - least) / (most - least));
}

function rangeOf(chart: QualityChart): [number, number] {
  const [least, most] = valueRange(chart);
  const [lowest, highest] = chart.atLeast;
  const [from, to] = [Math.min(least, lowest), Math.max(most, highest)];
  return from < to ? [from, to] : [Number.isFinite(from) ? from - 1 : 0, Number.isFinite(to) ? to + 1 : 1];
}
