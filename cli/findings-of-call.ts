import { isError } from '../families/call-event/call-error.ts';
import type { StoredEvent } from '../families/call-event/item.ts';
import { createEventFindings, type EventFindings } from '../families/call-summary/in-words/event-findings.ts';

/** What the events of a call say together, and those that are errors. @param events all of one call, in the order of time */
export async function findingsOfCall(
  events: AsyncIterable<StoredEvent> | Iterable<StoredEvent>,
): Promise<{ findings: EventFindings; errors: StoredEvent[] }> {
  const findings = createEventFindings();
  const errors: StoredEvent[] = [];
  for await (const stored of events) {
    findings.add(stored.event.data);
    if (isError(stored.event.data)) errors.push(stored);
  }
  return { findings: findings.found(), errors };
}
