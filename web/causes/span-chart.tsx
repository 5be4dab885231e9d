import { useMemo } from 'preact/hooks';
import type { CausesAnswer } from '../../families/call-event/causes/causes-answer.ts';
import { VolumeChart } from '../chart/volume-chart.tsx';
import { stepToFilters } from '../filters/change-filters.ts';
import type { Filters } from '../filters/filters.ts';
import { beforeWords } from './change-words.ts';
import { chartParts } from './read-causes.ts';

/** When it happened, over the whole span; a part that is chosen becomes the span. */
export function SpanChart({ answer, filters }: { answer: CausesAnswer; filters: Filters }) {
  const parts = useMemo(() => chartParts(answer), [answer]);
  return (
    <VolumeChart
      parts={parts}
      beforeWords={beforeWords(filters)}
      countedSinceMs={Date.parse(answer.is_whole ? answer.start_time : answer.counted_since)}
      onNarrow={({ fromMs, toMs, isOpenEnd }) =>
        stepToFilters(({ from: _from, to: _to, ...others }) => ({
          ...others,
          from: new Date(fromMs).toISOString(),
          // The end of a part is the beginning of the next one.
          ...(isOpenEnd ? filters.to !== undefined && { to: filters.to } : { to: new Date(toMs - 1).toISOString() }),
        }))
      }
    />
  );
}
