import { LEVELS } from '../../../shared/level.ts';
import type { EventRow } from './event-row.ts';
import { backgroundFilter, causeFilter, type RowQuery } from './row-filter.ts';

/** What narrows events that is in no index: it is told by what events say. */
export type ToldQuery = Pick<RowQuery, 'code' | 'cause' | 'text' | 'facets'>;

/** Whether a row is of such an event, of any level; undefined where nothing of it is asked. */
export function toldFilter({ code, cause, text, facets = [] }: ToldQuery): ((row: EventRow) => boolean) | undefined {
  const isOfCause = causeFilter({ code, cause, text });
  if (facets.length === 0) return isOfCause;
  const hasFacets = backgroundFilter({ levels: LEVELS, facets });
  return isOfCause === undefined ? hasFacets : (row) => hasFacets(row) && isOfCause(row);
}
