import type { StoredEvent } from '../../families/call-event/item.ts';
import { type MediaEdge, mediaEdge } from '../../families/call-event/media-edge.ts';
import type { EventPages } from '../read/event-pages.ts';
import { eventFilter } from '../read/event-query.ts';
import { MAX_ITEMS_READ, type PageBudget } from './page-limits.ts';
import type { Reader } from './reader.ts';

/** The first events of a call say almost always which it is. */
const ITEMS_OF_FIRST_READ = 8;
const ITEMS_OF_NEXT_READ = 100;
/** Half of what a page may read: the other half is for its events. */
const ITEMS_LEFT_FOR_THE_PAGE = MAX_ITEMS_READ / 2;

/** Which edge Twilio lists by default, by the edge of the earliest event that has one. */
const DEFAULTS: Partial<Record<MediaEdge, MediaEdge>> = {
  carrier_edge: 'carrier_edge',
  sip_edge: 'sip_edge',
  sdk_edge: 'sdk_edge',
  client_edge: 'sdk_edge',
};

/**
 * The edge a call is listed by where none is asked for: all rows of Twilio's table of call types follow from where a
 * call starts. `all` where it cannot be told by the first events, or would leave nothing.
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-events-resource#default-edge
 * @returns undefined where the call has no event, or none among its first that the reader may see
 */
export async function resolveDefaultEdge(
  pages: EventPages,
  callSid: string,
  reader: Pick<Reader, 'accounts'>,
  budget: PageBudget,
): Promise<MediaEdge | 'all' | undefined> {
  const edges: MediaEdge[] = [];
  let isThere = false;
  for await (const { event } of firstEvents(pages, callSid, reader, budget)) {
    isThere = true;
    const edge = mediaEdge(event.data);
    if (edge === undefined) continue;
    edges.push(edge);
    const found = defaultOf(edges);
    if (found !== undefined) return found;
  }
  return isThere ? 'all' : undefined;
}

/** The default that follows from edges, in the order of what is of them; undefined where nothing of it is among them. */
export function defaultOf(edges: readonly MediaEdge[]): MediaEdge | undefined {
  const wanted = edges.flatMap((edge) => DEFAULTS[edge] ?? [])[0];
  return edges.find((edge) => edge === wanted);
}

/** Whether a call has an event, among its first, that the reader may see. */
export async function isThere(...asked: Parameters<typeof firstEventOf>): Promise<boolean> {
  return (await firstEventOf(...asked)) !== undefined;
}

/** The first event of a call that the reader may see; undefined where none is among the first. */
export async function firstEventOf(
  pages: EventPages,
  callSid: string,
  reader: Pick<Reader, 'accounts'>,
  budget: PageBudget,
): Promise<StoredEvent | undefined> {
  for await (const event of firstEvents(pages, callSid, reader, budget, 1)) return event;
  return undefined;
}

/** The first events of a call that the reader may see. */
async function* firstEvents(
  pages: EventPages,
  callSid: string,
  { accounts }: Pick<Reader, 'accounts'>,
  budget: PageBudget,
  first = ITEMS_OF_FIRST_READ,
): AsyncGenerator<StoredEvent> {
  const mayRead = eventFilter({ accounts }) ?? (() => true);
  let beyond: string | undefined;
  let limit = first;
  do {
    const { events, next } = await pages.pageOfCall(callSid, { beyond, limit });
    budget.spend(events.length);
    yield* events.filter(({ event }) => mayRead(event.data));
    if (next === undefined) return;
    beyond = next;
    limit = Math.min(ITEMS_OF_NEXT_READ, budget.itemsLeft - ITEMS_LEFT_FOR_THE_PAGE);
  } while (limit > 0 && !budget.isSpent());
}
