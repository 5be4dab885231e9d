import type { CausesAnswer } from '../../families/call-event/causes/causes-answer.ts';
import { CopyButton } from '../copy-button.tsx';
import type { Filters } from '../filters/filters.ts';
import { fixedLink } from '../fixed-link.ts';
import { Moment } from '../moment.tsx';
import { useNow } from '../now-context.ts';
import { addressOf } from '../route.ts';
import { SaveView } from '../views/save-view.tsx';
import { CauseHeading } from './cause-heading.tsx';

interface CausesHeadProps {
  view: 'causes' | 'cause';
  filters: Filters;
  answer: CausesAnswer | undefined;
  isLive: boolean;
  isPaused: boolean;
  onPause: (isPaused: boolean) => void;
}

/** What this is, how fresh it is, and what can be done with all of it. */
export function CausesHead({ view, filters, answer, isLive, isPaused, onPause }: CausesHeadProps) {
  const now = useNow();
  return (
    <div class="page-head causes-head">
      {view === 'causes' ? (
        <h1>Causes</h1>
      ) : (
        <div>
          <nav aria-label="Way back" class="way-back no-print">
            <a href={addressOf('causes', withoutCause(filters))}>← Causes</a>
          </nav>
          <CauseHeading filters={filters} answer={answer} />
        </div>
      )}
      <div class="actions">
        <p class="causes-state muted">
          {answer === undefined ? (
            'Loading…'
          ) : (
            <span>
              {isPaused ? 'Paused. ' : isLive ? 'Live. ' : ''}
              Counted at <Moment atMs={Date.parse(answer.read_at)} to="second" />
            </span>
          )}
        </p>
        <button type="button" aria-pressed={isPaused} onClick={() => onPause(!isPaused)}>
          {isPaused ? 'Go on' : 'Pause'}
        </button>
        <CopyButton text={() => fixedLink(location, now())} label="Copy a link that keeps to this time">
          Copy link
        </CopyButton>
        <SaveView />
      </div>
    </div>
  );
}

function withoutCause({ cause: _cause, ...filters }: Filters): Filters {
  return filters;
}
