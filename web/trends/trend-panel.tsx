import type { ComponentChildren } from 'preact';
import { troubleInWords } from '../trouble-in-words.ts';
import type { TrendTable } from './read-trend.ts';
import type { AskedTrend } from './use-trend.ts';

interface TrendPanelProps {
  title: string;
  /** What it counts, and where a click leads: a sentence each. */
  about: string;
  asked: AskedTrend;
  /** Of a list, which is higher than a chart. */
  isList?: boolean;
  children: (table: TrendTable) => ComponentChildren;
}

/** A trend with its heading; its place is there before its answer, so that nothing moves when it comes. */
export function TrendPanel({ title, about, asked, isList = false, children }: TrendPanelProps) {
  const { table, isSlow, refusal, troubled } = asked;
  return (
    <section
      class={isList ? 'panel trend trend-list' : 'panel trend'}
      aria-label={title}
      aria-busy={table === undefined}
    >
      <h2>{title}</h2>
      <p class="muted small">{about}</p>
      {table !== undefined && children(table)}
      {table === undefined && refusal !== undefined && <p role="alert">{troubleInWords(refusal)}</p>}
      {table === undefined && refusal === undefined && (
        <p class="trend-wait muted">
          {isSlow
            ? 'The archive is still being read. This asks again by itself.'
            : troubled === undefined
              ? 'Reading the archive…'
              : 'No answer yet.'}
        </p>
      )}
    </section>
  );
}
