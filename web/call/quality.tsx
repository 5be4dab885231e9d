import { useMemo } from 'preact/hooks';
import type { TwilioEvent } from '../twilio-event.ts';
import { eventTimes, spanOf } from './event-facts.ts';
import { qualityData } from './quality-data.ts';
import { QualityFigure } from './quality-figure.tsx';
import { WarningList } from './warning-list.tsx';

interface Props {
  events: readonly TwilioEvent[];
  /** A position in `events`. */
  selected: number | undefined;
  onSelect: (index: number) => void;
}

/** What the SDK's quality warnings tell about a call; Twilio sends no values in between. */
export function Quality({ events, selected, onSelect }: Props) {
  const { charts, others } = useMemo(() => qualityData(events), [events]);
  const times = useMemo(() => eventTimes(events), [events]);
  const call = useMemo(() => spanOf(times), [times]);
  return (
    <section class="quality" aria-label="Quality">
      <h2>Quality</h2>
      {charts.length === 0 && others.length === 0 && (
        <p class="muted">No quality warning was reported on this call, so there is nothing to chart.</p>
      )}
      {charts.length > 0 && (
        <p class="muted">
          Bands are the time a warning stood, points the values that came with it, one a second before it, the dashed
          line is its threshold.
        </p>
      )}
      <div class="quality-charts">
        {charts.map((chart) => (
          <QualityFigure
            key={chart.title}
            chart={chart}
            call={call}
            markedMs={selected === undefined ? undefined : times[selected]}
            onSelect={onSelect}
          />
        ))}
      </div>
      {others.length > 0 && (
        <>
          <h3>Other warnings</h3>
          <WarningList bands={others} startMs={call.startMs} onSelect={onSelect} />
        </>
      )}
    </section>
  );
}
