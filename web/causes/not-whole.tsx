import type { CountedSpan } from '../../families/call-event/causes/counted-span.ts';
import { Moment } from '../moment.tsx';

/** Says that not all is counted yet, and what is. */
export function NotWhole({ answer: { is_whole, has_room, counted_since } }: { answer: CountedSpan }) {
  if (is_whole) return null;
  return (
    <p class="note" role="status">
      Counted back to <Moment atMs={Date.parse(counted_since)} to="minute" />
      {has_room
        ? ' so far. Counting goes on: there are more.'
        : '. Before that are more events than can be counted: choose a shorter time range.'}
    </p>
  );
}
