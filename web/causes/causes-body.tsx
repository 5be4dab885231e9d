import type { CausesAnswer } from '../../families/call-event/causes/causes-answer.ts';
import type { Filters } from '../filters/filters.ts';
import { CauseList } from './cause-list.tsx';
import { FacetPanel } from './facet-panel.tsx';
import { NoCause } from './no-cause.tsx';
import { Overview } from './overview.tsx';
import { VerdictLine } from './verdict-line.tsx';

interface CausesBodyProps {
  filters: Filters;
  answer: CausesAnswer;
  /** Nothing moves. */
  isPaused: boolean;
}

/** All causes: whether it is one, since when, and what each one's calls share. */
export function CausesBody({ filters, answer, isPaused }: CausesBodyProps) {
  return (
    <>
      <Overview answer={answer} filters={filters}>
        <VerdictLine answer={answer} filters={filters} />
      </Overview>
      {answer.causes.length === 0 ? (
        <NoCause filters={filters} answer={answer} />
      ) : (
        <div class="with-facets">
          <CauseList filters={filters} answer={answer} isPaused={isPaused} />
          <FacetPanel filters={filters} facets={answer.facets} calls={answer.calls} />
        </div>
      )}
    </>
  );
}
