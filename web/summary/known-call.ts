import type { EventFindings } from '../../families/call-summary/in-words/event-findings.ts';
import type { JsonObject } from '../../shared/json.ts';

/** What the card of a call tells of. */
export interface KnownCall {
  summary: JsonObject;
  /** Undefined while not all events are read. */
  events: EventFindings | undefined;
  /** Summaries of the calls that it made, as far as they are known. */
  made: readonly JsonObject[];
}
