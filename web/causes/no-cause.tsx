import type { CausesAnswer } from '../../families/call-event/causes/causes-answer.ts';
import type { Filters } from '../filters/filters.ts';
import { NoProof, nothingFound } from '../filters/nothing-found.tsx';
import { ageText } from '../time.ts';

const NOT_COUNTED = 'Not counted yet. In the part of the time range that is, nothing matches.';

/** What an empty list means, and what it does not. Of what is not counted, nothing is said. */
export function NoCause({ filters, answer }: { filters: Filters; answer: CausesAnswer }) {
  return (
    <div class="empty">
      <p>
        <b>{answer.is_whole ? nothingFound(filters, filters.levels) : NOT_COUNTED}</b>
      </p>
      {answer.latest !== null && (
        <p>
          The last error or warning of any kind was {ageText(Date.parse(answer.read_at) - Date.parse(answer.latest))}{' '}
          before this.
        </p>
      )}
      <NoProof />
    </div>
  );
}
