import type { CallSummary } from './call-summary.ts';
import type { COMPLETE, PARTIAL, PREDICTED_COMPLETE } from './facts.ts';

/**
 * A call summary as Twilio Event Streams puts it on the stream; `time` is ISO 8601 in UTC with milliseconds.
 * Source: https://www.twilio.com/docs/events/eventstreams-quickstart
 */
export interface SampleSummary {
  specversion: '1.0';
  type: typeof PARTIAL | typeof PREDICTED_COMPLETE | typeof COMPLETE;
  source: string;
  id: string;
  dataschema: string;
  datacontenttype: 'application/json';
  time: string;
  data: CallSummary;
}

/** What makes one summary another. */
export interface SummaryMembers {
  id: string;
  type: SampleSummary['type'];
  /** Of `VoiceInsights.CallSummary`, 1 to 7. */
  version: number;
  /** ISO 8601, UTC, with milliseconds. */
  time: string;
  data: CallSummary;
}

/** A call summary as Event Streams would put it. */
export function callSummarySample({ id, type, version, time, data }: SummaryMembers): SampleSummary {
  return {
    specversion: '1.0',
    type,
    source: `/v1/Voice/${data.call_sid}/Summary`,
    id,
    dataschema: `https://events-schemas.twilio.com/VoiceInsights.CallSummary/${version}`,
    datacontenttype: 'application/json',
    time,
    data,
  };
}
