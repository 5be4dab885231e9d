import { COMPLETE, PARTIAL, PREDICTED_COMPLETE } from '../../families/call-summary/facts.ts';
import { SUMMARY_PART } from '../../families/call-summary/keys.ts';
import { rankOf } from '../../families/call-summary/rank.ts';
import { callSummarySample } from '../../families/call-summary/sample.ts';
import { CONFERENCE_COMPLETE, CONFERENCE_PARTIAL } from '../../families/conference-summary/facts.ts';
import { CONFERENCE_PART, participantPart } from '../../families/conference-summary/keys.ts';
import { conferenceRank } from '../../families/conference-summary/rank.ts';
import { conferenceSample } from '../../families/conference-summary/sample.ts';
import { PARTICIPANT_COMPLETE, PARTICIPANT_COMPLETE_SHORT } from '../../families/participant-summary/facts.ts';
import { participantSample } from '../../families/participant-summary/sample.ts';
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
  /** Summaries: in the end the row of each is this version, or a greater one. */
  summaries: SimulatedSummary[];
}

export interface SimulatedSummary {
  id: string;
  /** Of its row: partition and sort key, with a blank between them. */
  key: string;
  /** That call or conference is what other rows lead to. */
  sid: string;
  rank: string;
}

const CONFERENCE_SID = `CF${'0'.repeat(32)}`;
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
        summaries: [summarised(id, summary.data.call_sid, SUMMARY_PART, rankOf(summary))],
      };
    }
    case 'conference': {
      const conference = conferenceOf(plan, id);
      return {
        data: base64(conference),
        summaries: [summarised(id, CONFERENCE_SID, CONFERENCE_PART, conferenceRank(conference))],
      };
    }
    case 'participant': {
      const participant = participantOf(plan, id);
      const part = participantPart(participant.data.participant_sid);
      return {
        data: base64(participant),
        summaries: [summarised(id, CONFERENCE_SID, part, conferenceRank(participant))],
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

function summarised(id: string, sid: string, part: string, rank: string): SimulatedSummary {
  return { id, key: `${sid} ${part}`, sid, rank };
}

/** Its type and its state disagree where Twilio is not through with it, as Twilio's do. */
function conferenceOf({ version, ms }: RecordPlan, id: string) {
  return conferenceSample({
    id,
    type: version < 2 ? CONFERENCE_PARTIAL : CONFERENCE_COMPLETE,
    version: 2,
    time: `2026-11-20T11:58:00.00${ms}Z`,
    data: {
      conference_sid: CONFERENCE_SID,
      create_time: '2026-11-20T11:55:00Z',
      processing_state: version === 4 ? 'complete' : 'in_progress',
    },
  });
}

/** An early version can name another number, so that this one leads to the call as well. */
function participantOf({ call, version, ms }: RecordPlan, id: string) {
  return participantSample({
    id,
    type: version === 1 ? PARTICIPANT_COMPLETE_SHORT : PARTICIPANT_COMPLETE,
    version: 2,
    time: `2026-11-20T11:58:00.00${ms}Z`,
    data: {
      conference_sid: CONFERENCE_SID,
      participant_sid: callSidOf(call).replace('CA', 'CP'),
      call_sid: callSidOf(call),
      from: version === 0 ? '+15550199' : `+1555010${call}`,
      join_time: '2026-11-20T11:56:00Z',
      processing_state: version === 4 ? 'complete' : 'in_progress',
    },
  });
}

export function callSidOf(call: number): string {
  return `CA${'0'.repeat(31)}${call}`;
}

function timestamp({ ms, isAhead }: RecordPlan): string {
  return `${isAhead ? '2026-11-21T09:00' : '2026-11-20T11:59'}:00.00${ms}Z`;
}

function base64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64');
}
