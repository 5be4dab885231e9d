import type { CallSummary } from '../../families/call-summary/call-summary.ts';
import { objectAt, saysSomething } from '../../families/call-summary/said.ts';
import { isJsonObject } from '../../shared/json.ts';

/**
 * A summary of Twilio's REST API with what only events say, out of the one that is stored: the parent of the call, and
 * its Q.850 cause. What the API says itself stays; pure.
 * @see https://www.twilio.com/docs/voice/voice-insights/api/call/call-summary-resource
 */
export function withOnlyOfEvents(data: CallSummary, stored: CallSummary | undefined): CallSummary {
  const { parent_call_sid: parent, properties } = data;
  const storedParent = stored?.parent_call_sid;
  const cause = objectAt(stored, 'properties').q850_cause;
  const takesCause =
    saysSomething(cause) &&
    !saysSomething(objectAt(properties).q850_cause) &&
    (isJsonObject(properties) || (properties ?? null) === null);
  return {
    ...data,
    ...(!saysSomething(parent) && saysSomething(storedParent) && { parent_call_sid: storedParent }),
    // The schema describes; what is stored is kept as it came.
    ...(takesCause && { properties: { ...properties, q850_cause: cause } as CallSummary['properties'] }),
  };
}
