import { useMemo } from 'preact/hooks';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import { eventTimes, spanOf } from '../event-facts.ts';
import { qualityData } from './quality-data.ts';
import { QualityFigure } from './quality-figure.tsx';
import { WarningList } from './warning-list.tsx';

interface Props {
  events: readonly EventResource[];
  /** A position in `events`. */
  selected: number | undefined;
  onSelect: (index: number) => void;
}

const NOTHING = 'This call has no warnings about round trip time, jitter, packet loss or MOS.';
const LEGEND =
  'A band is the time during which a warning was on. Points are values from the seconds before it was raised or ' +
  'cleared. The dashed line is its threshold.';

/** What the SDK's quality warnings tell about a call; Twilio sends no values in between. */
export function Quality({ events, selected, onSelect }: Props) {
  const { charts, others } = useMemo(() => qualityData(events), [events]);
  const times = useMemo(() => eventTimes(events), [events]);
  const call = useMemo(() => spanOf(times), [times]);
  return (
    <section class="quality" aria-label="Quality warnings">
      <h2>Quality warnings</h2>
      <p class="muted quality-legend">{charts.length === 0 ? NOTHING : LEGEND}</p>
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
