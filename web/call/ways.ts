import { gapMs } from '../../families/call-metric/in-words/gap.ts';
import type { SeriesVerdict } from '../../families/call-metric/in-words/metrics-in-words.ts';
import type { MetricSeries } from '../../families/call-metric/in-words/series.ts';
import { streamName } from '../../families/call-metric/in-words/stream-name.ts';
import type { TimeView } from './time-view.ts';

/** One edge and direction over the time of a call: when there are samples of it, and when they were bad. */
export interface Way {
  /** See `streamName`. */
  name: string;
  sampled: readonly TimeView[];
  bad: readonly TimeView[];
}

/** A way's place on the timeline, in CSS pixels from the top. */
export interface PlacedWay extends Way {
  top: number;
  isChosen: boolean;
}

export const WAY_HEIGHT = 20;

export function waysOf(measured: readonly SeriesVerdict[]): Way[] {
  return measured.map(({ series, times }) => ({
    name: streamName(series),
    sampled: sampledOf(series),
    bad: times,
  }));
}

/** A series by another clock. */
export function movedSeries(series: MetricSeries, byMs: number): MetricSeries {
  return byMs === 0 ? series : { ...series, times: series.times.map((atMs) => atMs + byMs) };
}

/** Without the gaps. */
function sampledOf(series: MetricSeries): TimeView[] {
  const parts: TimeView[] = [];
  for (const atMs of series.times) {
    const last = parts.at(-1);
    if (last !== undefined && atMs - last.endMs <= gapMs(series)) last.endMs = atMs;
    else parts.push({ startMs: atMs - series.stepMs, endMs: atMs });
  }
  return parts;
}
