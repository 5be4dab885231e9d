import type { CallSummary, SummaryCloudEvent } from '../families/call-summary/call-summary.ts';
import { COMPLETE } from '../families/call-summary/facts.ts';
import { callSummarySample, type SampleSummary, type SummaryMembers } from '../families/call-summary/sample.ts';
import { ACCOUNT_SID, CALL_SID, eventId } from './builders.ts';
import { type Members, merged, streamForm } from './stream-form.ts';

export const CALLER = '+15550100';
export const CALLEE = '+15550101';

/** A phone call of a minute that went well. */
const GOOD_CALL = {
  call_sid: CALL_SID,
  account_sid: ACCOUNT_SID,
  created_time: '2026-11-20T11:30:00Z',
  start_time: '2026-11-20T11:30:02Z',
  end_time: '2026-11-20T11:31:06Z',
  duration: 66,
  connect_duration: 60,
  call_type: 'carrier',
  call_state: 'completed',
  processing_state: 'complete',
  processing_version: 3,
  from: { caller: CALLER, carrier: 'Example Mobile', connection: 'mobile', number_prefix: '1555', country_code: 'US' },
  to: { callee: CALLEE, carrier: 'Example Wireless', connection: 'mobile', number_prefix: '1555', country_code: 'US' },
  carrier_edge: {
    properties: { direction: 'outbound', media_region: 'us1', signaling_region: 'us1', edge_location: 'ashburn' },
    metrics: { inbound: stream('packets_received', 2_990), outbound: stream('packets_sent', 3_004) },
  },
  attributes: { conference_participant: false },
  properties: {
    direction: 'outbound_api',
    disconnected_by: 'callee',
    last_sip_response_num: 200,
    q850_cause: 16,
    pdd_ms: 1_240,
    media_region: 'us1',
    signaling_region: 'us1',
    region: 'us1',
  },
};

/**
 * `data` of a call summary in the form of the stream: of a phone call of a minute that went well, but for what is given.
 * Members are merged into it at any depth, and may have any type: the pipeline must take what Twilio sends.
 */
export function summaryData(members: Members = {}, version?: number): CallSummary {
  return streamForm(merged(GOOD_CALL, members), version);
}

/** What Twilio puts on the stream, around such `data`. `version` is that of the schema. */
export function summaryEvent(
  { version = 7, ...members }: Partial<SummaryMembers> = {},
  data: Members = {},
): SampleSummary {
  return callSummarySample({
    id: eventId(1),
    type: COMPLETE,
    time: '2026-11-20T11:45:00.000Z',
    data: summaryData(data, version),
    version,
    ...members,
  });
}

/** The same event as the family reads it. */
export function summaryCloudEvent(
  members: Partial<Omit<SummaryCloudEvent, 'data'>> = {},
  data: Members = {},
): SummaryCloudEvent {
  return {
    id: eventId(1),
    type: COMPLETE,
    time: '2026-11-20T11:45:00.000Z',
    schemaVersion: 7,
    ...members,
    data: summaryData(data),
  };
}

function stream(counted: 'packets_received' | 'packets_sent', packets: number) {
  return {
    codec: 0,
    codec_name: 'pcmu',
    [counted]: packets,
    packets_lost: 0,
    packets_loss_percentage: 0,
    jitter: { avg: 0.45, max: 1.48 },
    latency: { avg: 0.38, max: 0.39 },
    packet_delay_variation: {},
    tags: [],
  };
}
