import type { CausesAnswer } from '../../families/call-event/causes/causes-answer.ts';
import type { Filters } from '../filters/filters.ts';
import { percentText } from './cause-words.ts';
import { beforeWords, changeWords } from './change-words.ts';
import { othersOf } from './read-causes.ts';

/** How much fails, of how much, and whether that is more than before. */
export function CountsLine({ answer, filters }: { answer: CausesAnswer; filters: Filters }) {
  const { levels, calls, all_calls, share, is_whole, before } = answer;
  const errors = levels.ERROR ?? 0;
  const warnings = levels.WARNING ?? 0;
  const others = othersOf(levels);
  const hasErrors = errors > 0 || (filters.cause === undefined && filters.levels.includes('ERROR'));
  // Of warnings alone the change is that of warnings.
  const level = hasErrors ? 'ERROR' : 'WARNING';
  const earlier = before?.volume.reduce((sum, part) => sum + part[level], 0);
  const change =
    earlier === undefined || !is_whole
      ? undefined
      : changeWords(level === 'ERROR' ? errors : warnings, earlier, beforeWords(filters));
  const least = !is_whole && <span class="muted">at least </span>;
  return (
    <div class="counts-line">
      {hasErrors && (
        <p class="figure figure-error">
          {least}
          <b>{errors.toLocaleString()}</b> {errors === 1 ? 'error' : 'errors'}
        </p>
      )}
      {(warnings > 0 || (filters.cause === undefined && filters.levels.includes('WARNING'))) && (
        <p class="figure figure-warning">
          {least}
          <b>{warnings.toLocaleString()}</b> {warnings === 1 ? 'warning' : 'warnings'}
        </p>
      )}
      {others > 0 && (
        <p class="figure">
          {least}
          <b>{others.toLocaleString()}</b> of other levels
        </p>
      )}
      <p class="figure">
        {least}
        <b>{calls.toLocaleString()}</b> {calls === 1 ? 'call' : 'calls'}
        {all_calls !== null && share !== null && (
          <span class="muted">
            {' '}
            {percentText(share)} of {all_calls.toLocaleString()}
          </span>
        )}
      </p>
      {change && (
        <p class={change.alarms ? 'figure figure-alarms' : 'figure muted'}>
          {change.alarms ? <b>{change.text}</b> : change.text}
        </p>
      )}
    </div>
  );
}
