import type { Level } from '../../shared/level.ts';
import { type EventQuery, errorsUnlessLevels, levelsAskedFor } from '../read/event-query.ts';
import { badParameter } from './api-error.ts';

/**
 * Without it the answer would be an empty list, or a part of one, and nobody would know.
 * @throws ApiError 400 that names the levels that can be asked for across calls
 */
export function requireIndexed(question: EventQuery, indexedLevels: readonly Level[]): void {
  const asked = errorsUnlessLevels(question);
  // Errors of a level nobody knows are in the index whatever is set.
  const missing = levelsAskedFor(asked).find(
    (level) => !indexedLevels.includes(level) && !(asked.errorsOnly && level === 'UNKNOWN'),
  );
  if (missing === undefined) return;
  throw badParameter(
    `Level: events of level ${missing} are not indexed across calls, only ${indexedLevels.join(', ')} and errors of ` +
      'level UNKNOWN. The setting indexedLevels changes that for new events; of one call they can always be asked for',
  );
}
