import { rejected } from '../../shared/rejection.ts';
import { conferenceOfId, ofConference } from '../conference-summary/keys.ts';
import { dataOf, readEvent, typeName } from '../event-data.ts';
import type { EventFamily } from '../family.ts';
import { redact } from '../redact.ts';
import type { CallSummary, SummaryCloudEvent } from './call-summary.ts';
import { CALL_SUMMARY_FACTS } from './facts.ts';
import { finishedCall } from './finished.ts';
import { summaryRow } from './item.ts';
import { startedOf } from './keys.ts';
import { partiesOf, pointerRows } from './pointers.ts';
import { summaryMismatches } from './summary-mismatches.ts';

/** One row for each call in the table of call insights, and rows that lead to it. Only `call_sid` is needed. */
export const callSummaries: EventFamily<SummaryCloudEvent> = {
  ...CALL_SUMMARY_FACTS,
  read(envelope) {
    const data = dataOf(envelope);
    if (!data.ok) return data;
    const { call_sid: callSid } = data.value;
    if (typeof callSid !== 'string' || callSid === '') {
      return rejected('no-call-sid', `data.call_sid: expected a text that is not empty, found ${typeName(callSid)}`);
    }
    if (conferenceOfId(callSid) !== undefined) return ofConference('data');
    return {
      ok: true,
      value: {
        family: callSummaries,
        event: readEvent(envelope, data.value as CallSummary),
        mismatches: summaryMismatches(data.value),
      },
    };
  },
  outcome(event, context) {
    const shown = { ...event, data: redact(event.data, context.config.redactFields) };
    const started = startedOf(shown, context);
    const row = summaryRow(shown, started, context, finishedCall(event));
    if (!row.ok) return row;
    return { ok: true, value: { rows: [...pointerRows(shown, started, context), row.value] } };
  },
  callSids: ({ data }) => [data.call_sid],
  parties: partiesOf,
};
