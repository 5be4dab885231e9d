import { useContext } from 'preact/hooks';
import { useCountText, Whole } from '../count.ts';
import { type QualityChart, type QualityData, valueRange } from './quality-data.ts';
import { WarningList } from './warning-list.tsx';

interface Props {
  quality: QualityData;
  /** What times are counted from, epoch ms. */
  startMs: number;
  onSelect: (index: number) => void;
  /** Whether there are samples of the call's media; undefined while nobody knows. */
  isSampled: boolean | undefined;
}

const NO_METRICS =
  'No metrics of this call are kept: attach --types events,summaries,conferences,metrics subscribes to them.';

/** What the strips show, in words: for who does not see them, and for who wants the event of a warning. */
export function QualityWords({ quality: { charts, others }, startMs, onSelect, isSampled }: Props) {
  const countText = useCountText();
  const isWhole = useContext(Whole);
  const warnings = charts.reduce((sum, { bands }) => sum + bands.length, others.length);
  if (warnings === 0) {
    if (isSampled) return null;
    return <p class="muted quality-none">The SDK warned of nothing, so it sent no measured values.</p>;
  }
  return (
    <details class="quality">
      <summary>
        {countText(warnings)} {warnings === 1 ? 'quality warning' : 'quality warnings'} in words
      </summary>
      <p class="muted">
        A band is the time during which a warning was on. Values are of the seconds before it was raised or cleared. The
        dashed line is its threshold.
      </p>
      {isSampled === false && <p class="muted">{NO_METRICS}</p>}
      {charts.map((chart) => (
        <div key={chart.title}>
          <h3>{chart.title}</h3>
          <p class="muted">{inWords(chart, isWhole)}</p>
          <WarningList bands={chart.bands} startMs={startMs} onSelect={onSelect} />
        </div>
      ))}
      {others.length > 0 && (
        <>
          <h3>Other warnings</h3>
          <WarningList bands={others} startMs={startMs} onSelect={onSelect} />
        </>
      )}
    </details>
  );
}

function inWords(chart: QualityChart, isWhole: boolean): string {
  const { samples, thresholds, unit, unreadable, omitted } = chart;
  const [least, most] = valueRange(samples.map(({ value }) => value));
  const range =
    samples.length === 0
      ? 'No values came with the warnings'
      : `${isWhole ? samples.length.toLocaleString() : `At least ${samples.length.toLocaleString()}`} ${samples.length === 1 ? 'value' : 'values'} from ${least} to ${most} ${unit}`.trim();
  const threshold = thresholds.length === 0 ? '' : `, threshold ${thresholds.join(' and ')} ${unit}`;
  const left =
    unreadable === 0
      ? ''
      : ` ${unreadable} ${unreadable === 1 ? 'value is not a number and is' : 'values are not numbers and are'} not drawn.`;
  const older =
    omitted === 0 ? '' : ` ${omitted.toLocaleString()} older ${omitted === 1 ? 'value is' : 'values are'} not drawn.`;
  return `${range}${threshold}.${left}${older}`;
}
