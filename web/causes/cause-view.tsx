import type { CausesAnswer } from '../../families/call-event/causes/causes-answer.ts';
import type { JsonClient } from '../api-client.ts';
import type { Filters } from '../filters/filters.ts';
import { CallsOfCause } from './calls-of-cause.tsx';
import { CountsLine } from './counts-line.tsx';
import { FacetPanel } from './facet-panel.tsx';
import { NoCause } from './no-cause.tsx';
import { NotWhole } from './not-whole.tsx';
import { SharedBars } from './shared-bars.tsx';
import { SpanChart } from './span-chart.tsx';

interface CauseViewProps {
  client: JsonClient;
  filters: Filters;
  answer: CausesAnswer;
  isPaused: boolean;
  onSignedOut: () => void;
}

/** One cause: when it happened, what its calls share, and which they are. */
export function CauseView({ filters, answer, ...props }: CauseViewProps) {
  const cause = answer.causes.find((one) => one.cause === filters.cause);
  return (
    <>
      <section class="panel overview" aria-label="Overview">
        <CountsLine answer={answer} filters={filters} />
        <SpanChart answer={answer} filters={filters} />
        <NotWhole answer={answer} />
      </section>
      {cause === undefined ? (
        <NoCause filters={filters} answer={answer} />
      ) : (
        <div class="with-facets">
          <div>
            <SharedBars cause={cause} />
            <CallsOfCause {...props} filters={filters} />
          </div>
          <FacetPanel filters={filters} facets={answer.facets} calls={answer.calls} />
        </div>
      )}
    </>
  );
}
