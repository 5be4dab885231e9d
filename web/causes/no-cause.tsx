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
        <b>{isNarrow ? 'No event matches these filters.' : `There is ${words} in this time range.`}</b>
      </p>
      {!answer.is_whole && <p>Only a part of the time range is counted so far.</p>}
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
