import type { CausesAnswer } from '../../families/call-event/causes/causes-answer.ts';
import type { JsonClient } from '../api-client.ts';
import { causesQuestion } from '../causes/causes-question.ts';
import { causesAnswerOf } from '../causes/read-causes.ts';
import { type Filters, indexedFilters } from '../filters/filters.ts';
import { type Asked, useAnswer } from '../use-answer.ts';
import { countsOf, type EventCounts } from './event-counts.ts';
import { roomFor } from './feed.ts';
import { toldFilters } from './told-events.ts';
import type { Counted, KeptFeed } from './use-feed.ts';

interface CountsOptions {
  client: JsonClient;
  filters: Filters;
  isPaused: boolean;
  kept: { current: KeptFeed | undefined };
  onSignedOut: () => void;
}

export interface CountedEvents {
  /** The counts of all that fits, whatever of it is in the list. */
  answer: CausesAnswer | undefined;
  /** The same as they came. */
  counted: Counted | undefined;
  /** Why there are none. */
  refusal: Asked['refusal'];
  /** What the list is to be read by, and the counts of that. */
  read: { filters: Filters; counts: EventCounts | undefined };
  /** There is more than the page can look through: the API looks for what is in no index. */
  isToldByApi: boolean;
}

/** Counts what fits filters, and tells what of them the page applies itself to what it reads. */
export function useEventCounts({ filters, kept, ...props }: CountsOptions): CountedEvents {
  const indexed = indexedFilters(filters);
  const told = toldFilters(filters);
  const whole = { ...indexed, ...told };
  const path = causesQuestion('Causes', whole);
  const { answer, refusal } = useAnswer({ ...props, path });
  const pathOfIndexed = causesQuestion('Causes', indexed);
  const ofIndexed = useAnswer({ ...props, path: pathOfIndexed, isPaused: props.isPaused || told === undefined });
  const before = kept.current?.counted?.path === path ? kept.current.counted : undefined;
  const counted = answer === undefined ? before : { path, answer };
  const counts = countsOf(counted?.answer);
  const countsOfIndexed = told === undefined ? counts : countsOf(ofIndexed.answer);
  const isToldByApi = told !== undefined && isMore(indexed, countsOfIndexed);
  return {
    answer: causesAnswerOf(counted?.answer),
    counted,
    refusal,
    read: isToldByApi ? { filters: whole, counts } : { filters: indexed, counts: countsOfIndexed },
    isToldByApi,
  };
}

/** Whether there is more of a level than this page has room for. */
function isMore({ levels }: Filters, counts: EventCounts | undefined): boolean {
  return counts !== undefined && levels.some((level) => (counts.levels[level] ?? 0) > roomFor(level));
}
