import type { CausesAnswer } from '../../families/call-event/causes/causes-answer.ts';
import type { Filters } from '../filters/filters.ts';
import { addressOf } from '../route.ts';
import { CauseHeading } from './cause-heading.tsx';

interface CausesHeadProps {
  view: 'causes' | 'cause';
  filters: Filters;
  answer: CausesAnswer | undefined;
}

/** What this is: all causes, or which of them. */
export function CausesHead({ view, filters, answer }: CausesHeadProps) {
  if (view === 'causes') return <h1>Causes</h1>;
  return (
    <>
      <nav aria-label="Way back" class="way-back no-print">
        <a href={addressOf('causes', withoutCause(filters))}>← Causes</a>
      </nav>
      <CauseHeading filters={filters} answer={answer} />
    </>
  );
}

function withoutCause({ cause: _cause, ...filters }: Filters): Filters {
  return filters;
}
