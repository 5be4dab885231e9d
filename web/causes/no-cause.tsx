import type { CausesAnswer } from '../../families/call-event/causes/causes-answer.ts';
import { DEFAULT_FILTERS, type Filters, searchOf } from '../filters/filters.ts';
import { LEVEL_WORD } from '../level-shape.ts';
import { ageText } from '../time.ts';

/** What an empty list means, and what it does not: that all is well cannot be told from it. */
export function NoCause({ filters, answer }: { filters: Filters; answer: CausesAnswer }) {
  const { span: _span, from: _from, to: _to, ...narrowing } = filters;
  const isNarrow = searchOf({ ...DEFAULT_FILTERS, ...narrowing }) !== '';
  const words = filters.levels.map((level) => `no ${LEVEL_WORD[level].toLowerCase()}`).join(' and ');
  return (
    <div class="empty">
      <p>
        <b>{emptyText(answer, isNarrow, words)}</b>
      </p>
      {answer.latest !== null && (
        <p>
          The last event of any kind was {ageText(Date.parse(answer.read_at) - Date.parse(answer.latest))} before this.
        </p>
      )}
      <p>
        An empty list does not prove that all calls are well: no events may arrive. The command <code>doctor</code>{' '}
        checks this. New events appear here about 90 seconds after they happen.
      </p>
    </div>
  );
}

/** Of what is not counted, nothing is said. */
function emptyText({ is_whole }: CausesAnswer, isNarrow: boolean, words: string): string {
  if (!is_whole) return 'Not counted yet. In the part of the time range that is, nothing matches.';
  return isNarrow ? 'No event matches these filters.' : `There is ${words} in this time range.`;
}
