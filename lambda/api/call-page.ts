import * as z from 'zod/mini';
import { MEDIA_EDGES, type MediaEdge } from '../../families/call-event/media-edge.ts';
import type { EventPages } from '../read/event-pages.ts';
import { eventFilter } from '../read/event-query.ts';
import { createEventSource } from '../read/event-source.ts';
import { collectPage, type PageQuery } from './collect-page.ts';
import { type PageBudget, withoutItemLimit } from './page-limits.ts';

/** A page's place in a call: it starts after a sort key, or ends before one. The first page has neither. */
export type CallPlace = z.infer<typeof CallPlace>;
export const CallPlace = z.object({
  after: z.optional(z.string()),
  before: z.optional(z.string()),
  /** With `before`: that key belongs to the page. */
  inclusive: z.optional(z.boolean()),
  /** What the first page resolved, where no edge was asked for. */
  defaultEdge: z.enum([...MEDIA_EDGES, 'all']),
});

export interface CallPage {
  /** JSON of each event. */
  events: string[];
  next?: CallPlace;
  previous?: CallPlace;
}

/** A page of a call's events, in the table's order. */
export async function readCallPage(
  pages: EventPages,
  callSid: string,
  query: PageQuery,
  place: CallPlace,
  budget: PageBudget,
): Promise<CallPage> {
  const { before, inclusive = false, after, defaultEdge } = place;
  const backwards = before !== undefined;
  const asked = withDefaultEdge(query, defaultEdge);
  const { from, to } = asked;
  const span = { from, to, ...(inclusive && { upTo: before }) };
  const source = createEventSource(
    (beyond, limit) => pages.pageOfCall(callSid, { ...span, beyond, backwards, limit }),
    backwards ? (inclusive ? undefined : before) : after,
  );
  const listsAll = eventFilter(asked) === undefined;
  const { events, more, ...dealtWith } = await collectPage(
    [source],
    asked,
    listsAll ? withoutItemLimit(budget) : budget,
  );
  const [first, last] = [dealtWith.first?.sortKey, dealtWith.last?.sortKey];
  const at = (position: Omit<CallPlace, 'defaultEdge'>): CallPlace => ({ ...position, defaultEdge });
  if (backwards) {
    // What was read first stands last. Behind the page is what the reader came from.
    const next = inclusive ? before : first;
    return {
      events: events.toReversed(),
      next: at(next === undefined ? {} : { after: next }),
      ...(more && last !== undefined && { previous: at({ before: last }) }),
    };
  }
  return {
    events,
    ...(more && last !== undefined && { next: at({ after: last }) }),
    ...(after !== undefined && { previous: at({ before: after, inclusive: true }) }),
  };
}

/** Events of no side, such as Conversation Relay's, belong to every list that nobody narrowed. */
function withDefaultEdge(query: PageQuery, edge: MediaEdge | 'all'): PageQuery {
  return query.edge === undefined ? { ...query, edge, orNoEdge: true } : query;
}
