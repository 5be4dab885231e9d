import { type MediaEdge, mediaEdge } from '../../shared/media-edge.ts';
import type { EventPages } from '../store/event-pages.ts';

/** The first events of a call say almost always which it is. */
const ITEMS_OF_FIRST_READ = 8;
const ITEMS_OF_NEXT_READ = 100;
/** Half of what a page may read: the other half is for its events. */
const MAX_ITEMS_READ = 500;

export interface DefaultEdge {
  /** `all` where it cannot be told, or would leave nothing; undefined where the call has no event. */
  edge?: MediaEdge | 'all';
  itemsRead: number;
}

/** Which edge Twilio lists by default, by the edge of the earliest event that has one. */
const DEFAULTS: Partial<Record<MediaEdge, MediaEdge>> = {
  carrier_edge: 'carrier_edge',
  sip_edge: 'sip_edge',
  sdk_edge: 'sdk_edge',
  client_edge: 'sdk_edge',
};

/**
 * The edge a call is listed by where none is asked for: all rows of Twilio's table of call types follow from where a
 * call starts.
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-events-resource#default-edge
 */
export async function resolveDefaultEdge(pages: EventPages, callSid: string): Promise<DefaultEdge> {
  let wanted: MediaEdge | undefined;
  let beyond: string | undefined;
  let itemsRead = 0;
  while (itemsRead < MAX_ITEMS_READ) {
    const limit = itemsRead === 0 ? ITEMS_OF_FIRST_READ : Math.min(ITEMS_OF_NEXT_READ, MAX_ITEMS_READ - itemsRead);
    const { events, more } = await pages.pageOfCall(callSid, { beyond, limit });
    itemsRead += events.length;
    for (const { event, sortKey } of events) {
      beyond = sortKey;
      const edge = mediaEdge(event.data);
      if (edge === undefined) continue;
      wanted ??= DEFAULTS[edge];
      if (edge === wanted) return { edge: wanted, itemsRead };
    }
    if (!more) break;
  }
  return { ...(itemsRead > 0 && { edge: 'all' }), itemsRead };
}
