import type { Level } from '../../shared/level.ts';
import { LEVEL_WORD } from '../level-shape.ts';
import { DEFAULT_FILTERS, type Filters, searchOf } from './filters.ts';

/** Whether filters ask for more than a time. */
function isNarrow({ span: _span, from: _from, to: _to, ...narrowing }: Filters): boolean {
  return searchOf({ ...DEFAULT_FILTERS, ...narrowing }) !== '';
}

/** That there is nothing, in a sentence. @param levels those that were looked for */
export function nothingFound(filters: Filters, levels: readonly Level[]): string {
  if (isNarrow(filters)) return 'No event matches these filters.';
  const words = levels.map((level) => `no ${LEVEL_WORD[level].toLowerCase()}`).join(' and ');
  return `There is ${words} in this time range.`;
}

/** What nothing does not mean: that all is well cannot be told from it. */
export function NoProof() {
  return (
    <p>
      An empty list does not prove that all calls are well: no events may arrive. The command <code>doctor</code> checks
      this. New events appear here about 90 seconds after they happen.
    </p>
  );
}
