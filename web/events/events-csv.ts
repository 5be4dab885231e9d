import { EVENT_FACETS } from '../../families/call-event/causes/facets-of.ts';
import { csvOf } from '../csv.ts';
import { errorLine } from '../error-text.ts';
import { levelOf } from '../event-facts.ts';
import type { KnownEvent } from './feed.ts';
import { rowOf } from './told-events.ts';

const COLUMNS = ['timestamp', 'level', 'edge', 'group', 'name', 'error_code', 'message', 'call_sid', 'account_sid'];

/** Events as a table for a spreadsheet, in their order. */
export function csvOfEvents(events: readonly KnownEvent[]): string {
  return csvOf(
    [...COLUMNS, ...EVENT_FACETS],
    events.map((known) => {
      const { event } = known;
      const { cause, facets } = rowOf(known);
      return [
        event.timestamp,
        levelOf(event),
        event.edge,
        event.group,
        event.name,
        cause.code,
        errorLine(event)?.text ?? cause.message,
        event.call_sid,
        event.account_sid,
        ...EVENT_FACETS.map((facet) => facets[facet]),
      ];
    }),
  );
}
