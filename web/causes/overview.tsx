import type { ComponentChildren } from 'preact';
import type { CausesAnswer } from '../../families/call-event/causes/causes-answer.ts';
import type { Filters } from '../filters/filters.ts';
import { CountsLine } from './counts-line.tsx';
import { NotWhole } from './not-whole.tsx';
import { SpanChart } from './span-chart.tsx';

interface OverviewProps {
  filters: Filters;
  answer: CausesAnswer;
  /** What there is to say of the counts. */
  children?: ComponentChildren;
}

/** How much there is, since when, and how much of that is counted so far. */
export function Overview({ filters, answer, children }: OverviewProps) {
  return (
    <section class="panel overview" aria-label="Overview">
      <CountsLine answer={answer} filters={filters} />
      {children}
      <SpanChart answer={answer} filters={filters} />
      <NotWhole answer={answer} />
    </section>
  );
}

/** The shape of what comes. */
export function LoadingOverview() {
  return (
    <div class="skeleton" aria-hidden="true">
      <div class="overview-loading" />
    </div>
  );
}
