import { COMPLETE, PARTIAL } from '../../families/call-summary/facts.ts';
import { callSummarySample, type SampleSummary } from '../../families/call-summary/sample.ts';
import type { JsonObject } from '../../shared/json.ts';
import { PHONE_CALL } from '../families/call-summary/in-words/summaries.ts';

/** Call SIDs of one repeated digit each, in order. */
export function sidsOf<const Digits extends readonly string[]>(...digits: Digits): { [Index in keyof Digits]: string } {
  return digits.map(sidOf) as { [Index in keyof Digits]: string };
}

export function sidOf(digit: string): string {
  return `CA${digit.repeat(32)}`;
}

let made = 0;

/** A call's summary as the stream has it: final unless it says that it is partial. @param startMs epoch ms */
export function summaryEvent(callSid: string, startMs: number, members: JsonObject = {}): SampleSummary {
  made += 1;
  const { event_type: _type, ...data } = PHONE_CALL;
  const times = { start_time: new Date(startMs).toISOString(), end_time: new Date(startMs + 140_000).toISOString() };
  return callSummarySample({
    id: `EZ${String(made).padStart(32, '0')}`,
    type: members.processing_state === 'partial' ? PARTIAL : COMPLETE,
    version: 7,
    time: times.end_time,
    data: { ...data, ...members, ...times, call_sid: callSid },
  });
}
