import { isError } from '../../families/call-event/call-error.ts';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import { levelOf } from '../event-facts.ts';
import type { PlacedEvents } from './placed-events.ts';

/** Positions of what went wrong, in the order of time: errors, or warnings where there are none. */
export function troublesOf({ events, order }: PlacedEvents): number[] {
  const errors = order.filter((index) => isError(events[index] as EventResource));
  return errors.length > 0 ? errors : order.filter((index) => levelOf(events[index] as EventResource) === 'WARNING');
}

/** The one after, or before, a position; at the end it begins again. Undefined where there are none. */
export function nextTrouble(
  troubles: readonly number[],
  { order }: PlacedEvents,
  selected: number | undefined,
  by: 1 | -1,
): number | undefined {
  if (selected === undefined) return by > 0 ? troubles[0] : troubles.at(-1);
  const place = new Map(order.map((index, position) => [index, position]));
  const from = place.get(selected) ?? 0;
  const isBeyond = (index: number) => ((place.get(index) ?? 0) - from) * by > 0;
  return by > 0 ? (troubles.find(isBeyond) ?? troubles[0]) : (troubles.findLast(isBeyond) ?? troubles.at(-1));
}
