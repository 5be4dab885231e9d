import type { CallSummary } from '../../families/call-summary/call-summary.ts';
import { objectAt, saysSomething } from '../../families/call-summary/said.ts';
import { isJsonObject } from '../../shared/json.ts';
import { filled } from './filled.ts';

/**
 * Not taken from another version of a summary: what orders versions, and tags, of which a later look at a call can find
 * fewer.
 */
const OF_ITS_VERSION: ReadonlySet<string> = new Set(['processing_state', 'processing_version', 'tags']);

/**
 * A summary of Twilio's REST API with what only the stored one says, such as the parent of the call and its Q.850 cause,
 * which the API does not know. What the API says itself stays, and its annotation is the last word of people; pure.
 * @see https://www.twilio.com/docs/voice/voice-insights/api/call/call-summary-resource
 */
export function withOnlyOfEvents(data: CallSummary, stored: CallSummary | undefined): CallSummary {
  const { annotation, ...others } = stored ?? {};
  const known = Object.hasOwn(data, 'annotation') ? others : { annotation, ...others };
  // The schema describes; what is stored is kept as it came.
  const full = filled(data, known, (name, value) => !OF_ITS_VERSION.has(name) && isSaid(value)) as CallSummary;
  const { parent_call_sid: parent, properties } = full;
  const cause = objectAt(stored, 'properties').q850_cause;
  const takesCause =
    isJsonObject(properties) && saysSomething(cause) && !saysSomething(objectAt(properties).q850_cause);
  return {
    ...full,
    ...(!saysSomething(parent) &&
      saysSomething(stored?.parent_call_sid) && { parent_call_sid: stored?.parent_call_sid }),
    ...(takesCause && { properties: { ...properties, q850_cause: cause } as CallSummary['properties'] }),
  };
}

/** Events have each member: zero and an empty text are how they say that there is no value. */
function isSaid(value: unknown): boolean {
  return value === false || saysSomething(value);
}
