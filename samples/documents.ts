import type { CallEvent } from '../families/call-event/call-event.ts';
import { GATEWAY_CALL_EVENT, SDK_CALL_EVENT } from '../families/call-event/facts.ts';
import { callEventSample, type SampleCloudEvent } from '../families/call-event/sample.ts';
import type { CallSummary } from '../families/call-summary/call-summary.ts';
import { COMPLETE } from '../families/call-summary/facts.ts';
import { callSummarySample, type SampleSummary } from '../families/call-summary/sample.ts';
import insights from './documents/call-insights-events.json' with { type: 'json' };
import summaryEvent from './documents/call-summary-event.json' with { type: 'json' };
import resources from './documents/call-summary-resources.json' with { type: 'json' };
import streamEvent from './documents/voice-sdk-event.json' with { type: 'json' };

/** A CloudEvent that keeps fewer promises: the stream's own example has no `time` and holds one in `datacontenttype`. */
type DocumentEvent = Record<'specversion' | 'type' | 'source' | 'id' | 'dataschema' | 'datacontenttype', string> & {
  time?: string;
  data: CallEvent;
};

/**
 * The events of Twilio's documentation: the stream's example as it is, then the four of the REST response in CloudEvents
 * of their own, since they differ in nothing that is part of a stream. All four have one call and one time.
 * Source: https://www.twilio.com/docs/events/event-types/voice-insights/voice-sdk-events and
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-events-resource
 */
export function documentEvents(): DocumentEvent[] {
  return [streamEvent, ...insights.events.map(restEvent)];
}

function restEvent(data: (typeof insights.events)[number], index: number): SampleCloudEvent {
  const isRelay = data.group === 'conversation_relay';
  return callEventSample({
    id: `EZ${String(index + 1).padStart(32, '0')}`,
    type: isRelay ? GATEWAY_CALL_EVENT : SDK_CALL_EVENT,
    version: isRelay ? 3 : 2,
    time: data.timestamp,
    data,
  });
}

/**
 * The summary of Twilio's documentation that came off a stream, as it is: its data is a text.
 * Source: https://www.twilio.com/docs/events/eventstreams-quickstart
 */
export const SUMMARY_DOCUMENT: Record<keyof DocumentEvent, string> = summaryEvent;

/**
 * The summaries of Twilio's REST resources, each in a CloudEvent of its own. Several are of one call.
 * Source: https://www.twilio.com/docs/voice/voice-insights/api/call/call-summaries-resource
 */
export function resourceSummaries(): SampleSummary[] {
  const { fetch, ...lists } = resources;
  const all: CallSummary[] = [
    fetch,
    ...Object.values(lists).flatMap(({ call_summaries }): CallSummary[] => call_summaries),
  ];
  return all.map((data, index) =>
    callSummarySample({
      id: `EZ${String(index + 1).padStart(32, '0')}`,
      type: COMPLETE,
      version: 7,
      time: String(data.end_time).replace('Z', '.000Z'),
      data,
    }),
  );
}
