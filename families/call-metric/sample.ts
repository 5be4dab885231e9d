import type { CallMetric } from './call-metric.ts';
import type { GATEWAY_METRICS, SDK_METRICS } from './facts.ts';

/**
 * A metric event as Twilio Event Streams puts it on the stream; `time` is ISO 8601 in UTC with milliseconds.
 * Source: https://www.twilio.com/docs/events/event-types/voice-insights/voice-sdk-metrics
 */
export interface SampleMetric {
  specversion: '1.0';
  type: typeof SDK_METRICS | typeof GATEWAY_METRICS;
  source: string;
  id: string;
  dataschema: string;
  datacontenttype: 'application/json';
  time: string;
  data: CallMetric;
}

/** What makes one metric event another. */
export interface MetricMembers {
  id: string;
  type: SampleMetric['type'];
  /** Of `VoiceInsights.CallMetric`, 1 or 2. */
  version: number;
  /** ISO 8601, UTC, with milliseconds. */
  time: string;
  data: CallMetric;
}

/** A metric event as Event Streams would put it: one sample. */
export function callMetricSample({ id, type, version, time, data }: MetricMembers): SampleMetric {
  return {
    specversion: '1.0',
    type,
    source: `/v1/Voice/${data.call_sid}/Metrics`,
    id,
    dataschema: `https://events-schemas.twilio.com/VoiceInsights.CallMetric/${version}`,
    datacontenttype: 'application/json',
    time,
    data,
  };
}
