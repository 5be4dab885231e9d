import type { Filters } from '../filters/filters.ts';
import { addressOf, type FilteredView } from '../route.ts';
import { filtersOfDays, isKept } from './behind.ts';
import { TrendChart } from './trend-chart.tsx';
import type { DaySpan } from './trend-days.ts';
import { TrendPanel } from './trend-panel.tsx';
import { countParts, shareParts } from './trend-parts.ts';
import type { AskedTrend } from './use-trend.ts';

interface TrendChartsProps {
  /** By the name of the question. */
  volume: AskedTrend;
  trouble: AskedTrend;
  tagged: AskedTrend;
  /** What a bar is: `day`. */
  per: string;
  /** The first day of which the table has all rows; undefined where it loses none. */
  keptSince: string | undefined;
}

/** Counts and shares over time. */
export function TrendCharts({ volume, trouble, tagged, per, keptSince }: TrendChartsProps) {
  const leadTo =
    (view: FilteredView, others: Partial<Filters> = {}) =>
    (part: DaySpan) =>
      isKept(part, keptSince) ? addressOf(view, filtersOfDays(part, others)) : undefined;
  return (
    <>
      <div class="trends">
        <TrendPanel title={`Calls a ${per}`} about="Calls that had an event. A bar leads to the fleet." asked={volume}>
          {(table) => (
            <TrendChart
              title={`Calls a ${per}`}
              parts={countParts(table, 'calls')}
              noun="calls"
              colour="--bar"
              hrefOf={leadTo('fleet')}
            />
          )}
        </TrendPanel>
        <TrendPanel
          title={`Events a ${per}`}
          about="Of every level. A bar leads to errors and warnings."
          asked={volume}
        >
          {(table) => (
            <TrendChart
              title={`Events a ${per}`}
              parts={countParts(table, 'events')}
              noun="events"
              colour="--bar"
              hrefOf={leadTo('events')}
            />
          )}
        </TrendPanel>
      </div>
      <div class="trends trends-narrow">
        <TrendPanel title="Calls with an error" about="A bar leads to the causes of these errors." asked={trouble}>
          {(table) => (
            <TrendChart
              title="Calls with an error"
              parts={shareParts(table, 'failed_percent')}
              noun="calls"
              colour="--level-error"
              hrefOf={leadTo('causes', { levels: ['ERROR'] })}
            />
          )}
        </TrendPanel>
        <TrendPanel title="Calls with a warning" about="A bar leads to the causes of these warnings." asked={trouble}>
          {(table) => (
            <TrendChart
              title="Calls with a warning"
              parts={shareParts(table, 'warned_percent')}
              noun="calls"
              colour="--level-warning"
              hrefOf={leadTo('causes', { levels: ['WARNING'] })}
            />
          )}
        </TrendPanel>
        <TrendPanel
          title="Calls that Twilio tagged"
          about="Of calls with a summary. A bar leads to the fleet."
          asked={tagged}
        >
          {(table) => (
            <TrendChart
              title="Calls that Twilio tagged"
              parts={shareParts(table, 'tagged_percent')}
              noun="calls"
              colour="--level-info"
              hrefOf={leadTo('fleet')}
            />
          )}
        </TrendPanel>
      </div>
    </>
  );
}
