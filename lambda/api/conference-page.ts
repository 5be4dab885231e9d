import { toConferenceResource } from '../../families/conference-summary/to-conference-resource.ts';
import type { ConferencePages } from '../read/conference-pages.ts';
import { type ConferenceQuery, conferenceFilter } from '../read/conference-query.ts';
import { conferenceSources } from '../read/conference-sources.ts';
import { MAX_KEYS } from '../read/row-reader.ts';
import type { StartedPlace } from '../read/started-place.ts';
import { collectStarted } from './collect-started.ts';
import type { ListPage } from './list.ts';
import { createPageSize, type PageBudget } from './page-limits.ts';

export interface ConferencePageOptions {
  conferences: ConferencePages;
  budget: PageBudget;
  nowMs: number;
  /** Where a conference is. */
  urlOf: (conferenceSid: string) => string;
}

/** A page of conferences, newest first, as `readSummaryPage` makes one of calls. */
export async function readConferencePage(
  query: ConferenceQuery & { from: string; pageSize: number },
  place: StartedPlace | undefined,
  { conferences, budget, nowMs, urlOf }: ConferencePageOptions,
): Promise<ListPage<StartedPlace>> {
  const passes = conferenceFilter(query);
  const sources = conferenceSources(conferences, query, { nowMs, start: place });
  const { found, next } = await collectStarted(sources, passes, query.pageSize, budget);
  const size = createPageSize();
  const items: string[] = [];
  for (let at = 0; at < found.length; at += MAX_KEYS) {
    const some = found.slice(at, at + MAX_KEYS);
    if (items.length > 0 && budget.isLate()) return { items, next: { upTo: some[0]?.entry.startedId } };
    const rows = await conferences.conferencesOf(some.map(({ entry }) => entry.conferenceSid));
    for (const { entry } of some) {
      const row = rows.get(entry.conferenceSid);
      if (row === undefined || !passes(row.entry)) continue;
      const json = JSON.stringify(toConferenceResource(row.conference, urlOf(entry.conferenceSid)));
      if (!size.hasRoomFor(json) && items.length > 0) return { items, next: { upTo: entry.startedId } };
      items.push(json);
    }
  }
  return { items, next };
}
