import type { EventResource } from '../../families/call-event/event-resource.ts';
import type { Level } from '../../shared/level.ts';
import { levelOf } from '../event-facts.ts';

/** Which events of a call somebody wants to see. */
export interface EventFilter {
  /** Levels that are not shown. */
  hidden: ReadonlySet<Level>;
  /** Part of anything that an event says, in upper or lower case; '' for all. */
  text: string;
}

export const NO_FILTER: EventFilter = { hidden: new Set(), text: '' };

/** Whether each event of a call fits. */
export function fitting(events: readonly EventResource[], { hidden, text }: EventFilter): boolean[] {
  const sought = text.trim().toLowerCase();
  return events.map((event) => !hidden.has(levelOf(event)) && (sought === '' || textOf(event).includes(sought)));
}

/** How many events there are of each level. */
export function levelCounts(events: readonly EventResource[]): Map<Level, number> {
  const counts = new Map<Level, number>();
  for (const event of events) {
    const level = levelOf(event);
    counts.set(level, (counts.get(level) ?? 0) + 1);
  }
  return counts;
}

// Whoever types asks the same of every event with each letter.
const texts = new WeakMap<EventResource, string>();

function textOf(event: EventResource): string {
  const known = texts.get(event);
  if (known !== undefined) return known;
  const text = JSON.stringify(event).toLowerCase();
  texts.set(event, text);
  return text;
}
