import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { StoredEvent } from '../../families/call-event/item.ts';
import { createEventPages, type IndexPlace } from './event-pages.ts';
import { type EventQuery, errorsUnlessLevels, eventFilter, levelsAskedFor } from './event-query.ts';
import { createEventSource, type EventSource } from './event-source.ts';
import { newestFirst } from './newest-first.ts';
import { told } from './told.ts';

export interface EventsOfCall extends EventQuery {
  /** Sees whatever was written before, for twice the read units. @default false */
  consistent?: boolean;
}

/** The half of the store that answers questions. Every answer is read to its last page, as far as it is consumed. */
export interface EventReader {
  /** Events of one call in the table's order. */
  eventsOfCall(callSid: string, query?: EventsOfCall): AsyncGenerator<StoredEvent>;
  /** The first event of a call, whatever it is; undefined where there is none. */
  firstOfCall(callSid: string): Promise<StoredEvent | undefined>;
  /** Indexed events across calls, newest first: errors, or exactly those of the levels that are asked for. */
  latestEvents(query?: EventQuery): AsyncGenerator<StoredEvent>;
}

export function createEventReader(table: { client: DynamoDBClient; tableName: string }): EventReader {
  const pages = createEventPages(table);
  return {
    eventsOfCall(callSid, query = {}) {
      const { from, to, consistent } = query;
      const page = { from, to, consistent, levels: levelsAskedFor(query) };
      return all(
        [
          createEventSource<string>((beyond, limit) =>
            told(table.tableName, pages.pageOfCall(callSid, { ...page, beyond, limit })),
          ),
        ],
        query,
      );
    },
    async firstOfCall(callSid) {
      return (await told(table.tableName, pages.pageOfCall(callSid, { limit: 1 }))).events[0];
    },
    latestEvents(query = {}) {
      const { from, to } = query;
      const asked = errorsUnlessLevels(query);
      const sources = levelsAskedFor(asked).map((level) =>
        createEventSource<IndexPlace>((beyond, limit) =>
          told(table.tableName, pages.pageOfLevel(level, { from, to, beyond, limit })),
        ),
      );
      return all(sources, asked);
    },
  };
}

async function* all(sources: readonly EventSource[], query: EventQuery): AsyncGenerator<StoredEvent> {
  const passes = eventFilter(query);
  for (;;) {
    const lacking = sources.filter((source) => source.isLacking());
    if (lacking.length > 0) await Promise.all(lacking.map((source) => source.read()));
    const source = newestFirst(sources);
    const stored = source?.head();
    if (stored === undefined) return;
    source?.pass();
    if (passes === undefined || passes(stored.event.data)) yield stored;
  }
}
