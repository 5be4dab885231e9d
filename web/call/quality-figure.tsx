import { useContext, useEffect, useRef } from 'preact/hooks';
import { Whole } from '../count.ts';
import { eventNear, type QualityChart, valueRange } from './quality-data.ts';
import { createQualityPlot, type QualityPlot } from './quality-plot.ts';
import type { TimeView } from './time-view.ts';
import { WarningList } from './warning-list.tsx';

interface Props {
  chart: QualityChart;
  call: TimeView;
  /** The time of the selected event. */
  markedMs: number | undefined;
  onSelect: (index: number) => void;
}

/** One chart with what it shows in words. */
export function QualityFigure({ chart, call, markedMs, onSelect }: Props) {
  const field = useRef<HTMLDivElement>(null);
  const plot = useRef<QualityPlot>(undefined);
  const latest = useRef(onSelect);
  latest.current = onSelect;

  useEffect(() => {
    if (field.current === null) return undefined;
    const made = createQualityPlot(field.current, {
      chart,
      call,
      onPick: (atMs) => {
        const index = eventNear(chart, atMs);
        if (index !== undefined) latest.current(index);
      },
    });
    plot.current = made;
    return () => made.destroy();
  }, [chart, call]);
  useEffect(() => plot.current?.mark(markedMs), [chart, call, markedMs]);

  const words = inWords(chart, useContext(Whole));
  return (
    <figure class="quality-figure">
      <figcaption>
        <h3>
          {chart.title} <span class="muted">({chart.unit})</span>
        </h3>
        <p class="muted">{words}</p>
      </figcaption>
      <div ref={field} class="quality-plot" role="img" aria-label={`${chart.title}: ${words}`} />
      <WarningList bands={chart.bands} startMs={call.startMs} onSelect={onSelect} />
    </figure>
  );
}

function inWords(chart: QualityChart, isWhole: boolean): string {
  const { samples, thresholds, unit, unreadable, omitted } = chart;
  const [least, most] = valueRange({ ...chart, thresholds: [] });
  const range =
    samples.length === 0
      ? 'No values came with the warnings'
      : `${isWhole ? samples.length.toLocaleString() : `At least ${samples.length.toLocaleString()}`} ${samples.length === 1 ? 'value' : 'values'} from ${least} to ${most} ${unit}`;
  const threshold = thresholds.length === 0 ? '' : `, threshold ${thresholds.join(' and ')} ${unit}`;
  const left =
    unreadable === 0
      ? ''
      : ` ${unreadable} ${unreadable === 1 ? 'value is not a number and is' : 'values are not numbers and are'} not drawn.`;
  const older =
    omitted === 0 ? '' : ` ${omitted.toLocaleString()} older ${omitted === 1 ? 'value is' : 'values are'} not drawn.`;
  return `${range}${threshold}.${left}${older}`;
}
