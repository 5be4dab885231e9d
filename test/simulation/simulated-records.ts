import { COMPLETE, PARTIAL, PREDICTED_COMPLETE } from '../../families/call-summary/facts.ts';
import { rankOf } from '../../families/call-summary/rank.ts';
import { callSummarySample } from '../../families/call-summary/sample.ts';
import { callEvent, cloudEvent, eventId } from '../../samples/builders.ts';
import { metricEvent, sdkMetricData } from '../../samples/call-metric.ts';
import type { RecordPlan } from './scenario.ts';

/** Bytes for the stream, and what must become of them. */
export interface SimulatedRecord {
  plan: RecordPlan;
  /** Base64, as Lambda hands it over. */
  data: string;
  /** Ids of the events that must be rows. */
  rows: string[];
  /** The record must be in quarantine, whole. */
  isQuarantined: boolean;
  /** Ids of the events that must be kept as unsupported. */
  unsupported: string[];
  /** Summaries: in the end the row of the call is this version, or a greater one. */
  summaries: SimulatedSummary[];
}

export interface SimulatedSummary {
  id: string;
  callSid: string;
  rank: string;
}

export const REFUSED_NAME = 'refused-by-the-table';
const TOO_LARGE = base64({ ...cloudEvent({ id: 'too-large' }), data: callEvent({ text: 'x'.repeat(410_000) }) });

/** The records of a scenario, in their order on the stream. */
export function simulatedRecords(plans: readonly RecordPlan[]): SimulatedRecord[] {
  const records: SimulatedRecord[] = [];
  for (const [index, plan] of plans.entries()) {
    const earlier = records[plan.earlier % Math.max(1, records.length)];
    if (plan.kind === 'duplicate' && earlier !== undefined)
      records.push({ ...earlier, plan: { ...plan, kind: earlier.plan.kind } });
    else
      records.push({ plan, rows: [], isQuarantined: false, unsupported: [], summaries: [], ...content(plan, index) });
  }
  return records;
}

function content(plan: RecordPlan, index: number): Partial<SimulatedRecord> & { data: string } {
  const id = eventId(index);
  const event = (members: Record<string, unknown> = {}, data: Record<string, unknown> = {}) =>
    cloudEvent({ id, ...members }, { call_sid: callSidOf(plan.call), timestamp: timestamp(plan), ...data });
  switch (plan.kind) {
    case 'list': {
      const other = eventId(1_000 + index);
      const list = [
        event(),
        event({ id: eventId(2_000 + index) }, { timestamp: 'soon' }),
        event({ id: other, type: 'of.another.type' }),
      ];
      return { data: base64(list), rows: [id], isQuarantined: true, unsupported: [other] };
    }
    case 'not-json':
      return { data: Buffer.from(`no JSON ${index}`).toString('base64'), isQuarantined: true };
    case 'no-time':
      return { data: base64(event({}, { timestamp: 'soon' })), isQuarantined: true };
    case 'refused':
      return { data: base64(event({}, { name: REFUSED_NAME })), isQuarantined: true };
    case 'too-large':
      return { data: TOO_LARGE, isQuarantined: true };
    case 'unsupported':
      return { data: base64(event({ type: 'of.another.type' })), unsupported: [id] };
    case 'test-event':
      return { data: base64({ id, type: 'com.twilio.eventstreams.test-event', data: { test_id: 'one' } }) };
    case 'empty':
      return { data: base64([]) };
    case 'summary': {
      const summary = summaryOf(plan, id);
      return {
        data: base64(summary),
        summaries: [{ id, callSid: summary.data.call_sid, rank: rankOf(summary) }],
      };
    }
    case 'metric': {
      const data = { ...sdkMetricData(), call_sid: callSidOf(plan.call), timestamp: timestamp(plan) };
      return { data: base64(metricEvent({ id }, data)), rows: [id] };
    }
    // A duplicate of nothing is an event.
    case 'duplicate':
    case 'event':
    case 'pill':
      return { data: base64(event({}, { level: index % 5 === 0 ? 'ERROR' : 'INFO' })), rows: [id] };
  }
}

/**
 * A version of a call's summary. An early one can know another start and another number, so that it leads to the call
 * from elsewhere; the type and the state of the last but one disagree, as Twilio's do.
 */
function summaryOf({ call, version, ms, isAhead }: RecordPlan, id: string) {
  const isFinal = version === 4;
  return callSummarySample({
    id,
    type: isFinal ? COMPLETE : version === 3 ? PREDICTED_COMPLETE : PARTIAL,
    version: 7,
    time: `2026-11-20T11:5${isAhead ? 9 : 8}:00.00${ms}Z`,
    data: {
      call_sid: callSidOf(call),
      parent_call_sid: call === 2 ? callSidOf(0) : '',
      start_time: `2026-11-20T11:5${version === 0 ? 6 : 7}:00Z`,
      processing_state: isFinal ? 'complete' : 'partial',
      processing_version: version,
      from: { caller: `+1555010${call}`, callee: '' },
      to: { caller: '', callee: version === 0 ? 'client:unknown' : 'client:alice' },
      duration: ms,
    },
  });
}

function callSidOf(call: number): string {
  return `CA${'0'.repeat(31)}${call}`;
}

function timestamp({ ms, isAhead }: RecordPlan): string {
  return `${isAhead ? '2026-11-21T09:00' : '2026-11-20T11:59'}:00.00${ms}Z`;
}

function base64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64');
}
