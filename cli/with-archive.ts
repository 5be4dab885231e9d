import type { StoredEvent } from '../families/call-event/item.ts';
import { timeOfSortKey } from '../families/call-event/keys.ts';
import { type EventQuery, eventFilter } from '../lambda/read/event-query.ts';
import type { EventReader } from '../lambda/read/event-reader.ts';
import type { SummaryReader } from '../lambda/read/summary-reader.ts';
import type { ArchivedCall } from '../operations/archive/archived-call.ts';
import { allOf } from '../shared/all-of.ts';
import { noteUnread } from './archive/note-unread.ts';
import { openArchive } from './of-archive.ts';
import { createLaterProgress } from './progress.ts';
import type { Target } from './target.ts';

/** What is known of calls: of the tables, and of the archive. */
interface Known {
  events: EventReader;
  summaries: SummaryReader | undefined;
}

/**
 * Readers that have what the archive has of a call, too: each event once, that of the table first.
 * @param since fixed-width UTC: days before it are not looked into
 */
export async function withArchive(target: Target, { events, summaries }: Known, since?: string): Promise<Known> {
  const { archivedCall, inOrder } = await import('../operations/archive/archived-call.ts');
  const [store, { levels }] = await Promise.all([openArchive(target).store(), target.indexedLevels()]);
  // What is to be hidden was hidden before it came there.
  const config = { retentionDays: 0, metricDays: 0, indexedLevels: levels, redactFields: [], partyLookup: false };
  const found = new Map<string, Promise<ArchivedCall>>();

  function look(callSid: string): Promise<ArchivedCall> {
    const known = found.get(callSid) ?? lookInto(callSid);
    found.set(callSid, known);
    return known;
  }

  function lookInto(callSid: string): Promise<ArchivedCall> {
    const progress = createLaterProgress();
    return archivedCall(callSid, {
      store,
      config,
      ...(since !== undefined && { from: since.slice(0, 'yyyy-mm-dd'.length) }),
      onProgress(done, total) {
        if (done === 1) progress.start(total);
        progress.update(done);
      },
    })
      .finally(() => progress.stop())
      .then((call) => {
        noteUnread(call.unread);
        return call;
      });
  }

  async function* eventsOfCall(callSid: string, query: EventQuery = {}): AsyncGenerator<StoredEvent> {
    const [stored, archived] = await Promise.all([
      allOf(events.eventsOfCall(callSid, query)),
      look(callSid).then((call) => call.events.filter(isAskedFor(query))),
    ]);
    const ofTable = new Set(stored.map(({ sortKey }) => sortKey));
    yield* [...stored, ...archived.filter(({ sortKey }) => !ofTable.has(sortKey))].sort(inOrder);
  }

  return {
    events: {
      ...events,
      eventsOfCall,
      async firstOfCall(callSid) {
        const [stored, archived] = await Promise.all([events.firstOfCall(callSid), look(callSid)]);
        return [stored ?? [], archived.events[0] ?? []].flat().sort(inOrder)[0];
      },
    },
    summaries: summaries && {
      ...summaries,
      summaryOf: async (callSid) => (await summaries.summaryOf(callSid)) ?? (await look(callSid)).summary,
    },
  };
}

function isAskedFor(query: EventQuery): (stored: StoredEvent) => boolean {
  const passes = eventFilter(query) ?? (() => true);
  return ({ event, sortKey }) => {
    const time = timeOfSortKey(sortKey);
    const { from = time, to = time } = query;
    return time >= from && time <= to && passes(event.data);
  };
}
