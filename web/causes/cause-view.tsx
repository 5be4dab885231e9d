import type { CausesAnswer } from '../../families/call-event/causes/causes-answer.ts';
import type { JsonClient } from '../api-client.ts';
import type { Filters } from '../filters/filters.ts';
import { CallsOfCause } from './calls-of-cause.tsx';
import { FacetPanel } from './facet-panel.tsx';
import { NoCause } from './no-cause.tsx';
import { Overview } from './overview.tsx';
import { SharedBars } from './shared-bars.tsx';

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
      <Overview answer={answer} filters={filters} />
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
