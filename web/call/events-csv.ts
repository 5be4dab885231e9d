import { callError } from '../../families/call-event/call-error.ts';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import { csvOf } from '../csv.ts';
import { LANE_WORD, laneOf, levelOf } from '../event-facts.ts';
import { detailOf } from './event-fields.ts';
import type { PlacedEvents } from './placed-events.ts';

const HEADER = [
  'timestamp',
  'since_start_ms',
  'call_sid',
  'edge',
  'level',
  'group',
  'name',
  'error_code',
  'error_message',
  'detail',
];

/** All events of a call for a spreadsheet, in the order of their times. */
export function eventsCsv({ events, times, order, span }: PlacedEvents): string {
  return csvOf(
    HEADER,
    order.map((index) => {
      const event = events[index] as EventResource;
      const { timestamp, call_sid, group, name } = event;
      const error = callError(event);
      const since = Math.round((times[index] ?? 0) - span.startMs);
      const what = [LANE_WORD[laneOf(event)], levelOf(event), group, name];
      return [timestamp, since, call_sid, ...what, error?.code, error?.message, detailOf(event)];
    }),
  );
}
