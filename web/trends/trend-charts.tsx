import type { Filters } from '../filters/filters.ts';
import { addressOf, type FilteredView } from '../route.ts';
import { filtersOfDays, isKept } from './behind.ts';
import { TrendChart } from './trend-chart.tsx';
import { TrendPanel } from './trend-panel.tsx';
import { countParts, shareParts, type TrendPart } from './trend-parts.ts';
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
    (part: TrendPart) =>
      part.behind > 0 && isKept(part, keptSince) ? addressOf(view, filtersOfDays(part, others)) : undefined;
  return (
    <>
      <div class="trends">
        <TrendPanel
          title={`Calls a ${per}`}
          about={`Calls with an event. A bar opens Fleet for that ${per}, which counts calls with a summary.`}
          asked={volume}
        >
          {(table) => (
            <TrendChart
              title={`Calls a ${per}`}
              parts={countParts(table, 'calls')}
              noun="call with an event"
              colour="--bar"
              hrefOf={leadTo('fleet')}
            />
          )}
        </TrendPanel>
        <TrendPanel
          title={`Events a ${per}`}
          about={`Of every level. A bar opens the errors and warnings of that ${per}.`}
          asked={volume}
        >
          {(table) => (
            <TrendChart
              title={`Events a ${per}`}
              parts={countParts(table, 'events', ['warnings', 'errors'])}
              noun="event"
              colour="--bar"
              hrefOf={leadTo('events')}
            />
          )}
        </TrendPanel>
      </div>
      <div class="trends trends-narrow">
        <TrendPanel
          title="Calls with an error"
          about="Share of calls with an event. A bar opens the causes of these errors."
          asked={trouble}
        >
          {(table) => (
            <TrendChart
              title="Calls with an error"
              parts={shareParts(table, 'failed_percent')}
              noun="call with an event"
              colour="--level-error"
              hrefOf={leadTo('causes', { levels: ['ERROR'] })}
            />
          )}
        </TrendPanel>
        <TrendPanel
          title="Calls with a warning"
          about="Share of calls with an event. A bar opens the causes of these warnings."
          asked={trouble}
        >
          {(table) => (
            <TrendChart
              title="Calls with a warning"
              parts={shareParts(table, 'warned_percent')}
              noun="call with an event"
              colour="--level-warning"
              hrefOf={leadTo('causes', { levels: ['WARNING'] })}
            />
          )}
        </TrendPanel>
        <TrendPanel
          title="Calls that Twilio tagged"
          about={`Share of calls with a summary. A bar opens Fleet for that ${per}.`}
          asked={tagged}
        >
          {(table) => (
            <TrendChart
              title="Calls that Twilio tagged"
              parts={shareParts(table, 'tagged_percent')}
              noun="call with a summary"
              colour="--level-info"
              hrefOf={leadTo('fleet')}
            />
          )}
        </TrendPanel>
      </div>
    </>
  );
}
