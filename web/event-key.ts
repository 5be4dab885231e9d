import type { EventResource } from '../families/call-event/event-resource.ts';
import { isJsonObject } from '../shared/json.ts';

/**
 * What tells events apart: the API gives them no id, so it is all they say, and the number among those that say the
 * same. @returns a key for each event of one answer, in its order
 */
export function eventKeys(events: readonly EventResource[]): string[] {
  const seen = new Map<string, number>();
  return events.map((event) => {
    const text = canonicalJson(event);
    const number = seen.get(text) ?? 0;
    seen.set(text, number + 1);
    return `${number} ${text}`;
  });
}

/** DynamoDB promises no order of a map's members. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    isJsonObject(member) ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1))) : member,
  );
}
