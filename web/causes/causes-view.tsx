import { useState } from 'preact/hooks';
import type { JsonClient } from '../api-client.ts';
import { ActiveFilters } from '../filters/active-filters.tsx';
import { FilterForm } from '../filters/filter-form.tsx';
import type { Filters } from '../filters/filters.ts';
import { LeftOut } from '../filters/left-out.tsx';
import { useSeenValues } from '../filters/seen-values.ts';
import { LoadingRows } from '../loading-rows.tsx';
import { TroubleBanner } from '../trouble-banner.tsx';
import { useAnswer } from '../use-answer.ts';
import { ViewHead } from '../view-head.tsx';
import { CauseView } from './cause-view.tsx';
import { CausesBody } from './causes-body.tsx';
import { CausesHead } from './causes-head.tsx';
import { causesQuestion } from './causes-question.ts';
import { LoadingOverview } from './overview.tsx';
import { causesAnswerOf } from './read-causes.ts';

export interface CausesViewProps {
  client: JsonClient;
  filters: Filters;
  /** What the address says beside them. */
  leftOut: readonly string[];
  view: 'causes' | 'cause';
  onSignedOut: () => void;
}

/** Why calls fail: all causes, or one of them. */
export function CausesView({ view, leftOut, ...props }: CausesViewProps) {
  const { filters } = props;
  const [isPaused, setIsPaused] = useState(false);
  const asked = useAnswer({ ...props, path: causesQuestion('Causes', filters), isPaused });
  const answer = causesAnswerOf(asked.answer);
  const seen = useSeenValues(props.client, filters, answer);
  return (
    <>
      <TroubleBanner troubled={asked.troubled} />
      <ViewHead
        heading={<CausesHead view={view} filters={filters} answer={answer} />}
        readMs={answer && Date.parse(answer.read_at)}
        isLive={asked.troubled === undefined && asked.refusal === undefined}
        isPaused={isPaused}
        onPause={() => setIsPaused(!isPaused)}
      />
      <FilterForm filters={filters} seen={seen} />
      <ActiveFilters filters={filters} isCauseFixed={view === 'cause'} />
      <LeftOut parts={leftOut} />
      {asked.refusal && <p role="alert">{asked.refusal.message}</p>}
      {answer === undefined && asked.refusal === undefined && (
        <>
          <LoadingOverview />
          <LoadingRows />
        </>
      )}
      {answer !== undefined && view === 'causes' && (
        <CausesBody filters={filters} answer={answer} isPaused={isPaused} />
      )}
      {answer !== undefined && view === 'cause' && <CauseView {...props} answer={answer} isPaused={isPaused} />}
    </>
  );
}
