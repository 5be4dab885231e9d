import type { CausesAnswer } from '../../families/call-event/causes/causes-answer.ts';
import { countText } from '../count.ts';
import type { Filters } from '../filters/filters.ts';
import { addressOfCause } from '../route.ts';
import { causeName, percentText } from './cause-words.ts';
import { mainWarning, verdictOf } from './verdict.ts';

/** Whether it is one cause, in a sentence, and which warning most calls have in another. */
export function VerdictLine({ answer, filters }: { answer: CausesAnswer; filters: Filters }) {
  const verdict = verdictOf(answer);
  const warning = mainWarning(answer.causes);
  if (verdict === undefined && warning === undefined) return null;
  return (
    <p class="causes-verdict">
      {verdict && (
        <>
          {verdict.before}
          <a href={addressOfCause(verdict.cause.cause, filters)}>{causeName(verdict.cause)}</a>
          {verdict.after}.{' '}
          {verdict.shared.length > 0 && (
            <>
              Its calls share <b>{verdict.shared.join(', ')}</b>.{' '}
            </>
          )}
        </>
      )}
      {warning && (
        <>
          Most frequent warning: <a href={addressOfCause(warning.cause, filters)}>{causeName(warning)}</a> on{' '}
          {countText(warning.calls, answer.is_whole)} {warning.calls === 1 ? 'call' : 'calls'}
          {warning.share !== null && `, ${percentText(warning.share)} of all calls`}.
        </>
      )}
    </p>
  );
}
