import { isError } from '../families/call-event/call-error.ts';
import type { StoredEvent } from '../families/call-event/item.ts';
import { createEventFindings, type EventFindings } from '../families/call-summary/in-words/event-findings.ts';
import { utcTime } from '../shared/utc-time.ts';

/** What the events of a call say together, those that are errors, and when the first one was, epoch ms. @param events all of one call, in the order of time */
export async function findingsOfCall(
  events: AsyncIterable<StoredEvent> | Iterable<StoredEvent>,
): Promise<{ findings: EventFindings; errors: StoredEvent[]; beginMs: number | undefined }> {
  const findings = createEventFindings();
  const errors: StoredEvent[] = [];
  let begin: string | undefined;
  for await (const stored of events) {
    findings.add(stored.event.data);
    begin ??= utcTime(stored.event.data.timestamp);
    if (isError(stored.event.data)) errors.push(stored);
  }
  return { findings: findings.found(), errors, beginMs: begin === undefined ? undefined : Date.parse(begin) };
}
