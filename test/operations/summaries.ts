import type { CallSummary } from '../../families/call-summary/call-summary.ts';
import { COMPLETE } from '../../families/call-summary/facts.ts';
import { callSummarySample, type SampleSummary, type SummaryMembers } from '../../families/call-summary/sample.ts';
import { ACCOUNT_SID } from '../../samples/builders.ts';

/** Summaries of tests start then, unless they say otherwise. */
export const STARTED = '2026-11-20T11:00:00Z';

/** A call that no builder has. */
export const callSid = (number: number) => `CA${String(number).padStart(32, 'b')}`;

/** A complete summary of a call, as Event Streams would put it. */
export function summaryEvent(
  sid: string,
  data: Partial<CallSummary> = {},
  { id = `EZ-${sid}`, type = COMPLETE, version = 7, time = '2026-11-20T11:30:00.000Z' }: Partial<SummaryMembers> = {},
): SampleSummary {
  const members: CallSummary = {
    call_sid: sid,
    account_sid: ACCOUNT_SID,
    start_time: STARTED,
    processing_state: type === COMPLETE ? 'complete' : 'partial',
    ...data,
  };
  return callSummarySample({ id, type, version, time, data: members });
}

/** The parties of a call, as the stream says them. */
export const between = (from: string, to: string): Pick<CallSummary, 'from' | 'to'> => ({
  from: { caller: from, callee: '' },
  to: { callee: to, caller: '' },
});
